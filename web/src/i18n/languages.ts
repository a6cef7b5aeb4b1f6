/** The languages of the page. Each has its words in a folder of its name, in the same files as the others. */
export const LANGUAGES = {
  da: { name: 'Dansk', locale: 'da-DK', data: 'da' },
  en: { name: 'English', locale: 'en-GB', data: 'en' },
} as const satisfies Record<string, { name: string; locale: string; data: DataLanguage }>;

export type Language = keyof typeof LANGUAGES;

/** What klikspor's own data, and the pages that recipients see, are written in. Each language of the page takes one of them. */
export type DataLanguage = 'da' | 'en';

export const LANGUAGE_CODES = Object.keys(LANGUAGES) as Language[];
