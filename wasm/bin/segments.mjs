import { load } from '../dist/node.js';
import { answerLines } from './jsonl.mjs';

const help = `klikspor segments "text"
klikspor segments --jsonl < lines

How a message travels (3GPP TS 23.038, 23.040). With --jsonl each line of standard input is an object:

  text                   the message, or utf16: its code units in hexadecimal, such as ["48","D83D","DE00"]
  referenceBits          8 or 16: width of the concatenation reference (8)
  border                 what a border may not cut: "code-point" (default), "cluster" or "code-unit"
  encoding               "ucs2": as UCS-2 whatever the text
  nationalTables         {"locking":n,"single":n}: these tables, 0 default, 1 Turkish … 13 Urdu
  allowedNationalTables  {"locking":[…],"single":[…]}: the cheapest pair of these and the default tables

and each line of output says encoding, segments, units, perSegment and more; a line that cannot be read gets
{"error","line"} and the rest goes on (exit code 1 at the end).`;

export async function run(args) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help);
    return 0;
  }
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--jsonl');
  if (unknown !== undefined) {
    console.error(`klikspor segments: no option ${unknown}; see klikspor segments --help`);
    return 2;
  }
  const core = await load();
  if (args.includes('--jsonl')) {
    if (args.length > 1) {
      console.error('klikspor segments: --jsonl reads standard input and takes no text');
      return 2;
    }
    return answerLines((line) => planLine(core, line));
  }
  if (args.length !== 1) {
    console.error('klikspor segments: give one text in quotes, or --jsonl; see klikspor segments --help');
    return 2;
  }
  console.log(describe(core, args[0]));
  return 0;
}

function planLine(core, line) {
  const { text, utf16, ...options } = line;
  const known = ['referenceBits', 'border', 'encoding', 'nationalTables', 'allowedNationalTables', 'portBits'];
  const plan = core.planSegments(
    textOf(text, utf16),
    Object.fromEntries(Object.entries(options).filter(([name]) => known.includes(name))),
  );
  return plan;
}

function textOf(text, utf16) {
  if (typeof text === 'string') return text;
  if (text !== undefined) throw new Error('text must be a string');
  if (!Array.isArray(utf16)) throw new Error('a line needs text, or utf16: an array of hexadecimal code units');
  return utf16
    .map((unit, index) => {
      if (typeof unit !== 'string' || !/^[0-9a-f]{1,4}$/i.test(unit)) {
        throw new Error(`utf16[${index}] is ${JSON.stringify(unit)}; it must be 1 to 4 hexadecimal digits in quotes`);
      }
      return String.fromCharCode(Number.parseInt(unit, 16));
    })
    .join('');
}

function describe(core, text) {
  const plan = core.planSegments(text);
  const unit = plan.encoding === 'gsm7' ? 'septets' : 'code units';
  const lines = [
    `${plan.encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'}, ${plan.segments} ${plan.segments === 1 ? 'segment' : 'segments'}, ${plan.units} ${unit}, ${plan.unitsLeft} left`,
  ];
  if (plan.segments > 1) {
    core.segmentRanges(text).forEach((range, index) => {
      lines.push(
        `  ${index + 1}  ${String(range.units).padStart(3)}  ${JSON.stringify(text.slice(range.start, range.end))}`,
      );
    });
  }
  return lines.join('\n');
}
