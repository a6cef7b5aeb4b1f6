/** Which language a page speaks, and the way to the others. */
import { LANGUAGES, type Language } from './languages.ts';
import { da } from './texts/da.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fi } from './texts/fi.ts';
import { fr } from './texts/fr.ts';
import { is } from './texts/is.ts';
import { it } from './texts/it.ts';
import { nb } from './texts/nb.ts';
import { nl } from './texts/nl.ts';
import { pl } from './texts/pl.ts';
import { pt } from './texts/pt.ts';
import { sv } from './texts/sv.ts';
import type { Texts } from './texts/texts.ts';

export type { Language } from './languages.ts';

export const texts: Readonly<Record<Language, Texts>> = { da, de, en, es, fi, fr, is, it, nb, nl, pl, pt, sv };

/**
 * By primary language subtag (RFC 5646). Norwegian is written in two ways and read in both, Swiss German is written as
 * German; Faroese and Greenlandic readers learn Danish at school.
 */
const BY_TAG: ReadonlyMap<string, Language> = new Map<string, Language>([
  ...LANGUAGES.map((language) => [language, language] as const),
  ['no', 'nb'],
  ['nn', 'nb'],
  ['fo', 'da'],
  ['kl', 'da'],
  ['gsw', 'de'],
]);

/** Longest part of the header that is read: phones send a few dozen characters. */
const LONGEST_HEADER = 500;

/**
 * `?lang=` decides, else what the phone likes best of what there is (RFC 9110, 12.5.4; regions are ignored). English for
 * those who read nothing of it, and `otherwise` for those who say nothing.
 */
export function languageOf(request: Request, otherwise: Language = 'en'): Language {
  const query = request.url.indexOf('?');
  if (query >= 0) {
    const chosen = BY_TAG.get(new URLSearchParams(request.url.slice(query)).get('lang') ?? '');
    if (chosen !== undefined) return chosen;
  }
  let best: Language | undefined;
  let bestWeight = 0;
  let isTold = false;
  for (const part of (request.headers.get('accept-language') ?? '').slice(0, LONGEST_HEADER).split(',')) {
    const [range = '', ...parameters] = part.toLowerCase().split(';');
    const tag = range.trim().split('-')[0] ?? '';
    const weight = weightIn(parameters);
    if (weight > 0 && tag !== '' && tag !== '*') isTold = true;
    const language = BY_TAG.get(tag);
    if (language !== undefined && weight > bestWeight) [best, bestWeight] = [language, weight];
  }
  return best ?? (isTold ? 'en' : otherwise);
}

/** NaN where it is no number: such a range is never the best. */
function weightIn(parameters: readonly string[]): number {
  const given = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
  return given === undefined ? 1 : Number(given.slice(2));
}

/** Links to the same page in every language, each by its own name. `path` and `rest` of the query are the page's own. */
export function languageSwitch(language: Language, path: string, rest = ''): string {
  const entries = LANGUAGES.map((other) => {
    const { name } = texts[other];
    return other === language
      ? `<li><b aria-current="true">${name}</b></li>`
      : `<li><a href="${path}?lang=${other}${rest}" lang="${other}" hreflang="${other}">${name}</a></li>`;
  });
  return `<nav aria-label="${texts[language].languages}"><ul class="languages">${entries.join('')}</ul></nav>`;
}
