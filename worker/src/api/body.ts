/** Reads a JSON body: its size, its type, its shape, each with a clear refusal. */
import * as v from 'valibot';
import { parsedJson } from './json.ts';
import { ApiProblem, cut, type FieldError, fieldProblem, pointerTo } from './problem.ts';

/** Largest JSON body taken, in octets, unless an endpoint says otherwise. */
export const LONGEST_BODY = 256 * 1024;
/** Told at most: a body of nothing but mistakes would make an answer many times its size. */
const MOST_ERRORS = 100;

export async function readBody<S extends v.GenericSchema>(
  request: Request,
  schema: S,
  longest = LONGEST_BODY,
): Promise<{ value: v.InferOutput<S>; octets: Uint8Array<ArrayBuffer> }> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new ApiProblem(415, `The body must be JSON: send content-type application/json, not ${type ?? 'nothing'}.`);
  }
  const octets = await readUpTo(request, longest);
  let parsed: unknown;
  try {
    parsed = parsedJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(octets));
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiProblem(400, `The body is not JSON in UTF-8: ${reason}`);
  }
  const checked = v.safeParse(schema, parsed, { message: mustBe });
  if (!checked.success) throw refusal(checked.issues);
  refuseListsAsObjects(parsed, checked.output);
  return { value: checked.output, octets };
}

async function readUpTo(request: Request, longest: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new ApiProblem(413, `The body is larger than ${longest} octets.`);
  if (Number(request.headers.get('content-length') ?? 0) > longest) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    // A body that lies about its length, or tells none, is read no further than allowed.
    if (length > longest) throw tooLarge();
    chunks.push(chunk);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}

/** Types of JSON, as people call them. */
const TYPES: Readonly<Record<string, string>> = {
  Array: 'a list',
  Object: 'an object',
  string: 'a text',
  number: 'a number',
  safe_integer: 'a whole number',
};
const typeOf = (name: string) => TYPES[name] ?? cut(wordsOf(name));

/** Of several Valibot writes `("a" | "b")`. */
const wordsOf = (name: string) => (name.startsWith('(') ? `one of ${name.slice(1, -1).replaceAll(' | ', ', ')}` : name);

/** What is told where the schema has no sentence of its own; the name of the field goes before it. */
const mustBe = ({ type, expected, received }: v.BaseIssue<unknown>) => {
  const wanted = typeOf(expected ?? type);
  // Of an object's kind the choice between kinds says that it is missing.
  return received === 'undefined' ? `must be given: ${wanted}.` : `must be ${wanted}, not ${typeOf(received)}.`;
};

const nameOf = (pointer: string) => pointer || 'The body';

const notAList = (pointer: string): FieldError => ({
  pointer,
  code: 'strict-object',
  detail: `${nameOf(pointer)} must be an object, not a list.`,
});

/** A list passes for an object with Valibot; but of an object it makes another, and of a list a list. */
function refuseListsAsObjects(given: unknown, read: unknown, pointer = ''): void {
  if (!(given instanceof Object && read instanceof Object)) return;
  if (Array.isArray(given) && !Array.isArray(read)) {
    const { code, detail } = notAList(pointer);
    throw fieldProblem(422, pointer, code, detail);
  }
  for (const [name, value] of Object.entries(given)) {
    if (value instanceof Object) refuseListsAsObjects(value, Reflect.get(read, name), pointer + pointerTo([name]));
  }
}

/** The list that stands where an object is wanted. */
function listIn({ path }: v.BaseIssue<unknown>): unknown {
  const item = path?.at(-1);
  return item?.type === 'object' && Array.isArray(item.input) ? item.input : undefined;
}

function refusal(issues: readonly v.BaseIssue<unknown>[]): ApiProblem {
  const errors = issues.slice(0, MOST_ERRORS).flatMap((issue, index): FieldError[] => {
    const path = issue.path ?? [];
    // Of a list the schema misses every field of the object that was wanted: the list is told instead, once.
    const list = listIn(issue);
    if (list !== undefined) {
      const isFirst = issues.findIndex((other) => listIn(other) === list) === index;
      return isFirst ? [notAList(pointerTo(path.slice(0, -1).map((item) => String(item.key))))] : [];
    }
    const pointer = pointerTo(path.map((item) => String(item.key)));
    const unknown = issue.type === 'strict_object' && issue.expected === 'never';
    const missing = issue.type === 'strict_object' && !unknown && issue.received === 'undefined';
    const told = issue.message.startsWith('must be') ? `${nameOf(pointer)} ${issue.message}` : issue.message;
    const detail = unknown ? `There is no field ${pointer}.` : missing ? `${pointer} is missing.` : told;
    return [
      { pointer, code: unknown ? 'unknown-field' : missing ? 'missing' : issue.type.replaceAll('_', '-'), detail },
    ];
  });
  return new ApiProblem(422, errors[0]?.detail ?? 'The body is not as documented.', errors);
}
