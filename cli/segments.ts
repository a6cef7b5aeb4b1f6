import { load, type Texts } from 'klikspor/texts';
import { lineCommand } from './command.ts';
import { type Check, is, isNumber, object, oneOf, text, textOf } from './line.ts';

const help = `klikspor segments "text"          (klikspor segments -- "-text" if it begins with -)
klikspor segments --jsonl < lines

How a message travels (3GPP TS 23.038, 23.040). With --jsonl each line of standard input is an object:

  text                   the message, or utf16: its code units in hexadecimal, such as ["48","D83D","DE00"]
  referenceBits          8 or 16: width of the concatenation reference (8)
  border                 what a border may not cut: "code-point" (default), "cluster" or "code-unit"
  encoding               "ucs2": as UCS-2 whatever the text
  nationalTables         {"locking":n,"single":n}: these tables, 0 default, 1 Turkish … 13 Urdu
  allowedNationalTables  {"locking":[…],"single":[…]}: the cheapest pair of these and the default tables
  portBits               8 or 16: application ports in every segment

and each line of output is an object:

  encoding        "gsm7" or "ucs2"; a unit is a septet or a 16-bit code unit of it
  segments        0 for the empty text
  units           units of the text, without any header
  perSegment      units that each segment of this message holds
  locking single  the tables it uses, 0 default
  capacitySingle  units of a message of one segment
  capacityMulti   units of each segment of several
  unitsLeft       units free before one more segment is needed
  forcing         [[index,codePoint],…]: each character that keeps the text out of GSM-7, once, where it first stands
                  (a JavaScript string index). They are those that nationalTables lacks, or, without it, the default
                  tables, even if others are allowed. Empty if GSM-7 can carry the text, forced to UCS-2 or not.
  exceedsLimit    more than the 255 segments a message can have

A line that cannot be answered gets {"error","line"} and the rest goes on (exit code 1 at the end). A line holds at most
64 MiB; a longer one is read past without being kept.`;

// Which tables there are, the core says.
const table = is('a number from 0 to 13', isNumber);
const tables = is(
  'an array of numbers from 0 to 13',
  (value): value is number[] => Array.isArray(value) && value.every(isNumber),
);
const both = <Value>(check: Check<Value>) => object({ locking: check, single: check });

export const run = lineCommand({
  name: 'segments',
  help,
  example: '{"text":"Hej"}',
  fields: {
    ...text,
    referenceBits: oneOf(8, 16),
    border: oneOf('code-point', 'cluster', 'code-unit'),
    encoding: oneOf('ucs2'),
    nationalTables: both(table),
    allowedNationalTables: both(tables),
    portBits: oneOf(8, 16),
  },
  // Texts of any length are counted, so that their length can be told: that takes a few times the line, no more.
  longest: 64 * 2 ** 20,
  load,
  answer(core, line) {
    const text = textOf(line);
    const { text: _, utf16: __, ...options } = line;
    const plan = core.planSegments(text, options);
    return {
      encoding: plan.encoding,
      segments: plan.segments,
      units: plan.units,
      perSegment: plan.perSegment,
      locking: plan.locking,
      single: plan.single,
      capacitySingle: plan.capacitySingle,
      capacityMulti: plan.capacityMulti,
      unitsLeft: plan.unitsLeft,
      forcing:
        plan.encoding === 'gsm7'
          ? []
          : core.forcingCharacters(text, options).map(({ index, codePoint }) => [index, codePoint]),
      exceedsLimit: plan.exceedsLimit,
    };
  },
  describe,
});

function describe(core: Texts, text: string): string {
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
