/** The request by which a template hands a message over: its settings with everything filled in. */
import { type Call, jsonIn } from './call.ts';
import type { Fault, OutMessage } from './gateway.ts';
import {
  namesIn,
  PLACEHOLDER,
  PLACEHOLDERS,
  type TemplateSecrets,
  type TemplateSettings,
} from './template-settings.ts';

/** What would be refused by every gateway, or sent without a key. `secretNames`: of the secrets that are there. */
export function templateFaults(settings: TemplateSettings, secretNames: readonly string[]): Fault[] {
  const { url, headers, body, method, bodyType } = settings;
  const known = new Set(secretNames.map((name) => `secret.${name}`));
  const named = [url, body, ...headers.map(({ value }) => value)].flatMap(namesIn);
  const missing = [...new Set(named)].filter((name) => name.startsWith('secret.') && !known.has(name));
  const faults: Fault[] = [];
  if (missing.length > 0) {
    const detail = `The template names ${missing.map((name) => `{{${name}}}`).join(', ')}, but there is no such secret: add it.`;
    faults.push({ pointer: '/secrets/values', code: 'missing-secret', detail });
  }
  if (method !== 'GET' && bodyType === 'json' && body !== '' && !isJson(requestFor(settings, [], SAMPLE).body ?? '')) {
    const detail =
      'Filled in, the body is not JSON: look for commas, brackets, and quotation marks around placeholders.';
    faults.push({ pointer: '/settings/body', code: 'not-json', detail });
  }
  return faults;
}

const isJson = (text: string): boolean => text === 'null' || jsonIn(text) !== undefined;

/** With what each way of writing escapes in its own manner. */
export const SAMPLE: OutMessage = {
  id: '1-sample-0',
  to: '+4520123456',
  from: 'Brand',
  text: 'Hej "Åse" & co: s.brand.dk/Xk7Rm2Pq',
  encoding: 'gsm7',
  segments: 1,
};

type Filled = Call & { readonly headers: Readonly<Record<string, string>> };
type Secrets = TemplateSecrets['values'];

/** The request by which a message is sent, everything filled in. A secret that is not there is three stars. */
export const requestFor = (settings: TemplateSettings, secrets: Secrets, message: OutMessage): Filled =>
  requester(settings, secrets)(message);

/** Taken apart once, and filled in for each message. */
export function requester(
  { method, url, headers, body, bodyType }: TemplateSettings,
  secrets: Secrets,
): (message: OutMessage) => Filled {
  const known = new Map(secrets.map(({ name, value }) => [`secret.${name}`, value]));
  const urlOf = filling(url, encodeURIComponent, known);
  const headersOf = headersFilling(method === 'GET' ? {} : { 'content-type': TYPES[bodyType] }, headers, known);
  const bodyFor = filling(body, ESCAPES[bodyType], known);
  return (message) => {
    const request = { method, url: urlOf(message), headers: headersOf(message) };
    return method === 'GET' ? request : { ...request, body: bodyFor(message) };
  };
}

/** Taken apart once, and put together for each message. */
function filling(
  written: string,
  escaped: (value: string) => string,
  secrets: ReadonlyMap<string, string>,
): (message: OutMessage) => string {
  // Every second part is the name of a placeholder.
  const parts = written.split(PLACEHOLDER).map((part, at) => {
    const name = at % 2 === 1 ? PLACEHOLDERS.find((known) => known === part) : undefined;
    return name ?? { text: at % 2 === 1 ? escaped(secrets.get(part) ?? '***') : part };
  });
  return (message) => {
    let filled = '';
    for (const part of parts) filled += typeof part === 'string' ? escaped(filledBy(part, message)) : part.text;
    return filled;
  };
}

/** The same object for every message, as long as nothing of a message stands in it. */
function headersFilling(
  always: Readonly<Record<string, string>>,
  headers: TemplateSettings['headers'],
  secrets: ReadonlyMap<string, string>,
): (message: OutMessage) => Readonly<Record<string, string>> {
  const fillings = headers.map(({ name, value }) => [name.toLowerCase(), filling(value, inHeader, secrets)] as const);
  const filled = (message: OutMessage) => ({
    ...always,
    ...Object.fromEntries(fillings.map(([name, fill]) => [name, fill(message)])),
  });
  const isOfMessage = headers.some(({ value }) => namesIn(value).some((name) => !name.startsWith('secret.')));
  let same: Readonly<Record<string, string>> | undefined;
  return (message) => {
    if (isOfMessage) return filled(message);
    same ??= filled(message);
    return same;
  };
}

function filledBy(name: (typeof PLACEHOLDERS)[number], message: OutMessage): string {
  switch (name) {
    case 'number':
      return message.to.replace('+', '');
    case 'reportUrl':
      return message.reportUrl ?? '';
    default:
      return message[name];
  }
}

const TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
} as const;

const ESCAPES: Readonly<Record<keyof typeof TYPES, (value: string) => string>> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: encodeURIComponent,
  text: (value) => value,
};

/** A header is one line of visible ASCII: all else would be refused by the runtime, the message with it. */
const inHeader = (value: string): string =>
  value.replace(/[^\x20-\x7e]/g, (sign) => encodeURIComponent(sign.toWellFormed()));
