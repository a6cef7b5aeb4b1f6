/**
 * In what order the empty composer is drawn, from the top of the page down: parts of one turn share a frame (see
 * `ui/in-turn.tsx`), and no frame may hold up a slow machine.
 */
export const setup = 1;
export const terms = 2;
export const list = 2;
export const editor = 3;
/** Link domains are asked for once the message can be written. */
export const domains = 4;
export const instruments = 5;
export const publish = 6;
// Browsers take longer to make a field for a day than all that stands around it.
export const sendAt = 7;
export const lastDay = 8;
