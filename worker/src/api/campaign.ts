/** A campaign on the wire: as it is published, as it is told, and what of it may change. */
import * as v from 'valibot';
import { LANGUAGES } from '../pages/languages.ts';
import { count, country, day, moment, named, senderName, text, whole, wholeNumber, width } from './fields.ts';
import { listName } from './list-name.ts';

export const MOST_LINKS = 32;
const MOST_PARAMETERS = 32;
const MOST_REGISTRATIONS = 500;
const MOST_REWRITTEN = 1_000;
const MOST_CURRENCIES = 20;

const url = text('The destination', 8_192);
const label = text('The label', 200);
const name = named('The name', 200);
const contact = text('The contact', 2_048);
const kind = v.picklist(['marketing', 'service'], 'kind is "marketing" or "service".');
const tracking = v.picklist(['recipient', 'aggregate'], 'tracking is "recipient" or "aggregate".');
const counting = v.picklist(['fast', 'strict'], 'counting is "fast" or "strict".');
const language = v.picklist(LANGUAGES, `language is one of ${LANGUAGES.join(', ')}.`);
const forwardQuery = v.boolean('forwardQuery is true or false.');
const devices = v.strictObject({ ios: v.exactOptional(url), android: v.exactOptional(url) });
/** Told here where it stands: the core says only that the finished address holds it. */
const parameterText = (name: string, longest: number) =>
  v.pipe(
    text(name, longest),
    whole(name),
    v.regex(/^\P{Cc}*$/u, `${name} holds a line end or another control character: take it out.`),
  );
export const parameters = v.pipe(
  v.array(v.tuple([parameterText('A parameter name', 200), parameterText('A parameter value', 1_000)])),
  v.maxLength(MOST_PARAMETERS, `At most ${MOST_PARAMETERS} campaign parameters a link.`),
);

/** Asked when the orders are read, not when they are told: another window changes past orders as well. */
const conversionDays = v.pipe(
  wholeNumber('conversionDays', 365),
  v.minValue(1, 'conversionDays is at least 1: an order counts for so many days from when the messages went out.'),
);

/** What recipients' pages speak. */
export type PageLanguage = v.InferOutput<typeof language>;

const newLink = v.variant(
  'kind',
  [
    v.strictObject({
      kind: v.literal('destination'),
      url,
      label: v.exactOptional(label),
      parameters: v.exactOptional(parameters),
      tracked: v.exactOptional(v.boolean('tracked is true or false.')),
      /** Where phones of one kind go instead, such as their app store. `parameters` are added there too. */
      devices: v.exactOptional(devices),
      /** The query of the short link goes on to the destination, octet for octet, behind the destination's own. */
      forwardQuery: v.exactOptional(forwardQuery),
    }),
    v.strictObject({ kind: v.literal('opt-out') }),
  ],
  'A link is {"kind":"destination","url":…} or {"kind":"opt-out"}.',
);
export type NewLink = v.InferOutput<typeof newLink>;

const consent = { kind: v.literal('consent') };
const otherBasis = { kind: v.literal('other'), reason: named('The reason', 200) };

/** On what clicks are counted for each recipient, which is personal data (GDPR, article 6). `reason`: in a word. */
const newBasis = v.variant(
  'kind',
  [v.strictObject(consent), v.strictObject(otherBasis)],
  'A basis is {"kind":"consent"} or {"kind":"other","reason":…}.',
);
export type NewBasis = v.InferOutput<typeof newBasis>;

/** A limit on segments that was kept when the messages were made. */
const limit = v.strictObject(
  {
    /** Most segments of a message. */
    segments: v.pipe(
      v.number('segments is the most segments of a message.'),
      v.safeInteger('segments is a whole number.'),
      v.minValue(1, 'A message takes at least one segment.'),
      v.maxValue(255, 'A message takes at most 255 segments.'),
    ),
    /** What recipients above it were sent instead, with links of the template only; null: nothing. */
    shorter: v.nullable(text('The shorter text', 10_000)),
    /** Recipients who were sent nothing, fewer than `recipients`: they have links, but no rate counts them. */
    leftOut: v.pipe(
      v.number('leftOut is the number of recipients who are sent nothing.'),
      v.safeInteger('leftOut is a whole number.'),
      v.minValue(0, 'leftOut is not below 0.'),
    ),
  },
  'A limit is {"segments":…,"shorter":…,"leftOut":…}.',
);
export type MessageLimit = v.InferOutput<typeof limit>;

/** What the messages were to cost, as the composer knew it. */
export const cost = v.strictObject(
  {
    segments: wholeNumber('The number of segments'),
    /** One for each currency. Empty: no price was known. */
    amounts: v.pipe(
      v.array(
        v.strictObject({
          currency: v.pipe(text('The currency', 3), v.regex(/^[A-Z]{3}$/, 'A currency is three capital letters.')),
          amount: v.pipe(v.number('An amount is a number.'), v.finite(), v.minValue(0, 'An amount is not below 0.')),
        }),
        'Amounts are a list.',
      ),
      v.maxLength(MOST_CURRENCIES, `At most ${MOST_CURRENCIES} currencies.`),
    ),
    /** Countries on the list that had no price: the amounts lack them. Absent: none. */
    unpriced: v.exactOptional(wholeNumber('The number of countries without a price')),
  },
  'A cost is {"segments":…,"amounts":[{"currency":…,"amount":…}]}.',
);
export type CampaignCost = v.InferOutput<typeof cost>;

const registered = { country, of: v.picklist(['sender', 'domain'], 'of is "sender" or "domain".') };

/**
 * What is stated of registering the campaign's sender or link domain with the networks of a country. Kept for the record,
 * not judged here: who is on the list stays in the browser, and no register can be asked.
 */
const registration = v.variant(
  'state',
  [
    v.strictObject({ ...registered, state: v.literal('not-asked') }),
    // `on`: the day it was asked for or confirmed.
    v.strictObject({ ...registered, state: v.picklist(['asked', 'confirmed']), on: day }),
  ],
  'The state of a registration is "not-asked", or "asked" or "confirmed" with the day in "on".',
);
export type Registration = v.InferOutput<typeof registration>;

const registrations = v.pipe(
  v.array(registration, 'Registrations are a list.'),
  v.maxLength(MOST_REGISTRATIONS, `At most ${MOST_REGISTRATIONS} registrations.`),
);

const fingerprint = v.pipe(
  text('A fingerprint', 32),
  v.regex(/^[0-9a-f]{32}$/, 'A fingerprint is 32 hex digits in lower case.'),
);
const exactly = <S extends v.GenericSchema>(number: number, item: S, told: string) =>
  v.pipe(v.array(item, told), v.minLength(number, told), v.maxLength(number, told));

const listHalf = v.strictObject({
  rows: wholeNumber('The rows of a half'),
  /** As `ordered` of the list, of this half. */
  ordered: fingerprint,
});

/** Which half of the list the campaign is for, and how the halves were drawn. */
const split = v.strictObject({
  seed: exactly(4, wholeNumber('A number of the seed', 2 ** 32 - 1), 'A seed is four numbers below 2^32.'),
  half: v.picklist([0, 1], 'half is 0 or 1.'),
  /** Both. */
  halves: exactly(2, listHalf, 'A list has two halves.'),
});

/** How a file became the list. */
const reading = v.strictObject({
  /** Where numbers without a country code belong. */
  country,
  /** Position of the column with the numbers, from 0. */
  numberColumn: wholeNumber('The column of the numbers'),
  /** Rows of the file that became no recipient. */
  leftOut: wholeNumber('The rows left out'),
});
export type ListReading = v.InferOutput<typeof reading>;

/** How the list was freed of those who are not to be sent messages. */
const suppressed = v.strictObject({
  /** How many changes of the suppression set were known then. */
  changes: wholeNumber('The changes of the suppression set'),
  /** Rows that became no recipient for it. */
  rows: wholeNumber('The rows of people who opted out'),
});

/** Which list a campaign was published with: enough to tell every other list from it, and nobody's number. */
const list = v.strictObject(
  {
    /** Recipients on the whole list; of two versions, both halves together. */
    rows: v.pipe(wholeNumber('The number of rows'), v.minValue(1, 'A list has at least one row.')),
    /** Number of the list key that the fingerprints are made with. */
    key: v.pipe(wholeNumber('The number of the list key'), v.minValue(1, 'List keys are counted from 1.')),
    /** Fingerprint of the numbers in the list's order. */
    ordered: fingerprint,
    /** The same of the numbers in ascending order: tells another order from other people. */
    sorted: fingerprint,
    /** Characters of the list's values that were written within GSM-7: these, or all that can be. */
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
    /** For people to know it by. */
    fileName: named('The file name', 255),
    /** When the file was last saved; null: not known. */
    fileModifiedAtMs: v.nullable(moment),
    /** Absent: it was not made from a file. */
    reading: v.exactOptional(reading),
    /** Absent: the campaign is for the whole list. */
    split: v.exactOptional(split),
    /** Whom it lacks because they had opted out. Absent: nobody was looked up. */
    suppressed: v.exactOptional(suppressed),
  },
  'A list is {"rows":…,"key":…,"ordered":…,"sorted":…,"rewritten":…,"fileName":…,"fileModifiedAtMs":…}.',
);
export type ListIdentity = v.InferOutput<typeof list>;

export const newCampaign = v.strictObject({
  name,
  host: named('The host', 253),
  /** At most floor(2^24 / links) - 1. */
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
  /** Marketing needs an opt-out; a message about an order or an appointment does not. Kept for the record, not judged here. */
  kind: v.exactOptional(kind),
  /** Absent: for each recipient. */
  tracking: v.exactOptional(tracking),
  /** Not with `tracking: "aggregate"`, which counts nobody. */
  basis: v.exactOptional(newBasis),
  /** Short links are written with `https://` in front: 8 characters more, and older phones make them tappable. */
  writeScheme: v.exactOptional(v.boolean('writeScheme is true or false.')),
  /** Absent: fast. */
  counting: v.exactOptional(counting),
  /** The message as written, for the report's eye. Never values of recipients. */
  template: v.exactOptional(text('The template', 10_000)),
  senderName: v.exactOptional(senderName),
  /** Of its pages for recipients whose browser does not say what they read. */
  language: v.exactOptional(language),
  expiresAtMs: v.exactOptional(v.nullable(moment)),
  /** Absent: everybody on the list is sent the template. */
  limit: v.exactOptional(limit),
  /** Kept for the report. Absent: not known. */
  cost: v.exactOptional(cost),
  /** One for each country and of each of both. Absent: nothing was stated. */
  registrations: v.exactOptional(registrations),
  /** Which list the rows are those of. Absent: nobody can tell later whether a list is the one. */
  list: v.exactOptional(list),
  /**
   * Which of the domain's lists it is sent to, such as "Newsletter": an opt-out holds for that list, unless it is said of all.
   * Absent: none is named, and an opt-out holds for the domain.
   */
  listName: v.exactOptional(listName),
  /** Id of the campaign of the other version, on the same domain and for the other half of the same list. */
  versionOf: v.exactOptional(text('The other version', 300)),
  /**
   * A telephone number, an e-mail address or the https address of a form, which the opt-out page shows. Needed where
   * everybody has the same opt-out link and the sender takes no answers.
   */
  contact: v.exactOptional(contact),
  /** Whether recipients can answer the message. Absent: they can if the sender is a number. */
  takesAnswers: v.exactOptional(v.boolean('takesAnswers is true or false.')),
});
export type NewCampaign = v.InferOutput<typeof newCampaign>;

/** What may change after publishing: number and order of links are frozen. */
export const campaignEdit = v.strictObject({
  name: v.exactOptional(name),
  /** Puts the campaign away, or brings it back; nothing changes for its links. */
  archived: v.exactOptional(v.boolean('archived is true or false.')),
  expiresAtMs: v.exactOptional(v.nullable(moment)),
  links: v.exactOptional(
    v.pipe(
      v.array(
        v.strictObject({
          link: v.pipe(v.number('link is the position of a link.'), v.safeInteger(), v.minValue(0)),
          url: v.exactOptional(url),
          parameters: v.exactOptional(parameters),
          label: v.exactOptional(label),
          /** Null: everybody goes to `url` again. */
          devices: v.exactOptional(v.nullable(devices)),
          forwardQuery: v.exactOptional(forwardQuery),
        }),
      ),
      v.maxLength(MOST_LINKS, `A message has at most ${MOST_LINKS} links.`),
    ),
  ),
  /** An order counts as a conversion for so many days from when the messages went out. */
  conversionDays: v.exactOptional(conversionDays),
  /** Null takes it away, where the sender can be reached otherwise. */
  contact: v.exactOptional(v.nullable(contact)),
  /** When the messages went out, or will; not before they were published. Null: not known. The report counts from then. */
  sentAtMs: v.exactOptional(v.nullable(moment)),
});
export type CampaignEdit = v.InferOutput<typeof campaignEdit>;

const link = v.strictObject({
  kind: v.picklist(['destination', 'opt-out']),
  label: v.string(),
  /** Finished destination, parameters included; null for the opt-out link. `{slug}` stands for the slug followed. */
  url: v.nullable(v.string()),
  tracked: v.boolean(),
  /** Absent: everybody goes to `url`. */
  devices: v.exactOptional(v.strictObject({ ios: v.exactOptional(v.string()), android: v.exactOptional(v.string()) })),
  /** Absent: the query of the short link is dropped. */
  forwardQuery: v.exactOptional(v.literal(true)),
});
export type CampaignLink = v.InferOutput<typeof link>;

const statedAtMs = moment;

export const campaign = v.strictObject({
  /** `<host>:<number>`, such as `s.brand.dk:12`. */
  id: v.string(),
  number: count,
  name: v.string(),
  host: v.string(),
  /** Who is sent a message: without those that the limit left out. */
  recipients: count,
  links: v.array(link),
  /** Absent: it was not said. */
  kind: v.exactOptional(kind),
  tracking,
  /** With the moment it was stated. Absent: nobody is counted, or it was not said. */
  basis: v.exactOptional(
    v.variant('kind', [v.strictObject({ ...consent, statedAtMs }), v.strictObject({ ...otherBasis, statedAtMs })]),
  ),
  counting,
  template: v.string(),
  senderName: v.string(),
  language,
  createdAtMs: moment,
  /** When the messages went out; absent: not said. */
  sentAtMs: v.exactOptional(moment),
  expiresAtMs: v.nullable(moment),
  width,
  /** What its short links start with in the messages, `https://` included where that is written. */
  linkPrefix: v.string(),
  shards: count,
  /** Put away by its owner: its links work and are counted as before. Absent: it was not. */
  archived: v.exactOptional(v.literal(true)),
  limit: v.exactOptional(limit),
  /** As known when it was published. Absent: it was not. */
  cost: v.exactOptional(cost),
  /** As stated when it was published. */
  registrations: v.exactOptional(registrations),
  /** Absent: it was not said, or published before it was kept. */
  list: v.exactOptional(list),
  /** Absent: none was named. */
  listName: v.exactOptional(v.string()),
  /** An order counts as a conversion for so many days from when the messages went out. Absent: nothing was said, and they are 30. */
  conversionDays: v.exactOptional(count),
  /** Id of the campaign of the other version. Absent: there is none, or not yet. */
  otherVersion: v.exactOptional(v.string()),
  /** As its page shows it; absent: none was given. */
  contact: v.exactOptional(v.strictObject({ kind: v.picklist(['telephone', 'email', 'form']), value: v.string() })),
  takesAnswers: v.boolean(),
});
export type Campaign = v.InferOutput<typeof campaign>;
