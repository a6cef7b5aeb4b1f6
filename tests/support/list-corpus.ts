/** Lists as people have them, each long enough that most of it stands behind what is looked at first. */
import { randomSource } from './phone-numbers.ts';

const ROWS = 7_000;
const NAMES = [
  'Åse',
  'Søren',
  'Zoë',
  'Łukasz',
  '',
  'Anne-Marie',
  'Bo',
  'Jørgen',
  ' Ida ',
  '🙂 Eva',
  '`Per`',
  "O'Neill",
];
const TOWNS = ['Aarhus', 'Rødovre', 'København K', 'Łódź', '', 'Ry\u00a0', 'Næstved', '—'];

interface Row {
  readonly at: number;
  readonly name: string;
  readonly town: string;
  /** As it is written. */
  readonly number: string;
}

type Random = (limit: number) => number;

const digits = (random: Random, count: number) => Array.from({ length: count }, () => random(10)).join('');

export interface CorpusFile {
  readonly name: string;
  readonly country: string;
  readonly octets: Uint8Array<ArrayBuffer>;
}

interface Kind {
  readonly country?: string;
  readonly headings?: string | null;
  number(random: Random, at: number): string;
  line?(row: Row, random: Random): string;
  readonly ends?: string;
  octets?(text: string): Uint8Array<ArrayBuffer>;
  readonly rows?: number;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (sign) => (sign > '\u00ff' ? 63 : sign.charCodeAt(0)));
function utf16(text: string): Uint8Array<ArrayBuffer> {
  const marked = `\ufeff${text}`;
  return new Uint8Array(Uint16Array.from({ length: marked.length }, (_, at) => marked.charCodeAt(at)).buffer);
}

const pairs = (digits: string) => digits.replace(/(..)(?=.)/g, '$1 ');
const danish = (random: Random) => `${2 + random(4)}${digits(random, 7)}`;
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const KINDS: Readonly<Record<string, Kind>> = {
  'danish-bare': { number: danish },
  'danish-with-code': { number: (random) => `+45 ${danish(random)}` },
  'danish-in-pairs': { number: (random) => pairs(danish(random)) },
  'danish-code-without-plus': { number: (random) => `45${danish(random)}` },
  'danish-code-in-blanks': { number: (random) => `45 ${pairs(danish(random))}` },
  'danish-double-nought': { number: (random) => `0045${random(2) === 0 ? ' ' : ''}${danish(random)}` },
  'danish-any-eight-digits': { number: (random) => digits(random, 8) },
  'danish-every-way': {
    number: (random, at) => {
      const own = danish(random);
      const ways = [
        own,
        pairs(own),
        `+45${own}`,
        `+45 ${pairs(own)}`,
        `(+45) ${own}`,
        `0045 ${own}`,
        `45${own}`,
        `${own} `,
        ` ${own}`,
        `${own.slice(0, 4)}-${own.slice(4)}`,
        `${own} / 86121212`,
        `${own}.0`,
        `="${own}"`,
        `tel:${own}`,
        `+4${own}`,
        `${own}1`,
        '4,51235E+09',
        '',
        'hej',
        '21.12.25',
        `\u200e${own}`,
        `+45 00${own}`,
        `${own}\u00a0`,
        '٢٠١٢٣٤٥٦',
      ];
      return ways[(at * 7 + random(3)) % ways.length] ?? own;
    },
  },
  'danish-with-abroad': {
    number: (random) =>
      random(9) === 0
        ? ([`46701${digits(random, 6)}`, `4791${digits(random, 6)}`, `4915123${digits(random, 6)}`][random(3)] ?? '')
        : danish(random),
  },
  'danish-many-doubles': { number: (random) => `2012${String(random(3_000)).padStart(4, '0')}` },
  'danish-landlines': { number: (random) => `${[20, 33, 70, 80, 86, 90][random(6)]}${digits(random, 6)}` },
  'norwegian-in-denmark': { number: (random) => `${4 + random(6)}${digits(random, 7)}` },
  norwegian: { country: 'NO', number: (random) => `${random(2) === 0 ? 4 : 9}${digits(random, 7)}` },
  swedish: { country: 'SE', number: (random) => `07${random(10)}-${digits(random, 3)} ${digits(random, 4)}` },
  'swedish-bare': { country: 'SE', number: (random) => `07${[0, 2, 3, 6, 9][random(5)]}${digits(random, 7)}` },
  'swedish-without-nought': { country: 'SE', number: (random) => `7${[0, 2, 3, 6, 9][random(5)]}${digits(random, 7)}` },
  german: {
    country: 'DE',
    number: (random) =>
      `0${['151', '160', '1590', '176', '30'][random(5)]}${random(3) === 0 ? ' ' : ''}${digits(random, 7 + random(2))}`,
  },
  british: { country: 'GB', number: (random) => `07${digits(random, 9)}` },
  finnish: { country: 'FI', number: (random) => `+358 ${random(2) === 0 ? 40 : 50} ${digits(random, 6 + random(2))}` },
  american: {
    country: 'US',
    number: (random) => `${random(2) === 0 ? '+1' : ''}212${2 + random(8)}${digits(random, 6)}`,
  },
  argentine: { country: 'AR', number: (random) => `11 15 ${4 + random(3)}${digits(random, 7)}` },
  european: {
    number: (random) =>
      [
        `+46 70 ${digits(random, 7)}`,
        `+47 9${digits(random, 7)}`,
        `+49 151 ${digits(random, 8)}`,
        `+44 7400 ${digits(random, 6)}`,
        `+39 312 ${digits(random, 7)}`,
        `+45 ${danish(random)}`,
      ][random(6)] ?? '',
  },
  'no-headings': { headings: null, number: danish },
  'title-above': { headings: 'Kunder i maj\r\n\r\nnavn;mobil;by', number: danish },
  'windows-1252': { number: danish, octets: latin1 },
  'utf-16': { number: danish, octets: utf16 },
  'old-mac': { number: danish, ends: '\r' },
  'line-feeds-and-gaps': {
    ends: '\n',
    number: danish,
    line: ({ at, name, number, town }) =>
      at % 50 === 7 ? '' : at % 50 === 8 ? ' ; ;' : at % 50 === 9 ? ';;;;' : `${name};${number};${town}`,
  },
  'short-and-long-rows': {
    number: danish,
    line: ({ at, name, number, town }) =>
      [
        `${name};${number};${town}`,
        `${name};${number}`,
        name,
        `${name};${number};${town};;`,
        `${name};${number};${town};;x`,
      ][at % 5] ?? '',
  },
  'all-quoted': {
    number: danish,
    line: ({ name, number, town }) => [name, number, town].map(quoted).join(';'),
  },
  'quoted-with-breaks': {
    number: danish,
    line: ({ at, name, number, town }) =>
      `${quoted(at % 5 === 0 ? `Anne\r\n${name}; "den store"` : name)};${at % 3 === 0 ? quoted(number) : number};${at % 4 === 0 ? '"" ' : town}`,
  },
  'broken-quotes': {
    number: danish,
    line: ({ at, name, number, town }) => {
      if (at % 700 === 699) return `"${name};${number};${town}`;
      if (at % 700 === 350) return `"${name}"x;${number};${town}`;
      return `${at % 11 === 0 ? quoted(`Bo "${name}"`) : name};${number};${at % 90 === 4 ? '5" tv' : town}`;
    },
  },
  'lost-letters': {
    number: danish,
    line: ({ at, name, number, town }) => `${at % 40 === 3 ? 'S\ufffdren' : name};${number};${town}`,
  },
  'headings-again': {
    number: danish,
    line: ({ at, name, number, town }) => (at % 900 === 899 ? 'navn;mobil;by' : `${name};${number};${town}`),
  },
  'as-text': {
    number: danish,
    line: ({ name, number, town }) => `="${name}";="${number}";${town}`,
  },
  'rows-wrapped': {
    number: danish,
    line: ({ name, number, town }) => quoted(`${name},${number},${town}`),
    headings: '"navn,mobil,by"',
  },
  'country-column': {
    headings: 'navn;mobil;by;land',
    number: (random) => `4${digits(random, 7)}`,
    line: ({ at, name, number, town }) =>
      `${name};${number};${town};${['Danmark', 'DK', 'Norge', 'Denmark', '', 'Sverige'][at % 6]}`,
  },
  'tabs-and-many-columns': {
    headings: 'id\tfornavn\tefternavn\tmobil\tby\tnote',
    number: (random) => `+45${danish(random)}`,
    line: ({ at, name, number, town }) =>
      `${at}\t${name}\t${name}sen\t${number}\t${town}\t${at % 9 === 0 ? 'x'.repeat(200) : ''}`,
  },
  'pasted-numbers': { headings: null, number: danish, line: ({ number }) => number },
};

function textOf({ headings = 'navn;mobil;by', number, line, ends = '\r\n', rows = ROWS }: Kind, seed: number): string {
  const random = randomSource(seed);
  const lines = headings === null ? [] : [headings];
  for (let at = 0; at < rows; at++) {
    const row = {
      at,
      name: NAMES[random(NAMES.length)] ?? '',
      town: TOWNS[random(TOWNS.length)] ?? '',
      number: number(random, at),
    };
    lines.push(line === undefined ? `${row.name};${row.number};${row.town}` : line(row, random));
  }
  return lines.join(ends) + (seed % 2 === 0 ? ends : '');
}

/** The same each time. */
export const listCorpus = (): readonly CorpusFile[] =>
  Object.entries(KINDS).map(([name, kind], at) => {
    const { country = 'DK', octets = utf8 } = kind;
    return { name, country, octets: octets(textOf(kind, at + 11)) };
  });
