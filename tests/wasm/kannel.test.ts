/**
 * The core against a gateway that really sends: Kannel splits each text and hands it to a message centre over SMPP.
 * What arrives must be the core's segments, octet for octet. As with the other peers, every difference we know of is
 * listed with its reason, all else must agree, and every text listed must really differ.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Border, load, type PackedSegment } from 'klikspor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Kannel, type KannelSegment, startKannel, whyNoKannel } from '../support/kannel.ts';
import { borderTexts, FLAVOURS, randomText, seeded } from '../support/random-texts.ts';

const core = await load();

interface Difference {
  /** Border modes of the core in which the two differ. */
  readonly borders: readonly Border[];
  /** What Kannel does otherwise, and why the core does not. */
  readonly because: string;
  /** Exactly the texts about which the two differ. */
  readonly in: (text: string) => boolean;
}

const isGsm7 = (character: string) => core.planSegments(character).encoding === 'gsm7';

const BORDERS = ['code-unit', 'code-point'] as const satisfies readonly Border[];

const DIFFERENCES: readonly Difference[] = [
  {
    borders: BORDERS,
    because: 'sends one empty segment for the empty text, of which the core sends nothing',
    in: (text) => text === '',
  },
  {
    borders: ['code-point'],
    because:
      'cuts UCS-2 every 134 octets, through surrogate pairs too, and so may need a segment fewer; the core leaves both ' +
      'halves readable to phones that show segments one by one, and cuts so only where asked to (border code-unit)',
    in: (text) => !isGsm7(text) && text.length > 70 && /^(.{67})*?.{66}[\uD800-\uDBFF][\uDC00-\uDFFF]/s.test(text),
  },
];

interface Substitute {
  readonly because: string;
  readonly in: (character: string) => boolean;
  readonly arrives: (character: string) => string;
}

/** Characters that are not GSM-7 to the core, sent as GSM-7 all the same: the first row that has one says what arrives. */
const SUBSTITUTES: readonly Substitute[] = [
  {
    because:
      'takes ç for septet 0x09, as the Unicode Consortium guesses it was meant; the standard has Ç there (3GPP TS 23.038, ' +
      '6.2.1), phones show Ç, and so the core sends ç as UCS-2',
    in: (character) => character === 'ç',
    arrives: () => 'Ç',
  },
  {
    because:
      'sends in the encoding it is told, and a question mark for what that lacks; the core finds out that the text is UCS-2',
    in: (character) => character.length === 1,
    arrives: () => '?',
  },
  {
    because: 'reads the four UTF-8 octets of a character above U+FFFF as four of Latin-1: 😀 ends as ????, 🎡 as ???¡',
    in: (character) => character.length === 2,
    arrives: (character) =>
      Array.from(Buffer.from(character, 'utf8').toString('latin1'), (octet) => (isGsm7(octet) ? octet : '?')).join(''),
  },
];

/** Units of each segment, the same from both, in either border mode: each limit from below, at and above. */
const LIMITS: readonly (readonly [what: string, text: string, units: readonly number[]])[] = [
  ['160 septets', 'a'.repeat(160), [160]],
  ['161 septets', 'a'.repeat(161), [153, 8]],
  ['305 septets', 'a'.repeat(305), [153, 152]],
  ['306 septets', 'a'.repeat(306), [153, 153]],
  ['307 septets', 'a'.repeat(307), [153, 153, 1]],
  ['459 septets', 'a'.repeat(459), [153, 153, 153]],
  ['460 septets', 'a'.repeat(460), [153, 153, 153, 1]],
  ['80 euro signs', '€'.repeat(80), [160]],
  ['81 euro signs', '€'.repeat(81), [152, 10]],
  ['an escape pair at the end of one segment', `${'a'.repeat(158)}€`, [160]],
  ['an escape pair one septet too far for one segment', `${'a'.repeat(159)}€`, [153, 8]],
  ['an escape pair before the border', `${'a'.repeat(151)}€${'a'.repeat(10)}`, [153, 10]],
  ['an escape pair on the border', `${'a'.repeat(152)}€${'a'.repeat(10)}`, [152, 12]],
  ['an escape pair behind the border', `${'a'.repeat(153)}€${'a'.repeat(10)}`, [153, 12]],
  ['escape pairs on two borders', `${'a'.repeat(152)}[${'a'.repeat(150)}]a`, [152, 152, 3]],
  ['form feeds, of the extension table too', '\f'.repeat(81), [152, 10]],
  ['69 code units', 'ş'.repeat(69), [69]],
  ['70 code units', 'ş'.repeat(70), [70]],
  ['71 code units', 'ş'.repeat(71), [67, 4]],
  ['134 code units', 'ş'.repeat(134), [67, 67]],
  ['135 code units', 'ş'.repeat(135), [67, 67, 1]],
  ['201 code units', 'ş'.repeat(201), [67, 67, 67]],
  ['202 code units', 'ş'.repeat(202), [67, 67, 67, 1]],
  ['35 surrogate pairs', '😀'.repeat(35), [70]],
  ['a surrogate pair before the border', `${'ş'.repeat(65)}😀${'ş'.repeat(10)}`, [67, 10]],
  ['a surrogate pair behind the border', `${'ş'.repeat(67)}😀${'ş'.repeat(10)}`, [67, 12]],
  ['255 segments', 'a'.repeat(39_015), Array(255).fill(153)],
];

function allTexts(): string[] {
  const random = seeded(20_260_102);
  const texts = ['', ...borderTexts(), ...LIMITS.map(([, text]) => text)];
  // What a text parameter or a charset conversion could lose.
  texts.push(' ', '  a  ', '\r\n', 'a+b%20&text=c', '\uFEFFş', 'ş\0b', '\u001B', '\uD800', `${'ş'.repeat(66)}\uD83D`);
  for (const flavour of FLAVOURS) {
    for (let i = 0; i < 60; i++) texts.push(randomText(random, flavour, 1 + random(i % 5 === 0 ? 1500 : 330)));
  }
  return [...new Set(texts)];
}

const texts = allTexts();
const sent = new Map<string, readonly KannelSegment[]>();
let kannel: Kannel;

const segmentsOf = (text: string): readonly KannelSegment[] => {
  const segments = sent.get(text);
  if (segments === undefined) throw new Error(`not sent: ${JSON.stringify(text)}`);
  return segments;
};
const textOf = (segments: readonly PackedSegment[]): string => {
  const outcome = core.unpackSegments(segments);
  return outcome.ok ? outcome.text : `unpackSegments: ${outcome.error}`;
};

/** What the two disagree about, or null. */
function disagreement(text: string, border: Border): string | null {
  const theirs = segmentsOf(text);
  const plan = core.planSegments(text, { border });
  const ranges = core.segmentRanges(text, { border });
  const reference = theirs[0]?.reference ?? 0;
  const aspects: Record<string, readonly [theirs: unknown, ours: unknown]> = {
    segments: [theirs.length, plan.segments],
    'units of the message': [theirs.reduce((sum, { units }) => sum + units, 0), plan.units],
    'units of each segment': [theirs.map(({ units }) => units), ranges.map(({ units }) => units)],
    'text of each segment': [
      theirs.map(({ headless }) => textOf([headless])),
      ranges.map(({ start, end }) => text.slice(start, end)),
    ],
    'octets, header included': [theirs.map(({ packed }) => packed), core.packSegments(text, { border }, { reference })],
    'text put together again': [textOf(theirs.map(({ packed }) => packed)), text],
  };
  const found = Object.entries(aspects).find(([, [one, other]]) => !isDeepStrictEqual(one, other));
  return found === undefined ? null : `${found[0]}: ${JSON.stringify(found[1]).slice(0, 600)}`;
}

if (whyNoKannel !== null) console.warn(`skipped, Kannel cannot be started: ${whyNoKannel}`);

describe.skipIf(whyNoKannel !== null)('kannel', () => {
  beforeAll(async () => {
    kannel = await startKannel();
    const queue = texts.values();
    const sendAll = async () => {
      for (const text of queue) sent.set(text, await kannel.send(text, core.planSegments(text).encoding));
    };
    await Promise.all(Array.from({ length: 16 }, sendAll));
  }, 120_000);

  afterAll(() => kannel?.stop());

  test.each(LIMITS)('%s', (_, text, units) => {
    expect(segmentsOf(text).map((segment) => segment.units)).toEqual(units);
    for (const border of BORDERS) expect(disagreement(text, border)).toBeNull();
  });

  describe.each(BORDERS)('border %s', (border) => {
    const known = DIFFERENCES.filter(({ borders }) => borders.includes(border));

    test('agrees about every text outside the differences listed', () => {
      const judged = texts.filter((text) => !known.some((difference) => difference.in(text)));
      expect(judged.length).toBeGreaterThan(texts.length * 0.8);
      const found = judged.map((text) => [text, disagreement(text, border)]).filter(([, what]) => what !== null);
      expect(found).toEqual([]);
    });

    test.each(known)('$because', (difference) => {
      const listed = texts.filter(difference.in);
      expect(listed).not.toEqual([]);
      expect(listed.filter((text) => disagreement(text, border) === null)).toEqual([]);
    });
  });

  test('a surrogate pair cut by Kannel may save a segment, and is whole once a phone has joined the segments', async () => {
    const text = `${'ş'.repeat(66)}😀${'ş'.repeat(66)}`;
    const segments = await kannel.send(text, 'ucs2');
    expect(segments.map(({ units }) => units)).toEqual([67, 67]);
    expect(core.segmentRanges(text).map(({ units }) => units)).toEqual([66, 67, 1]);
    expect(textOf(segments.map(({ packed }) => packed))).toBe(text);
  });

  describe('characters sent as GSM-7, whatever they are', () => {
    // All of 16 bits, and the emoji of one plane.
    const characters = Array.from({ length: 0x1fb00 }, (_, code) => code)
      .filter((code) => code < 0xd800 || (code > 0xdfff && code < 0x10000) || code >= 0x1f300)
      .map((code) => String.fromCodePoint(code));
    const gsm7 = new Set(characters.filter(isGsm7));
    const substituted = Map.groupBy(characters, (character) =>
      gsm7.has(character) ? undefined : SUBSTITUTES.find((substitute) => substitute.in(character)),
    );
    const arrival = async (batch: readonly string[]) =>
      textOf((await kannel.send(batch.join(''), 'gsm7')).map(({ packed }) => packed));
    const expectArrivals = async (all: readonly string[], expected: (character: string) => string) => {
      expect(all).not.toEqual([]);
      for (let at = 0; at < all.length; at += 1000) {
        const batch = all.slice(at, at + 1000);
        expect(await arrival(batch)).toBe(batch.map(expected).join(''));
      }
    };

    test('arrive where the core calls them GSM-7', async () => {
      // 127 characters of one septet (the 128th is the escape) and ten of two.
      expect(gsm7.size).toBe(137);
      await expectArrivals([...gsm7], (character) => character);
    });

    test.each(SUBSTITUTES)('$because', async (substitute) => {
      await expectArrivals(substituted.get(substitute) ?? [], substitute.arrives);
    });
  });

  test('never sends more than 255 segments and drops the rest unsaid; the core says that the limit is exceeded', async () => {
    const text = 'a'.repeat(255 * 153 + 1);
    expect(textOf((await kannel.send(text, 'gsm7')).map(({ packed }) => packed))).toBe(text.slice(1));
    expect(core.planSegments(text)).toMatchObject({ segments: 256, exceedsLimit: true });
    expect(() => core.packSegments(text)).toThrow(/^too-many-segments/);
  });
});
