import { load, type PackedSegment, type PackOptions, type SegmentOptions } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();

const hex = ({ octets }: PackedSegment) => Buffer.from(octets).toString('hex').toUpperCase();
const segment = (digits: string, length: number, rest: Partial<PackedSegment> = {}): PackedSegment => ({
  octets: new Uint8Array(Buffer.from(digits, 'hex')),
  length,
  encoding: 'gsm7',
  hasHeader: false,
  ...rest,
});
const textOf = (segments: readonly PackedSegment[]): string => {
  const outcome = core.unpackSegments(segments);
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.text;
};

test.each<[string, SegmentOptions, PackOptions, string[], number[]]>([
  ['hellohello', {}, {}, ['E8329BFD4697D9EC37'], [10]],
  ['ł\uD83D\uDE00', {}, {}, ['0142D83DDE00'], [6]],
  ['Hej', { portBits: 16 }, { ports: { destination: 2948, source: 9200 } }, ['0605040B8423F0C8B21A'], [11]],
  ['Hej', { portBits: 8 }, { ports: { destination: 80, source: 81 } }, ['040402505120CB6A'], [9]],
  ['ş', { nationalTables: { locking: 1, single: 1 } }, {}, ['062401012501011D'], [9]],
  ['', {}, {}, [], []],
])('%s packs to the octets known from elsewhere', (text, options, pack, octets, lengths) => {
  const segments = core.packSegments(text, options, pack);
  expect(segments.map(hex)).toEqual(octets);
  expect(segments.map(({ length }) => length)).toEqual(lengths);
  expect(textOf(segments)).toBe(text);
});

test('the segments of a message carry its reference and go together in any order', () => {
  const text = 'a'.repeat(161);
  const segments = core.packSegments(text, { referenceBits: 16 }, { reference: 0xbeef });
  expect(
    segments.map(({ octets, length, encoding, hasHeader }) => [octets.length, length, encoding, hasHeader]),
  ).toEqual([
    [140, 160, 'gsm7', true],
    [15, 17, 'gsm7', true],
  ]);
  expect(segments.map(hex)[1]).toBe('060804BEEF0202E170381C0E87C361');
  expect(textOf([...segments].reverse())).toBe(text);
});

test('a lone surrogate, U+FEFF and NUL come back code unit for code unit, in long texts too', () => {
  for (const odd of ['\uD800', '\uDC00', '\uFEFF', '\0']) {
    for (const text of [odd, odd + 'a'.repeat(9_999), `${'a'.repeat(9_999)}${odd}`]) {
      expect(textOf(core.packSegments(text))).toBe(text);
    }
  }
});

test('octets and count are those of the ranges, whatever the options', () => {
  const texts = ['Kære Åse € '.repeat(60), 'Ordren er klar \uD83C\uDF89 '.repeat(40), 'Şişli ğ '.repeat(50)];
  for (const text of texts) {
    for (const border of ['code-point', 'cluster', 'code-unit'] as const) {
      for (const referenceBits of [8, 16] as const) {
        const options: SegmentOptions = {
          border,
          referenceBits,
          portBits: 16,
          allowedNationalTables: { locking: [1], single: [1] },
        };
        const segments = core.packSegments(text, options, { reference: 200, ports: { destination: 1, source: 2 } });
        const ranges = core.segmentRanges(text, options);
        expect(segments.map(({ octets }) => octets.length)).toEqual(ranges.map(({ octets }) => octets));
        expect(textOf(segments)).toBe(text);
      }
    }
  }
});

test('what was packed stays what it is when more is packed', () => {
  const segments = core.packSegments('hellohello');
  core.packSegments('x'.repeat(39_015));
  expect(segments.map(hex)).toEqual(['E8329BFD4697D9EC37']);
});

test('segments from outside are refused by name', () => {
  const error = (...segments: PackedSegment[]) => {
    const outcome = core.unpackSegments(segments);
    return outcome.ok ? `${outcome.text} was taken` : outcome.error;
  };
  const [one, two] = core.packSegments('a'.repeat(161)) as [PackedSegment, PackedSegment];
  expect(error(segment('00'.repeat(141), 161))).toBe('segment-length');
  expect(error(segment('00'.repeat(141), 141, { encoding: 'ucs2' }))).toBe('segment-length');
  // 396 octets would be 140 if only the low octet of the size arrived.
  expect(error(segment('00'.repeat(396), 140, { encoding: 'ucs2' }))).toBe('segment-length');
  expect(error(segment('', 0, { hasHeader: true }))).toBe('segment-header');
  expect(error(segment('1B', 1))).toBe('segment-escape');
  expect(error(one, ...core.packSegments('a'))).toBe('segments-mixed');
  expect(error(two)).toBe('segments-incomplete');
  expect(error(one, one)).toBe('segments-incomplete');
});

test('numbers out of range are refused by name, and so is a message that cannot be numbered', () => {
  const pack = (options: SegmentOptions, more: PackOptions) => () => core.packSegments('a', options, more);
  expect(core.packSegments('a'.repeat(39_015))).toHaveLength(255);
  expect(() => core.packSegments('a'.repeat(39_016))).toThrow(/^too-many-segments: text\.length is 39016/);
  expect(pack({}, { reference: 256 })).toThrow('reference is 256; it must be a whole number from 0 to 255');
  expect(pack({ referenceBits: 16 }, { reference: 65536 })).toThrow('reference is 65536');
  expect(pack({ portBits: 8 }, { ports: { destination: 256, source: 0 } })).toThrow('ports.destination is 256');
  expect(pack({ portBits: 8 }, { ports: { destination: 0, source: -1 } })).toThrow('ports.source is -1');
  expect(pack({ portBits: 8 }, {})).toThrow('ports and portBits go together');
  expect(pack({}, { ports: { destination: 0, source: 0 } })).toThrow('ports and portBits go together');
  expect(() => core.unpackSegments([segment('', 256)])).toThrow('segments[0].length is 256');
  expect(() => core.unpackSegments([segment('', 0, { encoding: 'x' as 'gsm7' })])).toThrow(
    'segments[0].encoding is "x"',
  );
});
