/**
 * What is right with a link domain, what is not, and what would mend it: decided from what DNS and the host itself answered.
 * Pure, and here rather than in the core, because what it goes by are answers that the worker alone sees; the page shows the
 * codes in words.
 */
import { caaOf, type DnsAnswer, type DnsRecord } from './dns.ts';
import {
  CLOUDFLARE_ISSUERS,
  isCloudflareAddress,
  isCloudflareServer,
  isPlaceholder,
  isRegistry,
  parkingOf,
  providerOf,
} from './domain-known.ts';

/**
 * What `/.well-known/klikspor` of the host answered: 'ours', 'other-klikspor', some 'page' or a redirect. 'failed': a status from
 * 500 on. 'refused': no connection. 'broken': none that could be used, by the certificate or because the name is not known.
 * 'late': nothing in time. 'not-asked': the worker cannot ask.
 */
export type HostAnswer =
  | { readonly kind: 'ours' | 'other-klikspor' | 'refused' | 'broken' | 'late' | 'not-asked' }
  | { readonly kind: 'page' | 'failed'; readonly status: number }
  /** `to`: the host, empty where it is not said. */
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string };

export interface Heard {
  readonly host: string;
  /** A name that leads to the developer's own machine: neither DNS nor worker can say anything of it. */
  readonly isLocal: boolean;
  /** With the names that the host is another name for. */
  readonly v4: DnsAnswer;
  readonly v6: DnsAnswer;
  /** Name servers by the names that they are asked of: the host first, then the names above it. */
  readonly servers: readonly { readonly name: string; readonly answer: DnsAnswer }[];
  /** Likewise who may issue certificates. */
  readonly issuers: readonly { readonly name: string; readonly answer: DnsAnswer }[];
  readonly answer: HostAnswer;
  /** What hosts of other zones are to be another name for; null: only zones of the account can lead here. */
  readonly target: string | null;
}

export const STEPS = ['zone', 'record', 'certificate', 'answer'] as const;
export type Step = (typeof STEPS)[number];

/** 'wait': right as far as it goes, and not there yet. 'open': nobody can tell from here. 'note': no fault. */
export const STANDINGS = ['right', 'wrong', 'wait', 'open', 'note'] as const;
export type Standing = (typeof STANDINGS)[number];

/** By their steps. */
export const CODES = {
  zone: ['local', 'resolver-silent', 'zone-missing', 'zone-failed', 'zone-parked', 'zone-here', 'zone-elsewhere'],
  record: [
    ...[
      'record-unknown',
      'record-missing',
      'record-here',
      'record-alias-here',
      'record-not-proxied',
      'record-dangling',
    ],
    ...['record-elsewhere', 'apex'],
  ],
  certificate: ['certificate-works', 'certificate-unknown', 'certificate-fails', 'issuer-forbidden'],
  answer: [
    ...['answer-ours', 'answer-other-klikspor', 'answer-redirect', 'answer-page', 'answer-failed', 'answer-none'],
    ...['answer-late', 'answer-unknown'],
  ],
} as const satisfies Record<Step, readonly string[]>;
export type Code = (typeof CODES)[Step][number];

export interface Finding {
  readonly step: Step;
  readonly code: Code;
  readonly is: Standing;
  /** Of what: addresses, names, a status. */
  readonly values?: string[];
  /** Whose it is, where that is known. */
  readonly provider?: string;
  /** For how long resolvers may go on saying what they say now. */
  readonly ttlS?: number;
}

/** A record as the form of a DNS provider wants it. */
export interface WantedRecord {
  readonly do: 'set' | 'remove';
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'CAA';
  /** Whole, such as s.brand.dk. */
  readonly name: string;
  /** Within the zone, such as s; @ for the zone's own name. */
  readonly label: string;
  readonly value: string;
}

/**
 * 'none': nothing is to be done. 'custom-domain': the host is made a custom domain of the worker, which makes its record; the
 * records here are those in the way, and the one for whoever makes it by hand (proxied, with a route). 'alias': the records
 * are set where the zone's DNS is. 'apex': another name has to be taken, below the zone's own. 'move-zone': the zone is not of
 * the account. 'register': nobody has the name.
 */
export const REPAIRS = ['none', 'custom-domain', 'alias', 'apex', 'move-zone', 'register', 'issuers'] as const;

export interface Repair {
  readonly how: (typeof REPAIRS)[number];
  readonly records: readonly WantedRecord[];
}

export interface Checked {
  /** The worker saw it answer as this klikspor; false: it does not lead here; null: whoever asks as a visitor has to say. */
  readonly leadsHere: boolean | null;
  /** The zone whose DNS has the host; null: not known. */
  readonly zone: string | null;
  readonly nameServers: readonly string[];
  readonly findings: readonly Finding[];
  readonly repair: Repair;
}

const PLACEHOLDER = '100::';

export function checkedDomain(heard: Heard): Checked {
  const { host, answer } = heard;
  if (heard.isLocal) {
    const finding: Finding = { step: 'zone', code: 'local', is: 'note' };
    return { leadsHere: null, zone: null, nameServers: [], findings: [finding], repair: NOTHING };
  }
  const zone = zoneOf(heard);
  const way = wayOf(heard);
  const findings = [
    zoneFinding(heard, zone),
    ...recordFindings(heard, zone, way),
    ...certificateFindings(heard, way),
    answerFinding(heard, way),
  ];
  const leadsHere =
    answer.kind === 'ours' ? true : findings.some(({ is }) => is === 'wrong' || is === 'wait') ? false : null;
  return {
    leadsHere,
    zone: zone?.name ?? null,
    nameServers: zone?.servers ?? [],
    findings,
    repair: leadsHere === true ? NOTHING : repairOf(heard, zone, way, findings, labelIn(host, zone)),
  };
}

const NOTHING: Repair = { how: 'none', records: [] };

interface Zone {
  readonly name: string;
  readonly servers: string[];
  readonly isCloudflare: boolean;
  readonly parking: string | null;
}

/** The nearest name at or above the host that has name servers of its own. */
function zoneOf({ servers }: Heard): Zone | null {
  for (const { name, answer } of servers) {
    if (answer.outcome !== 'records') continue;
    const own = answer.records.filter((record) => record.type === 'NS' && record.name === name);
    if (own.length === 0 || isRegistry(name)) continue;
    const names = own.map(({ value }) => value).sort();
    const parking = names.map(parkingOf).find((found) => found !== null) ?? null;
    return { name, servers: names, isCloudflare: names.every(isCloudflareServer), parking };
  }
  return null;
}

/** Where the host's name leads. */
interface Way {
  readonly isKnown: boolean;
  readonly hasFailed: boolean;
  /** Those of the host itself. */
  readonly own: readonly DnsRecord[];
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
  /** Of the shortest-lived record; where there is none, of there being none. */
  readonly ttlS: number | null;
}

function wayOf({ host, v4, v6 }: Heard): Way {
  const answers = [v4, v6];
  const known = answers.flatMap((one) => (one.outcome === 'records' ? [one] : []));
  const records = known.flatMap((one) => one.records);
  const wanted = records.filter(({ type }) => type === 'A' || type === 'AAAA' || type === 'CNAME');
  const ttls = wanted.length > 0 ? wanted.map(({ ttlS }) => ttlS) : known.flatMap(({ ttlS }) => ttlS ?? []);
  const unique = (values: readonly string[]) => [...new Set(values)];
  return {
    isKnown: known.length > 0 && answers.every(({ outcome }) => outcome !== 'silent'),
    hasFailed: answers.some(({ outcome }) => outcome === 'failed'),
    // An alias is told with the addresses of either kind.
    own: wanted.filter(
      ({ name, value }, at) =>
        name === host && wanted.findIndex((one) => one.name === name && one.value === value) === at,
    ),
    aliases: unique(wanted.flatMap(({ type, value }) => (type === 'CNAME' ? [value] : []))),
    addresses: unique(wanted.flatMap(({ type, value }) => (type === 'CNAME' ? [] : [value]))),
    ttlS: ttls.length === 0 ? null : Math.min(...ttls),
  };
}

function zoneFinding({ host, servers, target, answer }: Heard, zone: Zone | null): Finding {
  const step = 'zone';
  if (zone === null) {
    if (servers.some((one) => one.answer.outcome === 'silent')) return { step, code: 'resolver-silent', is: 'open' };
    if (servers.some((one) => one.answer.outcome === 'failed')) return { step, code: 'zone-failed', is: 'wrong' };
    return {
      step,
      code: 'zone-missing',
      is: 'wrong',
      values: [servers.findLast(({ name }) => !isRegistry(name))?.name ?? host],
    };
  }
  const values = [zone.name, ...zone.servers];
  if (zone.parking !== null) return { step, code: 'zone-parked', is: 'wrong', values, provider: zone.parking };
  if (zone.isCloudflare) return { step, code: 'zone-here', is: 'right', values };
  // Elsewhere an alias can lead here, if there is a name for it to lead to.
  const is = answer.kind === 'ours' || target !== null ? 'right' : 'wrong';
  return { step, code: 'zone-elsewhere', is, values };
}

function recordFindings({ host, target, answer }: Heard, zone: Zone | null, way: Way): Finding[] {
  const step = 'record';
  const ttl = way.ttlS === null ? {} : { ttlS: way.ttlS };
  const found = recordFinding();
  const isApex = zone?.name === host && !zone.isCloudflare && target !== null && found.is !== 'right';
  return isApex ? [found, { step, code: 'apex', is: 'note', values: [host] }] : [found];

  function recordFinding(): Finding {
    const { addresses, aliases } = way;
    if (way.hasFailed) return { step, code: 'record-unknown', is: 'wrong' };
    if (!way.isKnown) return { step, code: 'record-unknown', is: 'open' };
    if (target !== null && aliases.includes(target)) {
      return { step, code: 'record-alias-here', is: 'right', values: [target], ...ttl };
    }
    if (addresses.length === 0) {
      return aliases.length === 0
        ? { step, code: 'record-missing', is: 'wait', ...ttl }
        : { step, code: 'record-dangling', is: 'wrong', values: [...aliases], ...ttl };
    }
    if (addresses.some(isPlaceholder)) {
      return { step, code: 'record-not-proxied', is: 'wrong', values: [...addresses], ...ttl };
    }
    if (addresses.every(isCloudflareAddress) || answer.kind === 'ours') {
      return { step, code: 'record-here', is: 'right', values: [...addresses], ...ttl };
    }
    const provider = aliases.map(providerOf).find((name) => name !== null);
    const values = [...aliases, ...addresses];
    return { step, code: 'record-elsewhere', is: 'wrong', values, ...(provider && { provider }), ...ttl };
  }
}

/** The nearest name at or above the host that says who may issue (RFC 8659, 3). */
function issuersOf({ issuers }: Heard): { readonly at: string; readonly allowed: readonly string[] } | null {
  for (const { name, answer } of issuers) {
    if (answer.outcome !== 'records') continue;
    const said = answer.records.filter(({ type }) => type === 'CAA').flatMap((record) => caaOf(record) ?? []);
    if (said.length === 0) continue;
    // Without one, everybody may (4.2).
    const issue = said.filter(({ tag }) => tag === 'issue');
    if (issue.length === 0) return null;
    return { at: name, allowed: issue.map(({ value }) => value.split(';')[0]?.trim().toLowerCase() ?? '') };
  }
  return null;
}

const isForbidden = (issuers: ReturnType<typeof issuersOf>): issuers is NonNullable<typeof issuers> =>
  issuers !== null && !CLOUDFLARE_ISSUERS.some((issuer) => issuers.allowed.includes(issuer));

function certificateFindings(heard: Heard, way: Way): Finding[] {
  const step = 'certificate';
  const { answer } = heard;
  const issuers = issuersOf(heard);
  const spoke = ['ours', 'other-klikspor', 'page', 'redirect'].includes(answer.kind);
  const found: Finding = spoke
    ? { step, code: 'certificate-works', is: 'right' }
    : isTlsFailure(answer, way)
      ? { step, code: 'certificate-fails', is: leadsToUs(heard, way) ? 'wait' : 'wrong' }
      : { step, code: 'certificate-unknown', is: 'open' };
  // A certificate that is there may have been issued before this was said; the next one is not.
  if (!isForbidden(issuers)) return [found];
  const values = [issuers.at, ...issuers.allowed.filter((one) => one !== '')];
  return [found, { step, code: 'issuer-forbidden', is: answer.kind === 'ours' ? 'note' : 'wrong', values }];
}

/** 525 and 526 are what Cloudflare's network says of another's certificate. */
const isTlsFailure = (answer: HostAnswer, { addresses }: Way): boolean =>
  (answer.kind === 'failed' && (answer.status === 525 || answer.status === 526)) ||
  (answer.kind === 'broken' && addresses.length > 0 && !addresses.some(isPlaceholder));

const leadsToUs = ({ target }: Heard, { addresses, aliases }: Way): boolean =>
  (addresses.length > 0 && addresses.every(isCloudflareAddress)) || (target !== null && aliases.includes(target));

/** What Cloudflare's network answers in the place of a host that it did not reach. */
const NOT_REACHED: ReadonlySet<number> = new Set([521, 522, 523, 525, 526, 530]);

function answerFinding(heard: Heard, way: Way): Finding {
  const { answer } = heard;
  const step = 'answer';
  // A worker is not always let through to its own hosts: what it hears of them then is no visitor's answer.
  const isOwnMaybe = leadsToUs(heard, way);
  switch (answer.kind) {
    case 'ours':
      return { step, code: 'answer-ours', is: 'right' };
    case 'other-klikspor':
      return { step, code: 'answer-other-klikspor', is: 'wrong' };
    case 'redirect':
      return { step, code: 'answer-redirect', is: 'wrong', values: [answer.to] };
    case 'page':
      return { step, code: 'answer-page', is: 'wrong', values: [String(answer.status)] };
    case 'failed':
      if (isOwnMaybe) return { step, code: 'answer-unknown', is: 'open' };
      if (NOT_REACHED.has(answer.status)) return { step, code: 'answer-none', is: 'wait' };
      return { step, code: 'answer-failed', is: 'wrong', values: [String(answer.status)] };
    case 'late':
      return { step, code: 'answer-late', is: isOwnMaybe ? 'open' : 'wrong' };
    case 'not-asked':
      return { step, code: 'answer-unknown', is: 'open' };
    case 'refused':
    case 'broken':
      return isOwnMaybe || !way.isKnown
        ? { step, code: 'answer-unknown', is: 'open' }
        : { step, code: 'answer-none', is: 'wait' };
  }
}

const labelIn = (host: string, zone: Zone | null): string =>
  zone === null ? host : host === zone.name ? '@' : host.slice(0, -zone.name.length - 1);

function repairOf(heard: Heard, zone: Zone | null, way: Way, findings: readonly Finding[], label: string): Repair {
  const { host, target } = heard;
  const codes = new Set(findings.map(({ code }) => code));
  const issuers = issuersOf(heard);
  const allowing = isForbidden(issuers) ? CLOUDFLARE_ISSUERS.map((issuer) => caaRecord(issuers.at, zone, issuer)) : [];
  if (codes.has('zone-missing')) return { how: 'register', records: [] };
  if (zone === null || codes.has('zone-failed') || codes.has('resolver-silent')) return NOTHING;
  const isRight = codes.has('record-here') || codes.has('record-alias-here');
  // Of the host itself: whatever stands behind an alias is not to be touched.
  const inTheWay = way.own
    .filter(({ type, value }) => !(type === 'CNAME' && value === target) && !(isRight && zone.isCloudflare))
    .map((record): WantedRecord => ({ do: 'remove', type: typeIn(record), name: host, label, value: record.value }));
  if (zone.isCloudflare) {
    const set: WantedRecord = { do: 'set', type: 'AAAA', name: host, label, value: PLACEHOLDER };
    return { how: 'custom-domain', records: [...inTheWay, ...(isRight ? [] : [set]), ...allowing] };
  }
  if (target === null) return { how: 'move-zone', records: [] };
  if (codes.has('record-alias-here')) return { how: allowing.length > 0 ? 'issuers' : 'none', records: allowing };
  if (label === '@') return { how: 'apex', records: [] };
  return {
    how: 'alias',
    records: [...inTheWay, { do: 'set', type: 'CNAME', name: host, label, value: target }, ...allowing],
  };
}

const typeIn = ({ type }: DnsRecord): WantedRecord['type'] => (type === 'A' || type === 'AAAA' ? type : 'CNAME');

const caaRecord = (at: string, zone: Zone | null, issuer: string): WantedRecord => ({
  ...{ do: 'set', type: 'CAA', name: at, label: labelIn(at, zone), value: `0 issue "${issuer}"` },
});
