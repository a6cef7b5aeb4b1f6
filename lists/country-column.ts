/** A column that says where the number of each row belongs: 40612345 is one in Denmark, and another's in Norway. */
import { isPhoneCountry, mainCountryOf } from './phone-data.ts';
import { simple } from './simple.ts';

export interface CountryColumn {
  readonly index: number;
  /** Its cells are calling codes, which belong to the number; countries may be those of an address. */
  readonly isCallingCode: boolean;
  /** ISO 3166-1 alpha-2; null: the cell says none. */
  countryOf(cell: string): string | null;
}

const HEADING =
  /^(?:lande?(?:kode?|code|navn|namn)?|landskode?|country(?:code)?|land(?:er|es)?(?:kurzel|vorwahl|kennung)|dial(?:ling)?|calling|pays|pais|paese|kraj|ulke|maa(?:koodi)?|riik|valsts|salis|zeme)$/;
/** Where somebody is from says nothing of his number. */
const ORIGIN = /^(?:birth|born|origin|fode?|fodt|fodsel|geburt|herkunft|oprindelse|nation|naissance)/;
/** Of what stands in the column, most are countries. */
const MOSTLY = 0.8;

/** Null: none does, or none that holds different ones. `headings`, `rows`: of the list's first rows. `numbers`: the number column. */
export function countryColumnOf(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: number,
): CountryColumn | null {
  const found = headings.flatMap((heading, index) => {
    const words = simple(heading).split(' ');
    if (index === numbers || !words.some((word) => HEADING.test(word))) return [];
    if (words.some((word) => ORIGIN.test(word))) return [];
    const filled = rows.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== '');
    const told = filled.filter((cell) => countryOf(cell) !== null).length;
    if (told === 0 || told < filled.length * MOSTLY) return [];
    return [{ index, isCallingCode: filled.every((cell) => /\d/.test(cell)), countryOf }];
  });
  // billing_country says more of billing_phone than shipping_country does.
  const whose = simple(headings[numbers] ?? '').split(' ')[0];
  const isOfNumbers = ({ index }: CountryColumn) => simple(headings[index] ?? '').split(' ')[0] === whose;
  return found.find(({ isCallingCode }) => isCallingCode) ?? found.find(isOfNumbers) ?? found[0] ?? null;
}

const known = new Map<string, string | null>();
const MOST_KNOWN = 10_000;

function countryOf(cell: string): string | null {
  const told = known.get(cell);
  if (told !== undefined) return told;
  const found = find(cell.trim());
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(cell, found);
  return found;
}

function find(text: string): string | null {
  const code = /^\(?(?:\+|00)?(\d{1,3})\)?$/.exec(text)?.[1];
  if (code !== undefined) return mainCountryOf(code);
  const letters = text.toUpperCase();
  const short = SHORT.get(letters);
  if (short !== undefined) return short;
  if (/^[A-Z]{2}$/.test(letters)) return isPhoneCountry(letters) ? letters : null;
  return names().get(simple(text)) ?? null;
}

/** As cars have them, and in three letters (ISO 3166-1 alpha-3), where lists are likely to. */
const SHORT = new Map(
  (
    'A:AT B:BE D:DE E:ES F:FR H:HU I:IT L:LU N:NO P:PT S:SE UK:GB EL:GR USA:US SLO:SI ' +
    'AUT:AT BEL:BE CHE:CH CZE:CZ DEU:DE DNK:DK ESP:ES EST:EE FIN:FI FRA:FR FRO:FO GBR:GB GRL:GL HUN:HU IRL:IE ISL:IS ' +
    'ITA:IT LTU:LT LUX:LU LVA:LV NLD:NL NOR:NO POL:PL PRT:PT ROU:RO SVK:SK SVN:SI SWE:SE TUR:TR UKR:UA'
  )
    .split(' ')
    .map((pair) => [pair.split(':')[0] ?? '', pair.split(':')[1] ?? ''] as const),
);

/** Names that are no country's own, and are meant as one. */
const ALSO = [
  ['england', 'GB'],
  ['scotland', 'GB'],
  ['skotland', 'GB'],
  ['wales', 'GB'],
  ['great britain', 'GB'],
  ['grossbritannien', 'GB'],
  ['holland', 'NL'],
  ['czech republic', 'CZ'],
  ['tschechische republik', 'CZ'],
  ['united states of america', 'US'],
] as const;

/** Languages in which lists name countries, beside English. */
const LANGUAGES = 'en da nb sv fi is fo de nl fr es it pt pl cs sk hu ro tr et lv lt'.split(' ');
let named: ReadonlyMap<string, string> | null = null;

function names(): ReadonlyMap<string, string> {
  if (named !== null) return named;
  const made = new Map<string, string>(ALSO);
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const countries = letters.flatMap((a) => letters.map((b) => a + b)).filter(isPhoneCountry);
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const country of countries) {
      const name = display.of(country);
      if (name !== undefined) made.set(simple(name), country);
    }
  }
  named = made;
  return made;
}
