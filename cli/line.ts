/** What the commands ask of a line, beyond being a JSON object. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value of a field if it is as it must be; else throws what is wrong with it. */
export type Check<Value> = (place: string, value: unknown) => Value;
export type Fields = Readonly<Record<string, Check<unknown>>>;
type Values<Known extends Fields> = { readonly [Name in keyof Known]: ReturnType<Known[Name]> };
/** A line whose fields were read. */
export type Line<Known extends Fields> = Partial<Values<Known>>;

/** A check by a test of the value; `called` follows "it must be". */
export const is =
  <Value>(called: string, fits: (value: unknown) => value is Value): Check<Value> =>
  (place, value) => {
    if (!fits(value)) throw new Error(`${place} is ${said(value)}; it must be ${called}`);
    return value;
  };

export const isString = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number => typeof value === 'number';
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const string = is('a string', isString);
export const number = is('a number', isNumber);

export const oneOf = <const Choice extends string | number>(...choices: readonly Choice[]): Check<Choice> =>
  is(choices.map((choice) => JSON.stringify(choice)).join(' or '), (value): value is Choice =>
    choices.some((choice) => choice === value),
  );

/** An array, each entry as `check` says. */
export const array = <Value>(called: string, check: Check<Value>): Check<Value[]> => {
  const isArray = is(called, (value): value is unknown[] => Array.isArray(value));
  return (place, value) => isArray(place, value).map((one, index) => check(`${place}[${index}]`, one));
};

/** An object of any names, each value as `check` says. */
export const every = <Value>(called: string, check: Check<Value>): Check<Readonly<Record<string, Value>>> => {
  const isNamed = is(called, isObject);
  return (place, value) =>
    Object.fromEntries(
      Object.entries(isNamed(place, value)).map(([name, one]) => [name, check(`${place}.${name}`, one)]),
    );
};

/** An object of just these fields, all of them there. */
export const object = <Known extends Fields>(fields: Known): Check<Values<Known>> => {
  const isWhole = is(`an object with ${Object.keys(fields).join(' and ')}`, isObject);
  return (place, value) => {
    const given = isWhole(place, value);
    refuseUnknown(given, fields, place);
    return valuesOf(fields, Object.keys(fields), given, `${place}.`) as Values<Known>;
  };
};

/** The fields of a line, of which each may be left out. */
export function readLine<Known extends Fields>(fields: Known, line: JsonObject): Line<Known> {
  refuseUnknown(line, fields, 'a line');
  return valuesOf(fields, Object.keys(line), line, '') as Line<Known>;
}

function valuesOf(fields: Fields, names: readonly string[], given: JsonObject, before: string) {
  return Object.fromEntries(names.map((name) => [name, fields[name]?.(before + name, given[name])]));
}

/** A misspelt option would otherwise be left out in silence. */
function refuseUnknown(given: JsonObject, fields: Fields, of: string) {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    throw new Error(`${unknown} is no field of ${of}; there are: ${Object.keys(fields).join(', ')}`);
  }
}

/** What says a text: itself, or its code units in hexadecimal, which can say what UTF-8 cannot. */
export const text = {
  text: string,
  utf16: array(
    'an array of code units in hexadecimal, such as ["48","D83D"]',
    is(
      '1 to 4 hexadecimal digits in quotes, such as "D83D"',
      (unit): unit is string => isString(unit) && /^[0-9a-f]{1,4}$/i.test(unit),
    ),
  ),
};

/** The text of a line. */
export function textOf({ text: said, utf16 }: Line<typeof text>): string {
  if (said !== undefined && utf16 !== undefined) throw new Error('text and utf16 both say the text; give one of them');
  if (said !== undefined) return said;
  if (utf16 === undefined) throw new Error('text is missing; give it as a string, or utf16, an array of code units');
  return utf16.map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('');
}

/** A short value as it stands, a long one by its kind. */
function said(value: unknown): string {
  if (value === undefined) return 'missing';
  const short = typeof value === 'object' ? undefined : JSON.stringify(value);
  return short === undefined || short.length > 40 ? kindOf(value) : short;
}

/** What JSON calls a value, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** What an error says, for messages. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
