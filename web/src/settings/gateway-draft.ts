/**
 * A gateway as it is written into the form: texts and choices, in the shape of the request's body, so that what the API says of
 * a field finds it by its pointer. What is right is the API's to say: nothing is judged here. Pure.
 */
import type { GatewayDetails, GatewayEdit, NewGateway, RequestOf } from '../../../worker/api.ts';

export type Kind = NewGateway['kind'];
export type SimpleKind = Exclude<Kind, 'template'>;
export type Of<K extends Kind> = Extract<NewGateway, { readonly kind: K }>;

/** What a form holds: texts as they are written, and `null` for what is to be taken away. */
export type Written = string | boolean | null | readonly Written[] | { readonly [name: string]: Written };
type Fields = { readonly [name: string]: Written };

export const isFields = (value: Written | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namesIn = (pointer: string): string[] => pointer.split('/').slice(1);

export function at(written: Written, pointer: string): Written | undefined {
  let found: Written | undefined = written;
  for (const name of namesIn(pointer)) {
    if (Array.isArray(found)) found = (found as readonly Written[])[Number(name)];
    else found = isFields(found) ? found[name] : undefined;
  }
  return found;
}

export const textAt = (written: Written, pointer: string): string => {
  const found = at(written, pointer);
  return typeof found === 'string' ? found : '';
};

export function rowsAt(written: Written, pointer: string): readonly Written[] {
  const found = at(written, pointer);
  return Array.isArray(found) ? (found as readonly Written[]) : [];
}

/** With another value in its place; undefined: without any. */
export function put(written: Written, pointer: string, value: Written | undefined): Written {
  const [name, ...rest] = namesIn(pointer);
  if (name === undefined) return value ?? '';
  const inner = rest.map((one) => `/${one}`).join('');
  if (Array.isArray(written)) {
    const rows = written as readonly Written[];
    return rows.map((row, index) => (index === Number(name) ? put(row, inner, value) : row));
  }
  const fields = isFields(written) ? written : {};
  if (rest.length > 0) return { ...fields, [name]: put(fields[name] ?? {}, inner, value) };
  const { [name]: _, ...others } = fields;
  return value === undefined ? others : { ...others, [name]: value };
}

/** Rows that were begun and left empty are none: what the API says of a row finds it by its position. */
export function withoutEmptyRows(written: Written): Written {
  if (Array.isArray(written)) return (written as readonly Written[]).filter((row) => !isEmptyRow(row));
  if (!isFields(written)) return written;
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, withoutEmptyRows(value)]));
}

/** What is chosen in a row says nothing by itself. */
const isEmptyRow = (row: Written): boolean =>
  isFields(row) && Object.entries(row).every(([name, value]) => name === 'means' || value === '');

/** Fields that are a list in the body, and one text in the form. */
const LISTS: ReadonlySet<string> = new Set([
  '/settings/answer/temporary',
  '/settings/answer/knownId',
  '/settings/answer/accepted/words',
]);
const NUMBERS: ReadonlySet<string> = new Set(['/settings/perSecond']);

/** A body's part from what is written: what is empty is left out, and so is an object with nothing in it. */
function body(written: Written, pointer: string): unknown {
  if (typeof written === 'string') {
    if (NUMBERS.has(pointer)) return numberOr(written);
    if (!LISTS.has(pointer)) return written;
    const parts = written.split(pointer.endsWith('/words') ? /\s*,\s*/ : /[\s,]+/).filter((part) => part !== '');
    return pointer.endsWith('/words') ? parts : parts.map(numberOr);
  }
  if (Array.isArray(written)) return written.map((row: Written, index) => body(row, `${pointer}/${index}`));
  if (!isFields(written)) return written;
  const entries = Object.entries(written).flatMap(([name, value]) => {
    if (value === '') return [];
    const made = body(value, `${pointer}/${name}`);
    const isNothing = isFields(value) && Object.keys(made as object).length === 0;
    return isNothing && name !== 'settings' && name !== 'secrets' ? [] : [[name, made] as const];
  });
  return Object.fromEntries(entries);
}

/** As it is where it is none: the API says so. */
const numberOr = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text) : text);

/** The other way: numbers as texts, and a list of words or numbers as one. */
function written(value: unknown): Written {
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) {
    return value.every((one) => typeof one !== 'object') ? value.join(', ') : value.map(written);
  }
  if (typeof value !== 'object' || value === undefined) return String(value ?? '');
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, written(one)]));
}

/** Lists of rows, which an empty one does not tell from a text. */
const ROWS = ['/settings/headers', '/settings/report/words'];

const NEW_SETTINGS: { readonly [K in Kind]: Fields } = {
  kannel: {},
  inmobile: {},
  gatewayapi: {},
  twilio: {},
  template: { method: 'POST', bodyType: 'json', headers: [{ name: '', value: '' }] },
};

export function newDraft(kind: Kind, name: string): Written {
  const secrets = kind === 'template' ? { values: [{ name: '', value: '' }] } : {};
  return { kind, name, settings: NEW_SETTINGS[kind], secrets };
}

/** Secrets are not there: what is not written stays as it is. */
export function draftOf({ kind, name, settings, secretNames }: GatewayDetails): Written {
  const secrets = kind === 'template' ? { values: secretNames.map((one) => ({ name: one, value: '' })) } : {};
  let draft: Written = { kind, name, settings: written(settings), secrets };
  for (const pointer of ROWS) if (at(draft, pointer) === '') draft = put(draft, pointer, []);
  return draft;
}

/** The API reads what is sent, and says what of it is wrong: here it is a gateway as far as its kind is one. */
export const newGatewayOf = (draft: Written): NewGateway => body(draft, '') as NewGateway;

/** Without secrets where none is changed. */
export function editOf(draft: Written): GatewayEdit {
  const made = body(draft, '') as GatewayEdit;
  const { secrets, ...others } = made;
  return secrets === undefined || Object.keys(secrets).length === 0 ? others : made;
}

export function previewOf(draft: Written): RequestOf<'POST /api/gateways/preview'>['body'] {
  const { settings } = body(draft, '') as Of<'template'>;
  const secretNames = rowsAt(draft, '/secrets/values').map((row) => textAt(row, '/name'));
  return { kind: 'template', settings, secretNames: secretNames.filter((name) => name !== '') };
}
