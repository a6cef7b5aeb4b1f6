/** What the API takes. `api.d.ts` says the same to people and to web/; a type-level check below holds the two together. */
import * as v from 'valibot';
import type {
  CampaignEdit,
  DomainEdit,
  DomainProof,
  NewCampaign,
  NewDomain,
  NewLink,
  NewToken,
  SignIn,
  VanityEdit,
} from '../../api.d.ts';
import { LANGUAGES } from '../pages/languages.ts';

/** Largest JSON body taken. */
export const LONGEST_BODY = 256 * 1024;
export const MOST_LINKS = 32;
export const MOST_PARAMETERS = 32;

const text = (name: string, longest: number) =>
  v.pipe(
    v.string(`${name} must be a text.`),
    v.maxLength(longest, `${name} is longer than ${longest} characters: shorten it.`),
  );
const named = (name: string, longest: number) =>
  v.pipe(text(name, longest), v.trim(), v.minLength(1, `${name} is empty: fill it in.`));
const moment = v.nullable(
  v.pipe(v.number('A moment is a number of milliseconds since 1970.'), v.safeInteger(), v.minValue(0)),
);

const url = text('The destination', 8_192);
const label = text('The label', 200);
const parameters = v.pipe(
  v.array(v.tuple([text('A parameter name', 200), text('A parameter value', 1_000)])),
  v.maxLength(MOST_PARAMETERS, `At most ${MOST_PARAMETERS} campaign parameters a link.`),
);

const devices = v.strictObject({ ios: v.exactOptional(url), android: v.exactOptional(url) });
const forwardQuery = v.boolean('forwardQuery is true or false.');

export const scope = v.picklist(
  ['campaigns:read', 'campaigns:write', 'opt-outs:read', 'hits:read', 'admin'],
  'A scope is campaigns:read, campaigns:write, opt-outs:read, hits:read or admin.',
);

export const signIn = v.strictObject({ code: text('The code', 200) });

export const newToken = v.strictObject({
  name: named('The name', 100),
  scopes: v.pipe(
    v.array(scope),
    v.minLength(1, 'Give at least one scope.'),
    v.maxLength(scope.options.length, 'Name each scope once.'),
  ),
  expiresAtMs: v.exactOptional(moment),
});

const landingPage = v.nullable(text('The landing page', 2_048));
const senderName = text('The sender name', 100);
const proof = text('The proof', 200);
const contact = text('The contact', 2_048);

const kind = v.picklist(['marketing', 'service'], 'kind is "marketing" or "service".');
const basis = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('consent') }),
    v.strictObject({ kind: v.literal('other'), reason: named('The reason', 200) }),
  ],
  'A basis is {"kind":"consent"} or {"kind":"other","reason":…}.',
);

export const newDomain = v.strictObject({
  host: named('The host', 253),
  landingPage: v.exactOptional(landingPage),
  senderName: v.exactOptional(senderName),
  jurisdiction: v.exactOptional(v.nullable(v.literal('eu', 'The jurisdiction is "eu" or null.'))),
  proof: v.exactOptional(proof),
});
export const domainProof = v.strictObject({ proof });
export const domainEdit = v.strictObject({
  landingPage: v.exactOptional(landingPage),
  senderName: v.exactOptional(senderName),
});

/** Names are judged one by one, so that each is refused at its place. */
export const vanityEdit = v.strictObject({
  slugs: v.record(
    v.string(),
    v.nullable(
      v.strictObject({
        campaign: text('The campaign', 300),
        link: v.exactOptional(v.pipe(v.number('link is the position of a link.'), v.safeInteger(), v.minValue(0))),
      }),
    ),
  ),
});

const newLink = v.variant(
  'kind',
  [
    v.strictObject({
      kind: v.literal('destination'),
      url,
      label: v.exactOptional(label),
      parameters: v.exactOptional(parameters),
      tracked: v.exactOptional(v.boolean('tracked is true or false.')),
      devices: v.exactOptional(devices),
      forwardQuery: v.exactOptional(forwardQuery),
    }),
    v.strictObject({ kind: v.literal('opt-out') }),
  ],
  'A link is {"kind":"destination","url":…} or {"kind":"opt-out"}.',
);

const budget = v.strictObject(
  {
    segments: v.pipe(
      v.number('segments is the most segments of a message.'),
      v.safeInteger('segments is a whole number.'),
      v.minValue(1, 'A message takes at least one segment.'),
      v.maxValue(255, 'A message takes at most 255 segments.'),
    ),
    shorter: v.nullable(text('The shorter text', 10_000)),
    leftOut: v.pipe(
      v.number('leftOut is the number of recipients who are sent nothing.'),
      v.safeInteger('leftOut is a whole number.'),
      v.minValue(0, 'leftOut is not below 0.'),
    ),
  },
  'A budget is {"segments":…,"shorter":…,"leftOut":…}.',
);

const MOST_REGISTRATIONS = 500;
/** Made with the first campaign that states any: no redirect needs it. */
let countries: Intl.DisplayNames | undefined;
const isCountry = (code: string) => {
  // Asked of anything but two letters, it throws.
  if (!/^[A-Z]{2}$/.test(code)) return false;
  countries ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return countries.of(code) !== undefined;
};
const country = v.pipe(
  v.string('A country is two capitals, such as FI.'),
  v.maxLength(2, 'A country is two capitals, such as FI.'),
  v.regex(/^[A-Z]{2}$/, 'A country is two capitals, such as FI.'),
  v.check((code) => isCountry(code), 'No country has this code: see ISO 3166-1 alpha-2.'),
);
const isDay = (text: string) => {
  const at = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
const day = v.pipe(
  v.string('A day is written as 2026-11-29.'),
  v.maxLength(10, 'A day is written as 2026-11-29.'),
  v.regex(/^20\d\d-\d\d-\d\d$/, 'A day is written as 2026-11-29.'),
  v.check((text) => isDay(text), 'The calendar has no such day.'),
);
const registered = { country, of: v.picklist(['sender', 'domain'], 'of is "sender" or "domain".') };
const registrations = v.pipe(
  v.array(
    v.variant(
      'state',
      [
        v.strictObject({ ...registered, state: v.literal('not-asked') }),
        v.strictObject({ ...registered, state: v.picklist(['asked', 'confirmed']), on: day }),
      ],
      'The state of a registration is "not-asked", or "asked" or "confirmed" with the day in "on".',
    ),
    'Registrations are a list.',
  ),
  v.maxLength(MOST_REGISTRATIONS, `At most ${MOST_REGISTRATIONS} registrations.`),
);

export const MOST_REWRITTEN = 1_000;

const wholeNumber = (name: string, most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(
    v.number(`${name} must be a number.`),
    v.safeInteger(`${name} must be whole.`),
    v.minValue(0, `${name} is not below 0.`),
    v.maxValue(most, `${name} is at most ${most}.`),
  );
const someRows = v.pipe(wholeNumber('The number of rows'), v.minValue(1, 'A list has at least one row.'));
const fingerprint = v.pipe(
  text('A fingerprint', 32),
  v.regex(/^[0-9a-f]{32}$/, 'A fingerprint is 32 hex digits in lower case.'),
);
const exactly = <S extends v.GenericSchema>(count: number, item: S, told: string) =>
  v.pipe(v.array(item, told), v.minLength(count, told), v.maxLength(count, told));
const randomWord = wholeNumber('A number of the seed', 2 ** 32 - 1);
const half = v.strictObject({ rows: wholeNumber('The rows of a half'), ordered: fingerprint });
const list = v.strictObject(
  {
    rows: someRows,
    key: v.pipe(wholeNumber('The number of the list key'), v.minValue(1, 'List keys are counted from 1.')),
    ordered: fingerprint,
    sorted: fingerprint,
    rewritten: v.union(
      [
        v.literal('all'),
        v.pipe(
          v.array(text('A rewritten character', 200)),
          v.maxLength(MOST_REWRITTEN, `At most ${MOST_REWRITTEN} rewritten characters: say "all".`),
        ),
      ],
      'rewritten is "all" or a list of characters.',
    ),
    fileName: named('The file name', 255),
    fileModifiedAtMs: moment,
    reading: v.exactOptional(
      v.strictObject({
        country,
        numberColumn: wholeNumber('The column of the numbers'),
        leftOut: wholeNumber('The rows left out'),
      }),
    ),
    split: v.exactOptional(
      v.strictObject({
        seed: exactly(4, randomWord, 'A seed is four numbers below 2^32.'),
        half: v.picklist([0, 1], 'half is 0 or 1.'),
        halves: exactly(2, half, 'A list has two halves.'),
      }),
    ),
  },
  'A list is {"rows":…,"key":…,"ordered":…,"sorted":…,"rewritten":…,"fileName":…,"fileModifiedAtMs":…}.',
);

export const newCampaign = v.strictObject({
  name: named('The name', 200),
  host: named('The host', 253),
  recipients: v.pipe(
    v.number('The number of recipients must be a number.'),
    v.safeInteger('The number of recipients must be whole.'),
    v.minValue(1, 'A campaign needs at least one recipient.'),
  ),
  links: v.pipe(
    v.array(newLink, 'Links are a list.'),
    v.minLength(1, 'A campaign needs at least one link: without one there is nothing to count.'),
    v.maxLength(MOST_LINKS, `A message has at most ${MOST_LINKS} links.`),
  ),
  kind: v.exactOptional(kind),
  tracking: v.exactOptional(v.picklist(['recipient', 'aggregate'], 'tracking is "recipient" or "aggregate".')),
  basis: v.exactOptional(basis),
  writeScheme: v.exactOptional(v.boolean('writeScheme is true or false.')),
  counting: v.exactOptional(v.picklist(['fast', 'strict'], 'counting is "fast" or "strict".')),
  template: v.exactOptional(text('The template', 10_000)),
  senderName: v.exactOptional(senderName),
  language: v.exactOptional(v.picklist(LANGUAGES, `language is one of ${LANGUAGES.join(', ')}.`)),
  expiresAtMs: v.exactOptional(moment),
  budget: v.exactOptional(budget),
  registrations: v.exactOptional(registrations),
  list: v.exactOptional(list),
  versionOf: v.exactOptional(text('The other version', 300)),
  contact: v.exactOptional(contact),
  takesAnswers: v.exactOptional(v.boolean('takesAnswers is true or false.')),
});

export const campaignEdit = v.strictObject({
  name: v.exactOptional(named('The name', 200)),
  archived: v.exactOptional(v.boolean('archived is true or false.')),
  expiresAtMs: v.exactOptional(moment),
  links: v.exactOptional(
    v.pipe(
      v.array(
        v.strictObject({
          link: v.pipe(v.number('link is the position of a link.'), v.safeInteger(), v.minValue(0)),
          url: v.exactOptional(url),
          parameters: v.exactOptional(parameters),
          label: v.exactOptional(label),
          devices: v.exactOptional(v.nullable(devices)),
          forwardQuery: v.exactOptional(forwardQuery),
        }),
      ),
      v.maxLength(MOST_LINKS, `A message has at most ${MOST_LINKS} links.`),
    ),
  ),
  contact: v.exactOptional(v.nullable(contact)),
});

/** Compiles only while the schema takes exactly what the wire type says. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** Optional fields may also be undefined in what Valibot infers. */
type Input<T> = T extends readonly (infer E)[]
  ? T extends readonly [unknown, ...unknown[]]
    ? T
    : Input<E>[]
  : T extends object
    ? { [K in keyof T]: Input<Exclude<T[K], undefined>> }
    : T;
type Taken<S extends v.GenericSchema> = Input<v.InferOutput<S>>;

export const agreed: [
  Same<Taken<typeof signIn>, Input<SignIn>>,
  Same<Taken<typeof newToken>, Input<NewToken>>,
  Same<Taken<typeof newDomain>, Input<NewDomain>>,
  Same<Taken<typeof domainEdit>, Input<DomainEdit>>,
  Same<Taken<typeof vanityEdit>, Input<VanityEdit>>,
  Same<Taken<typeof newLink>, Input<NewLink>>,
  Same<Taken<typeof newCampaign>, Input<NewCampaign>>,
  Same<Taken<typeof campaignEdit>, Input<CampaignEdit>>,
  Same<Taken<typeof domainProof>, Input<DomainProof>>,
] = [true, true, true, true, true, true, true, true, true];
