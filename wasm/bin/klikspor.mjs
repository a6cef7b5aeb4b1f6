#!/usr/bin/env node
// The command line: one file a command beside this one.
const commands = {
  destination: () => import('./destination.mjs'),
  replace: () => import('./replace.mjs'),
  segments: () => import('./segments.mjs'),
  visitor: () => import('./visitor.mjs'),
};

const [name, ...rest] = process.argv.slice(2);

// A closed pipe (`| head`) is the reader's decision, not an error.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

if (name === undefined || name === '--help' || name === '-h') {
  console.log(`klikspor: short, branded, countable links for text messages

  klikspor segments "text"      how a message travels: encoding, segments, what is left
  klikspor segments --jsonl     the same for JSON lines: {"text"} in; out encoding, segments, units, perSegment, locking,
                                single, capacitySingle, capacityMulti, unitsLeft, forcing, exceedsLimit
  klikspor replace --jsonl      texts within GSM-7: {"text"} in; text, replaced, segmentsBefore, segmentsAfter out
  klikspor destination --jsonl  finished destinations of short links: {"url","parameters"} in; ok and url or error out
  klikspor visitor --jsonl      people and machines: {"userAgent","method","headers","asn"} in; class, reason, device out

  A line of at most 64 MiB in, a line out, in order; {"error","line"} for one that cannot be answered.
  klikspor COMMAND --help says more.`);
} else if (name in commands) {
  const { run } = await commands[name]();
  process.exitCode = await run(rest);
} else {
  console.error(`klikspor: no command "${name}". There are: ${Object.keys(commands).join(', ')}`);
  process.exitCode = 2;
}
