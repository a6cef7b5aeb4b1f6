/** Lower case, without accents; words apart, those of camelCase and before digits too. */
export function simple(heading: string): string {
  return heading
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[øœ]/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/ł/g, 'l')
    .replace(/ı/g, 'i')
    .replace(/ð/g, 'd')
    .replace(/[^\p{L}()]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
