/** Prices as people paste them: a line for each country, its name or code, a price, and perhaps a currency and a day. */
import { LANGUAGE_CODES } from '../i18n/languages.ts';
import { type Currency, isCurrency, type PriceRow, priceOf } from './rows.ts';

export type LineProblem = 'country' | 'price' | 'currency' | 'date';

export interface PastedPrices {
  readonly rows: readonly PriceRow[];
  /** Lines that could not be read, 1 for the first. */
  readonly problems: readonly { readonly line: number; readonly problem: LineProblem; readonly text: string }[];
}

/** Codes by name in lower case, in the languages of the page. Built when a table is pasted. */
function countryCodes(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const names = LANGUAGE_CODES.map((code) => new Intl.DisplayNames(code, { type: 'region', fallback: 'none' }));
  for (const first of letters) {
    for (const second of letters) {
      for (const language of names) {
        const name = language.of(first + second);
        if (name !== undefined)
          codes.set(name.toLowerCase(), first + second).set((first + second).toLowerCase(), first + second);
      }
    }
  }
  return codes;
}

/**
 * Reads a pasted table: cells by tabs (a spreadsheet), else semicolons, else commas. A first line without a price is its
 * heading. Without a currency the one given counts, without a day the moment given. A later line of a country wins.
 */
export function readPrices(text: string, currency: Currency, nowMs: number): PastedPrices {
  const codes = countryCodes();
  const rows = new Map<string, PriceRow>();
  const problems: PastedPrices['problems'][number][] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') continue;
    const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
    const [country = '', price = '', unit = '', day = ''] = line.split(separator).map((cell) => cell.trim());
    if (index === 0 && !/\d/.test(line)) continue;
    const code = codes.get(country.toLowerCase());
    const wanted = unit === '' ? currency : unit.toUpperCase();
    const sinceMs = day === '' ? nowMs : Date.parse(day);
    const wrong: LineProblem | null =
      code === undefined
        ? 'country'
        : priceOf(price) === null
          ? 'price'
          : !isCurrency(wanted)
            ? 'currency'
            : Number.isNaN(sinceMs)
              ? 'date'
              : null;
    if (wrong !== null) problems.push({ line: index + 1, problem: wrong, text: line });
    else if (code !== undefined && isCurrency(wanted)) {
      rows.set(code, { country: code, text: price, currency: wanted, sinceMs });
    }
  }
  return { rows: [...rows.values()], problems };
}
