/** core/data/character-names.txt, as scripts/make-character-names.mjs ships it. */
declare const names: string;
export default names;
