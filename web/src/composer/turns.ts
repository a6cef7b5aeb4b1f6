/**
 * In what order the empty composer is drawn, from the top of the page down: parts of one turn share a frame (see
 * `ui/in-turn.tsx`), and no frame may hold up a slow machine. Each weight and size of letters that a frame is the first to
 * show makes it longer, so few come together.
 */
export const headerEnd = 1;
export const title = 2;
export const setup = 3;
export const domain = 4;
export const terms = 5;
export const list = 6;
export const editor = 7;
export const meter = 8;
/** Link domains are asked for once the message can be written. */
export const domains = 9;
export const preview = 10;
export const handset = 11;
export const screen = 12;
export const cost = 13;
export const counting = 14;
export const publish = 15;
// A field for a day has two turns, the other is its icon's. Browsers take longest for the first such field and for the icon,
// so that the simpler one begins; another field stands in for it until then (see `ui/date-field.tsx`).
export const lastDay = 16;
export const sendAt = 18;
export const foot = 20;
