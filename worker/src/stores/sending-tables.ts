/** The tables of a MessageSender's database, and the numbers that stand in them for states. */
import { numberOf } from '../sending/states.ts';

export const STEPS = [
  // `state` is a number of `sending/states.ts`. `block`: where number and text stand; NULL: nobody needs them any more.
  // `untold`: the counter has not heard of the state. `mark`: of a message that was added to a sending that goes on.
  // `held`: messages in a block. Whatever is asked for again and again has an index of what it concerns alone.
  `CREATE TABLE IF NOT EXISTS sending(one INTEGER PRIMARY KEY CHECK(one = 1), json TEXT NOT NULL);
   CREATE TABLE IF NOT EXISTS pack(id INTEGER PRIMARY KEY, hash TEXT NOT NULL);
   CREATE TABLE IF NOT EXISTS block(
     id INTEGER PRIMARY KEY AUTOINCREMENT, taken_ms INTEGER NOT NULL, held INTEGER NOT NULL, sealed BLOB NOT NULL);
   CREATE TABLE IF NOT EXISTS message(
     row INTEGER PRIMARY KEY, state INTEGER NOT NULL, due_ms INTEGER NOT NULL, attempts INTEGER NOT NULL,
     at_ms INTEGER NOT NULL, country TEXT NOT NULL, is_ucs2 INTEGER NOT NULL, segments INTEGER NOT NULL, block INTEGER,
     gateway_id TEXT, reason TEXT, detail TEXT, untold INTEGER NOT NULL, mark TEXT);
   CREATE INDEX IF NOT EXISTS message_waiting ON message(due_ms, row) WHERE state = 0;
   CREATE INDEX IF NOT EXISTS message_handed_over ON message(at_ms) WHERE state = 1;
   CREATE INDEX IF NOT EXISTS message_unknown ON message(row) WHERE state = 3;
   CREATE INDEX IF NOT EXISTS message_block ON message(block) WHERE block IS NOT NULL;
   CREATE INDEX IF NOT EXISTS message_untold ON message(row) WHERE untold = 1;`,
  // How much was sent, as the workspace was told last.
  'CREATE TABLE IF NOT EXISTS sent_told(one INTEGER PRIMARY KEY CHECK(one = 1), json TEXT NOT NULL);',
];

// They stand in the statements themselves: only then are the indexes used.
export const WAITING = numberOf('waiting');
export const HANDED_OVER = numberOf('handed-over');
export const ACCEPTED = numberOf('accepted');
export const UNKNOWN = numberOf('unknown');
export const LEFT_OUT = numberOf('left-out');
export const REFUSED = numberOf('refused');
/** From here on a state is what gateway or network said, and of two the higher stands. */
export const FIRST_TOLD = numberOf('failed');
