/** What of a gateway by template is stored: its settings, and its secrets. */
import * as v from 'valibot';
import { DELIVERIES } from '../sending/states.ts';
import { countryCode, perSecond, secretText } from './fields.ts';

/** What stands for what: `number` is `to` without the plus sign. A secret is written {{secret.NAME}}. */
export const PLACEHOLDERS = ['id', 'to', 'number', 'from', 'text', 'encoding', 'reportUrl'] as const;
export const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** Names of the placeholders in a text. */
export const namesIn = (text: string): string[] => Array.from(text.matchAll(PLACEHOLDER), ([, name = '']) => name);

const holding = (name: string, longest: number) =>
  v.pipe(
    v.string(`${name} must be a text.`),
    v.maxLength(longest, `${name} is longer than ${longest} characters.`),
    v.check(
      (text) => namesIn(text).every((one) => one.startsWith('secret.') || PLACEHOLDERS.some((known) => known === one)),
      `${name} has a placeholder that is none: there are ${PLACEHOLDERS.map((one) => `{{${one}}}`).join(', ')} and {{secret.NAME}}.`,
    ),
  );

const PATH_TEXT = 'A path is names with dots between them, such as messages.0.id.';
const path = v.pipe(v.string(PATH_TEXT), v.maxLength(200, PATH_TEXT), v.regex(/^[\w-]+(?:\.[\w-]+)*$/, PATH_TEXT));

const statuses = v.pipe(
  v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(200), v.maxValue(599))),
  v.maxLength(20, 'At most 20 statuses.'),
);

const source = v.picklist(['query', 'form', 'json'], 'A callback is read from query, form or json.');

export const templateSettings = v.strictObject({
  method: v.picklist(['GET', 'POST', 'PUT'], 'The method is GET, POST or PUT.'),
  url: v.pipe(
    holding('The address', 1_000),
    v.regex(
      /^https?:\/\/[^/?#@{}\s]+(?:[/?][^\s]*)?$/,
      'The address must begin with http:// or https:// and a host without placeholders, name or password.',
    ),
  ),
  headers: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          name: v.pipe(
            v.string('The name of a header is letters and dashes.'),
            v.maxLength(50, 'The name of a header is at most 50 characters.'),
            v.regex(/^[\w-]+$/, 'The name of a header is letters and dashes.'),
          ),
          value: holding('The value of a header', 500),
        }),
      ),
      v.maxLength(10, 'At most 10 headers.'),
    ),
    [],
  ),
  /** What is filled in is written as JSON strings go on, escaped for a form, or as it is. */
  bodyType: v.optional(v.picklist(['json', 'form', 'text'], 'The body is json, form or text.'), 'json'),
  body: v.optional(holding('The body', 4_000), ''),
  answer: v.optional(
    v.strictObject({
      /** Where in the JSON the gateway's own id stands, and how many segments it made. */
      id: v.exactOptional(path),
      segments: v.exactOptional(path),
      /** Where it says what is wrong. */
      reason: v.exactOptional(path),
      /** It takes the message only if this says one of these words. Absent: each status of 2xx is a yes. */
      accepted: v.exactOptional(
        v.strictObject({
          path,
          words: v.pipe(
            v.array(v.pipe(v.string(), v.maxLength(50, 'A word is at most 50 characters.'))),
            v.minLength(1, 'Give at least one word.'),
            v.maxLength(20, 'At most 20 words.'),
          ),
        }),
      ),
      /** With these it may be tried again; 429 and 503 are always among them. */
      temporary: v.optional(statuses, []),
      /** With these it says that it has the id already: it refuses to send one twice. */
      knownId: v.optional(statuses, []),
    }),
    {},
  ),
  report: v.exactOptional(
    v.strictObject({
      from: source,
      /** JSON: where the list of reports stands. Absent: the body is one. */
      list: v.exactOptional(path),
      id: v.exactOptional(path),
      gatewayId: v.exactOptional(path),
      state: path,
      /** Whose numbers the states are. */
      codes: v.exactOptional(
        v.picklist(['kannel', 'inmobile', 'smpp'], 'Numbers are those of kannel, inmobile or smpp.'),
      ),
      /** What its own words mean, where klikspor does not know them. */
      words: v.optional(
        v.pipe(
          v.array(
            v.strictObject({
              written: v.pipe(v.string(), v.maxLength(50, 'A word is at most 50 characters.')),
              means: v.picklist(DELIVERIES, `A state is ${DELIVERIES.join(', ')}.`),
            }),
          ),
          v.maxLength(30, 'At most 30 words.'),
        ),
        [],
      ),
      at: v.exactOptional(path),
      reason: v.exactOptional(path),
    }),
  ),
  inbound: v.exactOptional(
    v.strictObject({
      from: source,
      list: v.exactOptional(path),
      sender: path,
      receiver: v.exactOptional(path),
      text: path,
      /** Its id of the message. Absent: the same text of the same person at the same moment is taken for a repetition. */
      id: v.exactOptional(path),
      at: v.exactOptional(path),
    }),
  ),
  countryCode,
  perSecond: perSecond(10),
});
export type TemplateSettings = v.InferOutput<typeof templateSettings>;

export const secretName = v.pipe(
  v.string('The name of a secret is letters, digits and dashes.'),
  v.maxLength(50, 'The name of a secret is at most 50 characters.'),
  v.regex(/^[\w-]+$/, 'The name of a secret is letters, digits and dashes.'),
);
const secretValue = secretText('The secret');
export const MOST_SECRETS = 10;

const secretList = <const S extends v.GenericSchema>(secret: S) =>
  v.strictObject({ values: v.pipe(v.array(secret), v.maxLength(MOST_SECRETS, `At most ${MOST_SECRETS} secrets.`)) });

export const templateSecrets = secretList(v.strictObject({ name: secretName, value: secretValue }));
/** All that there are then. One without a value stays as it is. */
export const templateSecretsEdit = secretList(
  v.strictObject({ name: secretName, value: v.exactOptional(secretValue) }),
);
export type TemplateSecrets = v.InferOutput<typeof templateSecrets>;
