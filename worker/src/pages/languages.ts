/**
 * The languages of the pages: those of every country the composer offers. A list by itself, which the API's schemas read
 * without the texts.
 */

/** ISO 639-1, in the order of the switch: by their own names. */
export const LANGUAGES = ['da', 'de', 'en', 'es', 'fr', 'is', 'it', 'nl', 'nb', 'pl', 'pt', 'fi', 'sv'] as const;
export type Language = (typeof LANGUAGES)[number];
