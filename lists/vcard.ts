/**
 * Address books (.vcf): vCard 2.1 (versit, 1996), 3.0 (RFC 2426) and 4.0 (RFC 6350) as phones and address books write them.
 * A card is a row; its telephones, mobile ones first, stand in one cell.
 */
import { detectEncoding, type Reading } from './encoding.ts';
import { asked, type Choice, failed, type SourceOutcome, type SourceRow, TEXT } from './opened.ts';
import { decoded, decodedAs, type FileEncoding } from './text.ts';

/** One line of a card, unfolded. */
interface Property {
  /** Upper case, without its group. */
  readonly name: string;
  /** Of `item1.TEL` it is `item1`; empty: none. Lines of a group belong together. */
  readonly group: string;
  /** Values of each parameter; those without a name (2.1: `TEL;CELL:`) are types. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  /** Decoded, its escapes still in it. */
  readonly value: string;
}

export interface Card {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly nickname: string;
  readonly organization: string;
  readonly title: string;
  /** Mobile ones first, then those preferred; no fax and no pager. */
  readonly telephones: readonly string[];
  readonly email: string;
  readonly postcode: string;
  readonly city: string;
}

/** Columns, in this order; those that every card leaves empty are left out. Names that fields of a message can have. */
const COLUMNS: readonly (readonly [heading: string, of: (card: Card) => string])[] = [
  ['name', ({ name }) => name],
  ['first_name', ({ firstName }) => firstName],
  ['last_name', ({ lastName }) => lastName],
  ['nickname', ({ nickname }) => nickname],
  ['mobile', ({ telephones }) => telephones.join('\n')],
  ['email', ({ email }) => email],
  ['organization', ({ organization }) => organization],
  ['title', ({ title }) => title],
  ['postcode', ({ postcode }) => postcode],
  ['city', ({ city }) => city],
];

const [TAB, FEED, RETURN, SPACE, EQUALS] = [0x09, 0x0a, 0x0d, 0x20, 0x3d];
const PIECE = 2_000;
const SAMPLE = 500;

/** Reads the file whole: pictures, which make address books large, are passed over. */
export async function openCards(file: Blob, choice: Choice): Promise<SourceOutcome> {
  const { encoding, readings } =
    choice.encoding === undefined
      ? await detectEncoding(file, choice.country)
      : { encoding: choice.encoding, readings: [] as Reading[] };
  const cards = readCards(new Uint8Array(await file.arrayBuffer()), encoding);
  if (cards.length === 0) return failed('unreadable');
  if (readings.length > 0) return asked({ kind: 'encoding', readings });
  const columns = COLUMNS.filter(([heading, of]) => heading === 'mobile' || cards.some((card) => of(card) !== ''));
  const headings: SourceRow = { cells: columns.map(([heading]) => heading), line: 0, broken: null };
  const rowOf = (at: number): SourceRow => {
    const card = cards[at - 1];
    if (card === undefined) return { ...headings, cells: [...headings.cells] };
    const cells = columns.map(([, of]) => of(card));
    return { cells, line: at, broken: cells.some((cell) => cell.includes('\ufffd')) ? 'row-broken-encoding' : null };
  };
  const rowsFrom = (at: number, end: number) => Array.from({ length: end - at }, (_, row) => rowOf(at + row));
  const total = cards.length + 1;
  return {
    ok: true,
    source: {
      ...TEXT,
      format: 'vcard',
      encoding,
      separator: null,
      text: null,
      sample: rowsFrom(0, Math.min(SAMPLE, total)),
      async *rows() {
        for (let at = 0; at < total; at += PIECE) {
          const done = Math.min(at + PIECE, total);
          yield { rows: rowsFrom(at, done), done, total };
        }
      },
    },
  };
}

export function readCards(octets: Uint8Array<ArrayBuffer>, encoding: FileEncoding): Card[] {
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be';
  // Lines are told in octets: a line may be folded within a letter, and each may name an encoding of its own.
  const text = isWide ? new TextEncoder().encode(decoded(octets, encoding)) : withoutMark(octets);
  const cards: Card[] = [];
  let card: Property[] | null = null;
  /** Cards within the card, AGENT of 2.1: they are somebody else's. */
  let within = 0;
  for (const line of logicalLines(text)) {
    const property = readProperty(line, isWide ? 'utf-8' : encoding);
    if (property === null) continue;
    const isCard = property.value.trim().toUpperCase() === 'VCARD';
    if (property.name === 'BEGIN' && isCard) {
      if (card !== null && (within > 0 || card.at(-1)?.name === 'AGENT')) within++;
      else {
        // One whose end is missing ends where the next begins.
        if (card !== null) cards.push(cardOf(card));
        card = [];
      }
    } else if (property.name === 'END' && isCard) {
      if (within > 0) within--;
      else {
        if (card !== null) cards.push(cardOf(card));
        card = null;
      }
    } else if (within === 0) card?.push(property);
  }
  if (card !== null) {
    // The file breaks off: half of a number may be somebody else's.
    const isCut = text.at(-1) !== FEED && text.at(-1) !== RETURN;
    if (isCut && within === 0) card.pop();
    if (card.some(({ name }) => name !== 'VERSION')) cards.push(cardOf(card));
  }
  return cards;
}

const withoutMark = (octets: Uint8Array) =>
  octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf ? octets.subarray(3) : octets;

/** Lines with those that go on from them. Each octet is one character. */
function* logicalLines(octets: Uint8Array): Generator<string> {
  let line = '';
  /** A line of QUOTED-PRINTABLE that ends in = goes on in the next, however that begins. */
  let isSoft = false;
  /** 2.1 folds before white space and keeps it; later versions add it. */
  let kept = 1;
  const isQuotedPrintable = () => /^[^:]*;\s*(?:ENCODING=)?QUOTED-PRINTABLE/i.test(line);
  for (let at = 0; at < octets.length; ) {
    let end = at;
    while (end < octets.length && octets[end] !== FEED && octets[end] !== RETURN) end++;
    const first = octets[at];
    const isFolded = first === SPACE || first === TAB;
    if (isSoft) line = `${line.slice(0, -1)}${characters(octets, at, end)}`;
    else if (isFolded && line !== '') {
      // Pictures are dropped: they are most of the file.
      if (!IN_OCTETS.test(line)) line += characters(octets, at + kept, end);
    } else {
      if (line !== '') yield line;
      if (/^VERSION:/i.test(line)) kept = /^VERSION:2/i.test(line) ? 0 : 1;
      line = characters(octets, at, end);
    }
    isSoft = octets[end - 1] === EQUALS && end > at && isQuotedPrintable();
    at = end + (octets[end] === RETURN && octets[end + 1] === FEED ? 2 : 1);
  }
  if (line !== '') yield line;
}

const IN_OCTETS = /^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]/i;

function characters(octets: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1 << 12)
    text += String.fromCharCode(...octets.subarray(at, Math.min(end, at + (1 << 12))));
  return text;
}

/** `[group.]name *(;parameter):value`; what stands in quotes ends neither. Null: it is no such line. */
function readProperty(line: string, encoding: FileEncoding): Property | null {
  const head = /^\s*(?:([\w-]+)\.)?([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):/.exec(line);
  if (head === null) return null;
  const [whole, group = '', name = '', written = ''] = head;
  const parameters = new Map<string, string[]>();
  for (const [, parameter = ''] of written.matchAll(/;((?:"[^"]*"|[^";])*)/g)) {
    const [, key = 'TYPE', values = ''] = /^\s*(?:([\w-]+)\s*=)?(.*)$/s.exec(parameter) ?? [];
    const told = [...values.matchAll(/"([^"]*)"|[^",]+/g)].map(([value, quoted]) => (quoted ?? value).trim());
    // TYPE="cell,voice" is one value by the letter of the standard, and two by everybody's habit.
    const each = key.toUpperCase() === 'TYPE' ? told.flatMap((value) => value.split(',')) : told;
    parameters.set(key.toUpperCase(), [...(parameters.get(key.toUpperCase()) ?? []), ...each]);
  }
  const value = textIn(line.slice(whole.length), parameters, encoding);
  return { name: name.toUpperCase(), group: group.toLowerCase(), parameters, value };
}

type Parameters = Property['parameters'];

const typesOf = (parameters: Parameters) => (parameters.get('TYPE') ?? []).map((type) => type.toLowerCase());

/** As text. A `CHARSET` is any name that the Encoding Standard knows. */
function textIn(written: string, parameters: Parameters, fileEncoding: FileEncoding): string {
  const encodings = [...(parameters.get('ENCODING') ?? []), ...(parameters.get('TYPE') ?? [])];
  const isQuotedPrintable = encodings.some((encoding) => encoding.toUpperCase() === 'QUOTED-PRINTABLE');
  const isPlain = !isQuotedPrintable && /^[\0-\x7f]*$/.test(written);
  if (isPlain) return written;
  const octets = Uint8Array.from(isQuotedPrintable ? fromQuotedPrintable(written) : written, (letter) =>
    letter.charCodeAt(0),
  );
  const [charset] = parameters.get('CHARSET') ?? [];
  if (charset === undefined) return decoded(octets, isQuotedPrintable ? likely(octets) : fileEncoding);
  try {
    return decodedAs(octets, charset);
  } catch {
    return decoded(octets, fileEncoding);
  }
}

const fromQuotedPrintable = (text: string) =>
  text
    .replace(/=\s*$/, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Octets of which nobody says what they are. */
function likely(octets: Uint8Array<ArrayBuffer>): FileEncoding {
  return decoded(octets, 'utf-8').includes('\ufffd') ? 'windows-1252' : 'utf-8';
}

/** Components of N, ADR and ORG: parted by semicolons that are not escaped. */
const componentsOf = (value: string) =>
  value.split(/(?<=(?:^|[^\\])(?:\\\\)*);/).map((component) => unescaped(component).trim());

const unescaped = (text: string) =>
  text.replace(/\\(.)/gs, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign));

/** Of several the one that is preferred, else the first. */
function preferred(properties: readonly Property[], name: string): Property | undefined {
  const named = properties.filter((property) => property.name === name);
  return [...named].sort((a, b) => preference(a.parameters) - preference(b.parameters))[0];
}

/** 1, most preferred, to 101, not at all: `PREF=1` of 4.0, and `TYPE=pref` before it. */
function preference(parameters: Parameters): number {
  const [told] = parameters.get('PREF') ?? [];
  if (told !== undefined) return Number(told) || 100;
  return typesOf(parameters).includes('pref') ? 1 : 101;
}

function cardOf(properties: readonly Property[]): Card {
  const text = (name: string) => unescaped(preferred(properties, name)?.value ?? '').trim();
  const components = (name: string) => componentsOf(preferred(properties, name)?.value ?? '');
  const [lastName = '', firstName = '', additional = ''] = components('N');
  const organization = components('ORG')
    .filter((unit) => unit !== '')
    .join(', ');
  const [, , , city = '', , postcode = ''] = components('ADR');
  const full = text('FN');
  const parts = [firstName, additional, lastName].filter((part) => part !== '').join(' ');
  return {
    name: full !== '' ? full : parts !== '' ? parts : organization,
    firstName,
    lastName,
    nickname: text('NICKNAME'),
    organization,
    title: text('TITLE'),
    telephones: telephonesOf(properties),
    email: text('EMAIL').replace(/^mailto:/i, ''),
    postcode,
    city,
  };
}

const NO_TELEPHONE = new Set(['fax', 'pager', 'modem', 'bbs', 'x-fax']);
/** Types, and what people call them: arbejdsmobil, Privat mobil, Work cell. */
const MOBILE = /mobi|\bcell|handy|iphone|^(?:x-)?(?:text|msg|sms|gsm)$/i;

function telephonesOf(properties: readonly Property[]): readonly string[] {
  const found = properties.flatMap((property) => {
    if (property.name !== 'TEL') return [];
    const types = [...typesOf(property.parameters), ...labelsOf(property, properties)];
    const number = numberIn(property.value);
    if (number === '' || types.some((type) => NO_TELEPHONE.has(type) || /fax/.test(type))) return [];
    return [{ number, isMobile: types.some((type) => MOBILE.test(type)), preference: preference(property.parameters) }];
  });
  // Sorting keeps the order of those that are alike.
  found.sort((a, b) => Number(b.isMobile) - Number(a.isMobile) || a.preference - b.preference);
  return [...new Set(found.map(({ number }) => number))];
}

/** Apple's own names for a line of the card: `item1.X-ABLabel:_$!<Mobile>!$_`. */
function labelsOf({ group }: Property, properties: readonly Property[]): readonly string[] {
  if (group === '') return [];
  return properties
    .filter((property) => property.group === group && property.name === 'X-ABLABEL')
    .map(({ value }) => value.replace(/^_\$!<(.*)>!\$_$/, '$1').toLowerCase());
}

/** A text, or an address by RFC 3966: `tel:+45-20-12-34-56;ext=12`, `tel:20123456;phone-context=+45`. */
function numberIn(value: string): string {
  const text = unescaped(value).trim();
  if (!/^tel:/i.test(text)) return text;
  const [number = '', ...parameters] = text.slice(4).split(';');
  const context = parameters.find((parameter) => /^phone-context=\+/i.test(parameter))?.slice('phone-context='.length);
  const digits = number.replace(/%([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return digits.startsWith('+') || context === undefined ? digits : `${context} ${digits}`;
}
