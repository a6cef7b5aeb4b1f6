/** Which encoding a file of text is in. Where two readings are as likely, a person is shown both. */
import { type Fit, Fits } from './languages.ts';
import { oddity } from './odd-signs.ts';
import { decoded, type FileEncoding, slices, UNFINISHED, writtenTwice } from './text.ts';
import { Utf8Look } from './utf8.ts';

/** How the same places of a file read in one encoding. */
export interface Reading {
  readonly encoding: FileEncoding;
  /** Cells in which the readings differ, each at its place in all of them. */
  readonly examples: readonly string[];
}

export interface EncodingFound {
  readonly encoding: FileEncoding;
  /** The likeliest first; empty: there is no doubt. */
  readonly readings: readonly Reading[];
  /** All of the file was looked at, and has nothing that this encoding has not. */
  readonly isWellFormed: boolean;
}

const EXAMPLES = 5;
const MOST_READINGS = 4;

const certain = (encoding: FileEncoding, isWellFormed = false): EncodingFound => ({
  encoding,
  readings: [],
  isWellFormed,
});

/**
 * Reads the whole file once if it is UTF-8 or UTF-16, else up to three times. `country`: ISO 3166-1 alpha-2, as whose programs the
 * letters may be written.
 */
export async function detectEncoding(file: Blob, country?: string): Promise<EncodingFound> {
  const marked = await markOf(file);
  if (marked !== null) return certain(marked);
  const twice = await readAsUtf8(file);
  if (twice === 'nowhere') return certain('utf-8', true);
  // Everything that is not ASCII was written twice: no language looks like that.
  if (twice === 'everywhere') return certain('utf-8-twice');
  const survey = await surveyOf(file);
  if (twice === 'partly') return doubt(['utf-8-twice', 'utf-8'], survey);
  const { letters, strays } = survey;
  // Letters of several octets do not come about by chance: what is no UTF-8 between them is broken.
  if (letters >= strays && letters > 0) return certain('utf-8');
  const single = countryEncodingOf(survey, country);
  if (letters * 20 > strays) return doubt([single.encoding, 'utf-8'], survey);
  return single;
}

/** Of a long file so much tells what it is likely to be. */
const BEGINNING = 1 << 16;

/** Whether a long file begins as UTF-8. Whoever reads on by that is to look at the rest as it comes. */
export async function beginsAsUtf8(file: Blob): Promise<boolean> {
  if (file.size <= BEGINNING || (await markOf(file)) !== null) return false;
  const look = new Utf8Look();
  look.take(new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer()));
  return !look.isBroken && !look.mayBeTwice;
}

/** By a mark, or UTF-16 without one: of its pairs of octets most have a zero in the same place. */
async function markOf(file: Blob): Promise<FileEncoding | null> {
  const start = new Uint8Array(await file.slice(0, 1 << 12).arrayBuffer());
  const [a, b, c] = start;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xef && b === 0xbb && c === 0xbf) return null;
  const zeros = [0, 0] satisfies [number, number];
  for (const [at, octet] of start.entries()) if (octet === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  const [even, odd] = zeros;
  const pairs = start.length / 2;
  if (odd > pairs / 4 && even < pairs / 20) return 'utf-16le';
  if (even > pairs / 4 && odd < pairs / 20) return 'utf-16be';
  return null;
}

/** Whether letters were written as UTF-8 twice; `invalid`: the file is no UTF-8. */
async function readAsUtf8(file: Blob): Promise<'nowhere' | 'partly' | 'everywhere' | 'invalid'> {
  const look = new Utf8Look();
  for await (const octets of slices(file)) {
    look.take(octets);
    if (look.isBroken) return 'invalid';
    if (look.mayBeTwice) break;
  }
  if (!look.mayBeTwice) {
    look.end();
    return look.isBroken ? 'invalid' : 'nowhere';
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isSure = false;
  let others = false;
  let kept = '';
  try {
    for await (const octets of slices(file)) {
      const piece = decoder.decode(octets, { stream: true });
      if (piece.length === octets.length && kept === '') continue;
      const text = kept + piece;
      kept = UNFINISHED.exec(text)?.[0] ?? '';
      const found = writtenTwice(text.slice(0, text.length - kept.length));
      isSure ||= found.isSure;
      others ||= found.others;
    }
    decoder.decode();
  } catch {
    return 'invalid';
  }
  if (!isSure) return 'nowhere';
  return others || kept !== '' ? 'partly' : 'everywhere';
}

/** What a file has outside ASCII. */
interface Survey {
  /** Letters of UTF-8 that take several octets. */
  readonly letters: number;
  /** Octets above 7F that belong to none. */
  readonly strays: number;
  /** Lines end with a carriage return alone, as old Macs wrote them. */
  readonly isOldMac: boolean;
  /** Different cells with octets above 7F; those that hold strays, if any do. */
  readonly cells: readonly Uint8Array<ArrayBuffer>[];
}

const MOST_CELLS = 500;
/** Cells of a long list are much the same: more are not looked at. */
const MOST_LOOKED_AT = 20_000;
const LONGEST_CELL = 60;
/** What cells end at: , ; | " and controls. */
const ENDS = new Set([0x2c, 0x3b, 0x7c, 0x22]);

async function surveyOf(file: Blob): Promise<Survey> {
  const cells = new Cells();
  let letters = 0;
  let strays = 0;
  let feeds = 0;
  let returns = 0;
  let before = 0;
  let due = 0;
  let seen = 0;
  for await (const octets of slices(file)) {
    let start = 0;
    let isHigh = false;
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at] ?? 0;
      if (due > 0 && (octet & 0xc0) === 0x80) {
        seen++;
        if (--due === 0) letters++;
        isHigh = true;
        continue;
      }
      if (due > 0) {
        strays += seen;
        due = 0;
      }
      if (octet >= 0x80) {
        isHigh = true;
        due =
          octet >= 0xc2 && octet < 0xe0 ? 1 : octet >= 0xe0 && octet < 0xf0 ? 2 : octet >= 0xf0 && octet < 0xf5 ? 3 : 0;
        seen = 1;
        if (due === 0) strays++;
      } else if (octet < 0x20 || ENDS.has(octet)) {
        if (octet === 0x0a) feeds++;
        if (octet === 0x0d) returns++;
        if (isHigh) cells.add(octets, start, at, strays > before);
        start = at + 1;
        isHigh = false;
        before = strays;
      }
    }
    if (isHigh) cells.add(octets, start, octets.length, strays > before);
  }
  if (due > 0) strays += seen;
  return { letters, strays, isOldMac: feeds === 0 && returns > 0, cells: cells.told() };
}

class Cells {
  readonly #whole = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #withStrays = new Map<string, Uint8Array<ArrayBuffer>>();

  #lookedAt = 0;

  add(octets: Uint8Array<ArrayBuffer>, start: number, end: number, hasStrays: boolean): void {
    const cells = hasStrays ? this.#withStrays : this.#whole;
    if (cells.size >= MOST_CELLS || this.#lookedAt++ > MOST_LOOKED_AT || end - start > LONGEST_CELL) return;
    const cell = octets.slice(start, end);
    cells.set(cell.join(), cell);
  }

  told(): readonly Uint8Array<ArrayBuffer>[] {
    return [...(this.#withStrays.size > 0 ? this.#withStrays : this.#whole).values()];
  }
}

/** In the order they are thought of where two read as well. */
const SINGLE_BYTE = [
  'windows-1252',
  'iso-8859-15',
  'ibm850',
  'macintosh',
  'windows-1250',
  'iso-8859-2',
  'windows-1257',
  'windows-1251',
  'koi8-r',
  'windows-1253',
] as const satisfies readonly FileEncoding[];

/** Of so many of the cells that differ, all letters are the language's: the reading is a likely one. */
const LIKELY = 0.9;
/** Of so many the letters are another language's as well: either may be meant. */
const RIVAL = 0.8;

/**
 * Programs write the code page of their country: in Windows-1250 Dvořák has the octets of Dvoøák in Windows-1252. A country's
 * own is taken where the letters are those of its language, and of no language of Western Europe.
 */
function countryEncodingOf(survey: Survey, country: string | undefined): EncodingFound {
  const usual = singleByteOf(survey);
  const asked = usual.readings.length > 0 ? usual.readings.map(({ encoding }) => encoding) : [usual.encoding];
  const fits = new Fits(survey.cells, country);
  const [own] = fits.home;
  const [west] = fits.western;
  const [foreign] = fits.others;
  if (west === undefined || foreign === undefined) return usual;
  if (own === undefined) {
    // All letters are those of one language from elsewhere, and many words are in no language of Western Europe.
    const isForeign = foreign.share >= LIKELY && fits.westernShare < RIVAL;
    if (!isForeign) return usual;
    return doubt(
      unique(usual.readings.length > 0 ? [...asked, foreign.encoding] : [foreign.encoding, ...asked]),
      survey,
    );
  }
  if (!differ(own, west).includes(true)) return certain(own.encoding);
  if (own.share < LIKELY) {
    const likely = own.share > west.share ? [own.encoding, ...asked] : [...asked, own.encoding];
    return doubt(unique(likely), survey);
  }
  const rivals = [...fits.home, west].filter((other) => other !== own && isRival(own, other));
  if (rivals.length === 0) return certain(own.encoding);
  return doubt(unique([own, ...rivals].map(({ encoding }) => encoding)), survey);
}

const unique = (encodings: readonly FileEncoding[]) => [...new Set(encodings)].slice(0, MOST_READINGS);

const differ = (one: Fit, other: Fit) => one.texts.map((text, at) => text !== other.texts[at]);

function isRival(own: Fit, other: Fit): boolean {
  const places = differ(own, other).flatMap((differs, at) => (differs ? [at] : []));
  const fitting = places.filter((at) => other.fitting[at] === true).length;
  return places.length > 0 && other.share >= RIVAL && fitting >= places.length * RIVAL;
}

function singleByteOf(survey: Survey): EncodingFound {
  const ranked = SINGLE_BYTE.map((encoding) => ({ encoding, ...likelihoodOf(encoding, survey) }));
  const usual = ranked[0];
  const best = ranked.reduce((one, other) => (other.score > one.score ? other : one));
  if (usual === undefined || best === usual || (usual.odd === 0 && !survey.isOldMac)) return certain('windows-1252');
  const near = ranked.find(
    (one) => one !== best && one !== usual && one.score >= best.score * 0.9 && one.odd === best.odd,
  );
  return doubt([best.encoding, ...(near === undefined ? [] : [near.encoding]), 'windows-1252'], survey);
}

function likelihoodOf(encoding: FileEncoding, survey: Survey): { readonly score: number; readonly odd: number } {
  let usual = encoding === 'macintosh' && survey.isOldMac ? 2 : 0;
  let odd = 0;
  for (const cell of survey.cells) {
    const signs = [...decoded(cell, encoding)];
    for (const [at, sign] of signs.entries()) {
      if (sign < '\u0080') continue;
      usual += USUAL.has(sign) ? 2 : KNOWN.has(sign) ? 1 : 0;
      odd += oddity(sign, signs[at - 1] ?? '', signs[at + 1] ?? '');
    }
  }
  return { score: usual - odd, odd };
}

const USUAL = new Set('æøåäöüéßÆØÅÄÖÜÉ');
const KNOWN = new Set(
  'áàâãçèêëíìîïñóòôõúùûýðþÁÀÂÃÇÈÊËÍÎÏÑÓÔÕÚÛÝÐÞšžŠŽčćČĆđĐłŁąęśźżńĄĘŚŹŻŃřěůťďňŘĚőűŐŰăşţėįųūāēģīķļņœŒ' +
    'абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯіїєґαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ',
);
function doubt(encodings: readonly FileEncoding[], { cells }: Survey): EncodingFound {
  const [first = 'utf-8'] = encodings;
  const rows = cells
    .map((cell) => encodings.map((encoding) => decoded(cell, encoding).trim()))
    .filter(([one, ...others]) => others.some((other) => other !== one))
    // Names of people first: what is short and has letters that people know.
    .sort(([a = ''], [b = '']) => rank(a) - rank(b));
  const shown = rows.slice(0, EXAMPLES);
  return {
    encoding: first,
    readings: encodings.map((encoding, at) => ({ encoding, examples: shown.map((row) => row[at] ?? '') })),
    isWellFormed: false,
  };
}

const rank = (text: string) => (text.length > 30 ? 2 : 0) + ([...text].some((sign) => USUAL.has(sign)) ? 0 : 1);
