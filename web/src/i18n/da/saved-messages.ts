import type { SameShape } from '../dictionary.ts';
import type { savedMessages as english } from '../en/saved-messages.ts';

export const savedMessages: SameShape<typeof english> = {
  save: 'Gem denne besked',
  isSaved: 'Beskeden er gemt',
  none: 'Ingen endnu. Gemte beskeder bliver i denne browser.',
  use: 'Brug',
  useNamed: (name) => `Brug ${name}`,
  remove: 'Slet',
  removeNamed: (name) => `Slet ${name}`,
  removed: (name) => `“${name}” er slettet.`,
  undo: 'Fortryd',
};
