/** What settings of gateways are made of. */
import * as v from 'valibot';
import { named, whole, wholeNumber } from '../api/fields.ts';
import { isLocalApp } from '../hostname.ts';

export const settingText = (name: string, longest: number) => v.pipe(named(name, longest), whole(name));

/** Not trimmed: a password may begin with a space. */
export const secretText = (name: string) =>
  v.pipe(
    v.string(`${name} must be a text.`),
    v.minLength(1, `${name} is empty: fill it in.`),
    v.maxLength(500, `${name} is longer than 500 characters.`),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    v.regex(/^[^\x00-\x1f\x7f]*$/, `${name} holds a control character: it was perhaps pasted with a line end.`),
    whole(name),
  );

/** `usual`: if nothing is said. */
export const perSecond = (usual: number) =>
  v.optional(v.pipe(wholeNumber('perSecond', 10_000), v.minValue(1, 'perSecond is at least 1.')), usual);

/** Without a query, which is ours to write. */
export const gatewayUrl = (name: string) =>
  v.pipe(
    named(name, 500),
    v.check((text) => {
      const url = URL.parse(text);
      return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
    }, `${name} must be a whole address: http://host:port/path or https://host/path.`),
    v.check((text) => {
      const url = URL.parse(text);
      return url === null || (url.username === '' && url.password === '');
    }, `${name} holds a name or password: they would be dropped without a word. Give them in their own fields.`),
    v.check((text) => !/[?#]/.test(text), `${name} must end before the question mark.`),
  );

/** Of a service on the internet: credentials go nowhere without TLS, but to this machine. */
export const serviceUrl = (name: string, usual: string) =>
  v.optional(
    v.pipe(
      gatewayUrl(name),
      v.check((text) => {
        const url = URL.parse(text);
        return url === null || url.protocol === 'https:' || isLocalApp(url.hostname);
      }, `${name} must begin with https://: the credentials are sent there.`),
      v.transform((text) => text.replace(/\/+$/, '')),
    ),
    usual,
  );

/** Of the country whose people write to the gateway, for numbers that it tells without their country. */
export const countryCode = v.exactOptional(
  v.pipe(
    v.string('The country code is one to three digits, such as 45.'),
    v.maxLength(3, 'The country code is one to three digits, such as 45.'),
    v.regex(/^[1-9]\d{0,2}$/, 'The country code is one to three digits, such as 45.'),
  ),
);
