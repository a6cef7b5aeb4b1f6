/** Hvilken af domænets lister en besked sendes til. */
import type { SameShape } from '../dictionary.ts';
import type { listName as english } from '../en/list-name.ts';

export const listName: SameShape<typeof english> = {
  label: 'Listens navn',
  hint: 'Valgfrit, f.eks. Nyhedsbrev. En afmelding gælder så denne liste, og siden tilbyder også at afmelde alt fra dig. Uden navn gælder en afmelding alt, du sender med domænet.',
};
