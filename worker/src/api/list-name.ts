/** What a list may be called. */
import * as v from 'valibot';
import { named } from './fields.ts';

/** Controls, line ends, halves of characters and marks that turn the direction of writing: nobody reads them, and the opt-out page shows the name. */
const UNREADABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

export const listName = v.pipe(
  named('The name of the list', 60),
  v.check(
    (name) => !UNREADABLE.test(name),
    'The name of the list has a character that cannot be read, such as a line end or a control character: take it out.',
  ),
);
