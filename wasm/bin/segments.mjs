import { load } from 'klikspor/texts';
import { parse } from './arguments.mjs';
import { answerLines } from './jsonl.mjs';
import { kindOf, refuseUnknown, textOf } from './line.mjs';

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

/** Texts of any length are counted, so that their length can be told: that takes a few times the line, no more. */
const LONGEST_LINE = 64 * 2 ** 20;

const fields = [
  'text',
  'utf16',
  'referenceBits',
  'border',
  'encoding',
  'nationalTables',
  'allowedNationalTables',
  'portBits',
];

/** @param {string[]} args */
export async function run(args) {
  const asked = parse('segments', args);
  if (asked === null) return 2;
  if (asked.help) {
    console.log(help);
    return 0;
  }
  if (asked.jsonl) {
    if (asked.texts.length > 0) {
      console.error('klikspor segments: --jsonl reads standard input and takes no text');
      return 2;
    }
    const core = await load();
    return answerLines('{"text":"Hej"}', (line) => planLine(core, line), LONGEST_LINE);
  }
  const [text, ...others] = asked.texts;
  if (text === undefined || others.length > 0) {
    console.error('klikspor segments: give one text in quotes, or --jsonl; see klikspor segments --help');
    return 2;
  }
  console.log(describe(await load(), text));
  return 0;
}

/**
 * @param {import('klikspor/texts').Texts} core
 * @param {import('./line.mjs').Line} line
 */
function planLine(core, line) {
  refuseUnknown(line, fields);
  const text = textOf(line);
  const options = optionsOf(line);
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
}

/** @type {Record<string, (number | string)[]>} */
const choices = {
  referenceBits: [8, 16],
  border: ['code-point', 'cluster', 'code-unit'],
  encoding: ['ucs2'],
  portBits: [8, 16],
};

/**
 * The options of a line. What JSON may get wrong is refused, `null` included; the core checks the numbers of tables.
 *
 * @param {import('./line.mjs').Line} line
 * @returns {import('klikspor/texts').SegmentOptions}
 */
function optionsOf({ text: _, utf16: __, ...options }) {
  for (const [name, allowed] of Object.entries(choices)) {
    const value = options[name];
    if (value === undefined || allowed.some((choice) => choice === value)) continue;
    const said = typeof value === 'object' ? kindOf(value) : JSON.stringify(value);
    throw new Error(`${name} is ${said}; it must be ${allowed.map((choice) => JSON.stringify(choice)).join(' or ')}`);
  }
  check('nationalTables', options.nationalTables, isNumber, 'a number from 0 to 13');
  check('allowedNationalTables', options.allowedNationalTables, isNumbers, 'an array of numbers from 0 to 13');
  return options;
}

const isNumber = (/** @type {unknown} */ value) => typeof value === 'number';
const isNumbers = (/** @type {unknown} */ value) => Array.isArray(value) && value.every(isNumber);

/**
 * @param {string} name
 * @param {unknown} value
 * @param {(table: unknown) => boolean} fits
 * @param {string} kind
 */
function check(name, value, fits, kind) {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${name} is ${kindOf(value)}; it must be an object with locking and single`);
  }
  const tables = /** @type {Record<string, unknown>} */ (value);
  refuseUnknownTable(name, tables);
  for (const table of ['locking', 'single']) {
    if (!fits(tables[table])) {
      const said = tables[table] === undefined ? 'missing' : JSON.stringify(tables[table]);
      throw new Error(`${name}.${table} is ${said}; it must be ${kind}`);
    }
  }
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} tables
 */
function refuseUnknownTable(name, tables) {
  const unknown = Object.keys(tables).find((table) => table !== 'locking' && table !== 'single');
  if (unknown !== undefined) throw new Error(`${name}.${unknown} is no table; there are locking and single`);
}

/**
 * @param {import('klikspor/texts').Texts} core
 * @param {string} text
 */
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
