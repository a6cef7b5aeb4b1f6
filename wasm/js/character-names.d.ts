/** core/data/character-names.txt, as scripts/make-character-names.ts ships it. */
declare const names: string;
export default names;
