/** The command line: a file a command, beside this one. */
import { readFile } from 'node:fs/promises';

/** A command reads its arguments and answers with the exit code. */
type Command = (args: readonly string[]) => Promise<number>;

const commands = new Map<string, () => Promise<{ readonly run: Command }>>([
  ['destination', () => import('./destination.ts')],
  ['links', () => import('./links.ts')],
  ['recipients', () => import('./recipients.ts')],
  ['replace', () => import('./replace.ts')],
  ['segments', () => import('./segments.ts')],
  ['visitor', () => import('./visitor.ts')],
]);

const help = `klikspor: short, branded, countable links for text messages

  klikspor segments "text"      how a message travels: encoding, segments, what is left
  klikspor segments --jsonl     the same for JSON lines: {"text"} in; out encoding, segments, units, perSegment, locking,
                                single, capacitySingle, capacityMulti, unitsLeft, forcing, exceedsLimit
  klikspor replace --jsonl      texts within GSM-7: {"text"} in; text, replaced, segmentsBefore, segmentsAfter out
  klikspor links --jsonl        the links of a text: {"text"} in; links with start, end, text, url or error, warnings out
  klikspor destination --jsonl  finished destinations of short links: {"url","parameters"} in; ok and url or error out
  klikspor recipients FILE      a list as the composer reads it: recipients, rows left out and why; --jsonl: a line a row
  klikspor visitor --jsonl      people and machines: {"userAgent","method","headers","asn"} in; class, reason, device out
  klikspor --version            the version of this package

  A line of at most 1 MiB in (segments: 64 MiB), a line out, in order; {"error","line"} for one that cannot be answered.
  klikspor COMMAND --help says more.`;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A closed pipe (`| head`) is the reader's decision, not an error.
  if (error.code === 'EPIPE') process.exit(0);
  console.error(`klikspor: the output cannot be written (${error.message})`);
  process.exit(1);
});

const [name, ...rest] = process.argv.slice(2);
const command = commands.get(name ?? '');
if (command !== undefined) {
  const { run } = await command();
  process.exitCode = await run(rest);
} else if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
  console.log(help);
} else if (name === '--version' || name === '-v') {
  console.log(JSON.parse(await readFile(new URL(import.meta.resolve('klikspor/package.json')), 'utf8')).version);
} else {
  console.error(`klikspor: no command "${name}". There are: ${[...commands.keys()].join(', ')}; see klikspor --help`);
  process.exitCode = 2;
}
