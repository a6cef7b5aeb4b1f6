// What the commands ask of a line, beyond being a JSON object.

/** @typedef {Record<string, unknown>} Line */

/**
 * Refuses fields that no command knows: a misspelt option would otherwise be left out in silence.
 *
 * @param {Line} fields
 * @param {string[]} known
 */
export function refuseUnknown(fields, known) {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`${unknown} is no field of a line; there are: ${known.join(', ')}`);
  }
}

/**
 * The text of a line: `text`, or `utf16`, its code units in hexadecimal, which can say what UTF-8 cannot.
 *
 * @param {Line} line
 */
export function textOf({ text, utf16 }) {
  if (text !== undefined && utf16 !== undefined) throw new Error('text and utf16 both say the text; give one of them');
  if (typeof text === 'string') return text;
  if (text !== undefined) throw new Error(`text is ${kindOf(text)}; it must be a string`);
  if (utf16 === undefined) throw new Error('text is missing; give it as a string, or utf16, an array of code units');
  if (!Array.isArray(utf16)) {
    throw new Error(
      `utf16 is ${kindOf(utf16)}; it must be an array of code units in hexadecimal, such as ["48","D83D"]`,
    );
  }
  const units = utf16.map((/** @type {unknown} */ unit, index) => {
    if (typeof unit !== 'string' || !/^[0-9a-f]{1,4}$/i.test(unit)) {
      const said = typeof unit === 'object' ? kindOf(unit) : JSON.stringify(unit);
      throw new Error(`utf16[${index}] is ${said}; it must be 1 to 4 hexadecimal digits in quotes, such as "D83D"`);
    }
    return Number.parseInt(unit, 16);
  });
  let all = '';
  for (let i = 0; i < units.length; i += 8192) all += String.fromCharCode(...units.slice(i, i + 8192));
  return all;
}

/**
 * What JSON calls a value, for messages.
 *
 * @param {unknown} value
 */
export function kindOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * What an error says, for messages.
 *
 * @param {unknown} error
 */
export const wordsOf = (error) => (error instanceof Error ? error.message : String(error));
