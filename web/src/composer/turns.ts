/**
 * In what order the empty composer is drawn, from the top of the page down: parts of one turn share a frame (see
 * `ui/in-turn.tsx`), and no frame may hold up a slow machine.
 */
export const TURNS = {
  setup: 1,
  terms: 2,
  list: 2,
  editor: 3,
  /** Link domains are asked for once the message can be written. */
  domains: 4,
  instruments: 5,
  publish: 6,
  // Browsers take longer to make a field for a day than all that stands around it.
  sendAt: 7,
  lastDay: 8,
} as const;
