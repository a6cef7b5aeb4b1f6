/** The API's own description (OpenAPI 3.1), as far as the page shows it. Pure. */

/** JSON Schema, as the document has it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: unknown;
}

interface Content {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Described {
  readonly summary: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, Content>> }>
  >;
}

export interface ApiDocument {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation extends Described {
  readonly method: string;
  readonly path: string;
}

/** By the first word of their paths, in the order of the document. */
export function groupsOf(document: ApiDocument, filter: string): (readonly [group: string, Operation[]])[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, described] of Object.entries(methods)) {
      const operation = { ...described, method: method.toUpperCase(), path };
      const text = `${operation.method} ${path} ${described.summary}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
      const group = path.split('/')[2] ?? '';
      groups.set(group, [...(groups.get(group) ?? []), operation]);
    }
  }
  return [...groups];
}

export const bodiesOf = ({ requestBody }: Operation): readonly unknown[] =>
  Object.values(requestBody?.content['application/json']?.examples ?? {}).map(({ value }) => value);

/** The scope that it needs: empty, if any credential will do; null: none is needed. */
export function scopeOf({ security }: Operation): string | null {
  if (security === undefined) return null;
  return security.flatMap(({ token = [] }) => token)[0] ?? '';
}

export interface FieldRow {
  /** Such as `recipients[].fields`. */
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
}

/** How deep fields are shown within fields. */
const DEEPEST = 4;

/** Every field of a schema, one that holds others before them. */
export function fieldsOf(document: ApiDocument, schema: Schema | undefined, before = '', depth = 0): FieldRow[] {
  const found = schema && resolved(document, schema);
  if (found === undefined || depth > DEEPEST) return [];
  const forms = found.oneOf ?? found.anyOf;
  if (forms !== undefined) {
    const rows = forms.flatMap((form) => fieldsOf(document, form, before, depth));
    return rows.filter(({ name }, at) => rows.findIndex((row) => row.name === name) === at);
  }
  if (found.items !== undefined && found.items !== false)
    return fieldsOf(document, found.items, `${before}[]`, depth + 1);
  return Object.entries(found.properties ?? {}).flatMap(([name, property]) => {
    const whole = before === '' ? name : `${before}.${name}`;
    const isRequired = found.required?.includes(name) ?? false;
    return [
      { name: whole, type: typeOf(document, property), isRequired },
      ...fieldsOf(document, property, whole, depth + 1),
    ];
  });
}

function resolved({ components }: ApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (components.schemas[name] ?? schema);
}

/** In a few words: `string, at most 200`, `"gsm7" | "ucs2"`. */
export function typeOf(document: ApiDocument, given: Schema): string {
  const schema = resolved(document, given);
  const forms = schema.oneOf ?? schema.anyOf;
  if (forms !== undefined) return [...new Set(forms.map((form) => typeOf(document, form)))].join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items) return `${typeOf(document, schema.items)}[]${limit(schema.maxItems)}`;
  const names = [schema.type ?? 'any'].flat().join(' | ');
  const { minimum, maximum } = schema;
  const hasRange = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  return `${names}${limit(schema.maxLength)}${hasRange ? ` ${minimum}–${maximum}` : ''}`;
}

const limit = (most: number | undefined): string => (most === undefined ? '' : ` ≤ ${most}`);

/** What a request says: values by the names of its parameters, and a body as text. */
export interface Said {
  readonly values: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export function addressOf({ path, parameters }: Operation, { values }: Said): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const query = parameters
    .filter((one) => one.in === 'query' && values[one.name])
    .map(({ name }) => `${name}=${encodeURIComponent(values[name] ?? '')}`);
  return filled + (query.length > 0 ? `?${query.join('&')}` : '');
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same request for a shell. The token stays out of it. */
export function curlOf(origin: string, operation: Operation, said: Said): string {
  const needsToken = operation.security !== undefined;
  return [
    `curl -sS${operation.method === 'GET' ? '' : ` -X ${operation.method}`} ${quoted(origin + addressOf(operation, said))}`,
    ...(needsToken ? ['-H "authorization: Bearer $KLIKSPOR_TOKEN"'] : []),
    ...(said.body === null ? [] : [`-H 'content-type: application/json'`, `-d ${quoted(said.body)}`]),
  ].join(' \\\n  ');
}
