/**
 * What is checked before a campaign goes out. Each rule has its sentence in both dictionaries (`checklist.rules`), what it
 * is about, and where on the page that stands. Errors block publishing, nothing else does.
 */

export type Severity = 'error' | 'warning' | 'hint';

/** What rules are about, in the order of the page. A group without findings is told as one that is in order. */
export const GROUPS = [
  'setup',
  'sender',
  'hours',
  'numbers',
  'opt-out',
  'fields',
  'links',
  'encoding',
  'borders',
  'limit',
  'basis',
] as const;
export type Group = (typeof GROUPS)[number];

/** Where a rule's subject stands: what has this name as `data-place`. */
export type Place =
  | 'name'
  | 'sender'
  | 'domain'
  | 'contact'
  | 'send-at'
  | 'list'
  | 'message'
  | 'limit'
  | 'shorter'
  | 'basis'
  | 'registers';

export interface Rule {
  readonly group: Group;
  readonly severity: Severity;
  readonly place: Place;
  /** What the rule goes by, where it is not klikspor's own. */
  readonly source?: string;
}

const ADDRESS = '3GPP TS 23.040, 9.1.2.5';
const NETWORKS = 'common practice of networks and gateways';
const PHONES = 'what iOS and Android make tappable';
const PROFILE = 'core/data/country-profiles.json';

export const RULES = {
  'missing-name': { group: 'setup', severity: 'error', place: 'name' },
  'missing-sender': { group: 'setup', severity: 'error', place: 'sender' },
  'missing-domain': { group: 'setup', severity: 'error', place: 'domain' },
  'missing-pointing': { group: 'setup', severity: 'error', place: 'domain' },
  'missing-list': { group: 'setup', severity: 'error', place: 'list' },
  'missing-nobody': { group: 'setup', severity: 'error', place: 'list' },
  'missing-file': { group: 'setup', severity: 'error', place: 'list' },
  'missing-template': { group: 'setup', severity: 'error', place: 'message' },
  'missing-links': { group: 'setup', severity: 'error', place: 'message' },

  'sender-too-long': { group: 'sender', severity: 'warning', place: 'sender', source: ADDRESS },
  'sender-too-short': { group: 'sender', severity: 'warning', place: 'sender', source: NETWORKS },
  'sender-outside-gsm7': { group: 'sender', severity: 'warning', place: 'sender', source: ADDRESS },
  'sender-no-letter': { group: 'sender', severity: 'warning', place: 'sender', source: NETWORKS },
  'sender-number-length': { group: 'sender', severity: 'warning', place: 'sender', source: 'ITU-T E.164' },
  'sender-with-signs': { group: 'sender', severity: 'hint', place: 'sender', source: NETWORKS },
  'sender-not-carried': { group: 'sender', severity: 'warning', place: 'sender', source: PROFILE },
  'sender-form': { group: 'sender', severity: 'error', place: 'sender', source: PROFILE },
  'sender-number-refused': { group: 'sender', severity: 'warning', place: 'sender', source: PROFILE },
  'sender-unregistered': { group: 'sender', severity: 'error', place: 'registers', source: PROFILE },
  'sender-renamed': { group: 'sender', severity: 'warning', place: 'registers', source: PROFILE },
  'sender-register-soon': { group: 'sender', severity: 'hint', place: 'registers', source: PROFILE },
  'sender-route': { group: 'sender', severity: 'hint', place: 'registers', source: PROFILE },
  'sender-unknown': { group: 'sender', severity: 'warning', place: 'registers', source: PROFILE },
  'sender-outdated': { group: 'sender', severity: 'warning', place: 'registers', source: PROFILE },

  'hours-past': { group: 'hours', severity: 'warning', place: 'send-at' },
  'hours-law': { group: 'hours', severity: 'warning', place: 'send-at', source: PROFILE },
  'hours-advice': { group: 'hours', severity: 'warning', place: 'send-at', source: PROFILE },

  'numbers-none': { group: 'numbers', severity: 'error', place: 'list' },
  'numbers-left-out': { group: 'numbers', severity: 'warning', place: 'list' },
  'numbers-two-readings': { group: 'numbers', severity: 'warning', place: 'list', source: 'libphonenumber' },
  'numbers-abroad': { group: 'numbers', severity: 'warning', place: 'list', source: 'libphonenumber' },
  'numbers-no-sms': { group: 'numbers', severity: 'warning', place: 'list', source: 'libphonenumber' },
  'numbers-doubtful': { group: 'numbers', severity: 'hint', place: 'list', source: 'libphonenumber' },

  'opt-out-missing': { group: 'opt-out', severity: 'error', place: 'message', source: PROFILE },
  'opt-out-no-reply': { group: 'opt-out', severity: 'error', place: 'message', source: ADDRESS },
  'opt-out-no-way': { group: 'opt-out', severity: 'error', place: 'contact', source: ADDRESS },
  'opt-out-contact': { group: 'opt-out', severity: 'error', place: 'contact' },
  'opt-out-paid': { group: 'opt-out', severity: 'warning', place: 'message', source: 'markedsføringsloven § 10' },
  'opt-out-keyword': { group: 'opt-out', severity: 'warning', place: 'message', source: PROFILE },

  'template-problem': { group: 'fields', severity: 'error', place: 'message' },
  'field-unknown': { group: 'fields', severity: 'error', place: 'message' },
  'field-only-fallback': { group: 'fields', severity: 'warning', place: 'message' },
  'field-empty': { group: 'fields', severity: 'warning', place: 'message' },
  'field-doubled': { group: 'fields', severity: 'warning', place: 'message' },
  'field-foreign': { group: 'fields', severity: 'warning', place: 'message' },
  'field-filter': { group: 'fields', severity: 'warning', place: 'message' },

  'link-refused': { group: 'links', severity: 'error', place: 'message' },
  'link-joined-before': { group: 'links', severity: 'warning', place: 'message', source: PHONES },
  'link-joined-behind': { group: 'links', severity: 'warning', place: 'message', source: PHONES },
  'link-sign-behind': { group: 'links', severity: 'hint', place: 'message', source: PHONES },
  'link-unknown-ending': {
    group: 'links',
    severity: 'warning',
    place: 'message',
    source: 'core/data/top-level-domains.txt',
  },
  'link-second-ending': {
    group: 'links',
    severity: 'warning',
    place: 'message',
    source: 'core/data/top-level-domains.txt',
  },
  'link-plain-words': {
    group: 'links',
    severity: 'warning',
    place: 'message',
    source: 'core/data/top-level-domains.txt',
  },
  'link-second-link': { group: 'links', severity: 'warning', place: 'message', source: PHONES },
  'link-misspelled': { group: 'links', severity: 'warning', place: 'message', source: PHONES },
  'link-stripped': {
    group: 'links',
    severity: 'warning',
    place: 'message',
    source: 'core/data/stripped-parameters.tsv',
  },
  'link-slug-in-address': { group: 'links', severity: 'warning', place: 'message', source: 'docs/conversions.md' },
  'link-stray-percent': { group: 'links', severity: 'warning', place: 'message', source: 'RFC 3986, 2.1' },
  'link-overlooked': { group: 'links', severity: 'hint', place: 'message', source: 'core/data/top-level-domains.txt' },
  'link-rare-ending': { group: 'links', severity: 'warning', place: 'domain', source: PHONES },
  'link-unregistered': { group: 'links', severity: 'warning', place: 'registers', source: PROFILE },
  'link-filtered': { group: 'links', severity: 'hint', place: 'registers', source: PROFILE },
  'link-outdated': { group: 'links', severity: 'warning', place: 'registers', source: PROFILE },

  'not-gsm7': { group: 'encoding', severity: 'warning', place: 'message', source: '3GPP TS 23.038, 6.2.1' },

  'border-emoji': { group: 'borders', severity: 'warning', place: 'message', source: 'Kannel and other gateways' },
  'border-escape': { group: 'borders', severity: 'hint', place: 'message', source: '3GPP TS 23.040, 9.2.3.24.1' },
  'border-cluster': { group: 'borders', severity: 'hint', place: 'message', source: 'UAX #29' },

  'limit-nobody': { group: 'limit', severity: 'error', place: 'limit' },
  'limit-left-out': { group: 'limit', severity: 'warning', place: 'limit' },
  'limit-above': { group: 'limit', severity: 'hint', place: 'limit' },
  'limit-still-above': { group: 'limit', severity: 'warning', place: 'limit' },
  'shorter-missing': { group: 'limit', severity: 'error', place: 'shorter' },
  'shorter-link': { group: 'limit', severity: 'error', place: 'shorter' },

  'basis-missing': {
    group: 'basis',
    severity: 'error',
    place: 'basis',
    source: 'GDPR, article 6; ePrivacy, article 5(3)',
  },
  'basis-word': { group: 'basis', severity: 'error', place: 'basis', source: 'GDPR, article 6' },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;

/**
 * What publishing was tried without. `pointing`: the domain does not lead here; `file`: the last file could not be read, and
 * the list before it is still loaded; `nobody`: of the list nobody is left.
 */
export type Missing = RuleId extends infer Rule ? (Rule extends `missing-${infer Name}` ? Name : never) : never;
