// Writes the countries' profiles into wasm/dist, from core/data/country-profiles.json. `--check` only compares.
import { read, write } from './generated.ts';

// The data as it should be. What the types say and a slip of the pen may break is demanded below.

interface Sentence {
  en: string;
  da: string;
}

interface Reading extends Sentence {
  source: string;
  url: string | null;
  readOn: string;
  validUntil: string;
}

type Day = [from: string, to: string] | null;

interface Hours {
  kind: string;
  source: string;
  weekdays: Day;
  saturday: Day;
  sunday: Day;
  note?: Sentence;
}

interface Profile {
  country: string;
  members?: string;
  optOut: string;
  link: string;
  keyword: string;
  keywords: string[];
  law: Sentence & { kind: string; source: string };
  /** Or the name of hours that several countries share. */
  hours: Hours | string;
  timeZones: string[];
  sender: Reading & { rule: string; numbers: string; form: string | null; shortCodes?: string };
  register: (Reading & { name: string; steps: { from: string; effect: string; shownAs?: string }[] }) | null;
  route: (Reading & { of: string }) | null;
  links: (Reading & { effect: string }) | null;
  notes?: Sentence;
}

interface Data {
  checked: string;
  hours: Record<string, Hours>;
  profiles: Profile[];
}

const source = 'core/data/country-profiles.json';
const CLOCKS = 'core/data/time-zones.json';
const data: Data = JSON.parse(read(source));

function demand(holds: boolean, { country }: Profile, what: string): asserts holds {
  if (!holds) throw new Error(`${source}: ${country}: ${what}`);
}

const isKind = (kind: string) => kind === 'law' || kind === 'advice';
const isSentence = (text: string | undefined) => typeof text === 'string' && /^\p{Lu}.*\.$/u.test(text);
const isTime = (text: string) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
/** Nothing on that day, or from and to. */
const isDay = (day: Day) => day === null || (day.length === 2 && day.every(isTime) && day[0] < day[1]);

/** A day of the calendar, such as 2026-11-29. */
const isDate = (text: string) =>
  /^20\d\d-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00Z`).toISOString().startsWith(`${text}T`);
const isBoth = (text: Sentence) => isSentence(text.en) && isSentence(text.da);
const isOneOf = (names: (string | null)[], name: string | null) => names.includes(name);

/** What was read somewhere, with the day after which it counts as unknown. Rows that a country has none of are null. */
function demandReading(profile: Profile, name: 'sender' | 'register' | 'route' | 'links'): void {
  const row = profile[name];
  if (row === null) return;
  const demandHere = (holds: boolean, what: string) => demand(holds, profile, `${name} ${what}`);
  demand(row !== undefined, profile, `${name} must be there, or null`);
  demandHere(isBoth(row), 'must be a sentence in both languages');
  demandHere(typeof row.source === 'string' && row.source !== '', 'must name its source');
  demandHere(row.url === null || /^https:\/\/[^\s/]+\/\S+$/.test(row.url), 'must have an https address, or null');
  demandHere(isDate(row.readOn) && isDate(row.validUntil), 'must say when it was read and until when that holds');
  demandHere(row.readOn <= data.checked && row.readOn < row.validUntil, 'must be read before both ends');
}

function demandNetworks(profile: Profile): void {
  const { sender, register, route, links } = profile;
  demand(typeof sender === 'object' && sender !== null, profile, 'sender must be there');
  for (const name of ['sender', 'register', 'route', 'links'] as const) demandReading(profile, name);
  const { rule, numbers, form, shortCodes } = sender;
  demand(isOneOf(['any-name', 'registered-name', 'number-only', 'unknown'], rule), profile, 'sender.rule is none');
  demand(isOneOf(['carried', 'registered', 'short-codes', 'unknown'], numbers), profile, 'sender.numbers is none');
  demand(isOneOf([null, 'letters-and-digits'], form), profile, 'sender.form is none');
  demand((numbers === 'short-codes') === (shortCodes !== undefined), profile, 'short codes must have a pattern');
  const isPatterns = /^[\dx]+(?: [\dx]+)*$/.test(shortCodes ?? 'x');
  demand(isPatterns, profile, 'short codes must be patterns of digits and x, with a space between');
  const isRegistered = rule === 'registered-name' || numbers === 'registered';
  demand(isRegistered === (register !== null), profile, 'what is registered must have a register');
  demand(rule !== 'unknown' || (register === null && route === null), profile, 'what is unknown has no register');
  const steps = register?.steps ?? [];
  demand(register === null || steps.length > 0, profile, 'register.steps must say what happens from when on');
  for (const [i, { from, effect, shownAs }] of steps.entries()) {
    demand(isDate(from) && from > (steps[i - 1]?.from ?? ''), profile, 'register.steps must be days, in order');
    demand(isOneOf(['renamed', 'blocked'], effect), profile, 'register.steps must rename or block');
    demand((effect === 'renamed') === (shownAs !== undefined), profile, 'a renamed sender is shown as something');
  }
  demand(register === null || register.name !== '', profile, 'register must have a name');
  demand(route === null || isOneOf(['names', 'numbers'], route.of), profile, 'route.of must be names or numbers');
  demand(links === null || isOneOf(['blocked', 'filtered'], links.effect), profile, 'links.effect is none');
}

function profileOf(row: Profile) {
  const hours = typeof row.hours === 'string' ? data.hours[row.hours] : row.hours;
  demand(hours !== undefined, row, `there are no hours named ${row.hours}`);
  demandNetworks(row);
  const profile = {
    ...row,
    hours: { ...hours, note: hours.note ?? null },
    members: row.members?.split(' ') ?? [],
    sender: { ...row.sender, shortCodes: row.sender.shortCodes ?? null },
    senderName: row.sender.rule !== 'number-only',
    notes: row.notes ?? null,
  };
  demand(/^(?:[A-Z]{2}|\*)$/.test(row.country), row, 'the country must be two capitals, or * for the rest');
  demand(
    profile.members.every((code) => /^[A-Z]{2}$/.test(code)),
    row,
    'members must be two capitals each',
  );
  demand(['link', 'keyword', 'either'].includes(row.optOut), row, 'optOut must be link, keyword or either');
  demand(/^ .*\{\{(?:afmeld|optout)\}\}$/.test(row.link), row, 'link must begin with a space and end with the field');
  demand(/^ \S/.test(row.keyword) && !row.keyword.includes('{'), row, 'keyword must be a plain text behind a space');
  demand(
    row.keywords.some((word) => row.keyword.includes(word)),
    row,
    'keyword must hold one of the keywords',
  );
  demand(
    isKind(row.law.kind) && row.law.source !== '',
    row,
    'law must say whether it is law or advice, and its source',
  );
  demand(isBoth(row.law), row, 'law must be a sentence in both languages');
  demand(profile.notes === null || isBoth(profile.notes), row, 'notes must be a sentence in both');
  demand(profile.hours.note === null || isBoth(profile.hours.note), row, 'hours.note must be a sentence in both');
  const { kind, source: from, weekdays, saturday, sunday } = profile.hours;
  demand(isKind(kind) && from !== '' && [weekdays, saturday, sunday].every(isDay), row, 'hours are not complete');
  for (const zone of row.timeZones) new Intl.DateTimeFormat('en', { timeZone: zone });
  return profile;
}

const countries = data.profiles.map(({ country }) => country);
if (
  new Set(countries).size !== countries.length ||
  !countries.includes('*') ||
  Number.isNaN(Date.parse(data.checked))
) {
  throw new Error(`${source}: each country once, * among them, and the day they were checked`);
}
const profiles = Object.fromEntries(data.profiles.map((row) => [row.country, profileOf(row)]));
const json = JSON.stringify({ checked: data.checked, profiles }, null, 2);

/** Moments in order, and offsets of less than a day. */
function isInOrder(rows: readonly (readonly [string, number])[], until: number): boolean {
  const moments = [...rows.map(([from]) => Date.parse(from)), until];
  return (
    rows.length > 0 &&
    moments.every((ms, at) => !Number.isNaN(ms) && (at === 0 || (moments[at - 1] ?? 0) < ms)) &&
    rows.every(([, minutes]) => Number.isInteger(minutes) && Math.abs(minutes) < 1_440)
  );
}
const clocks: {
  release: string;
  read: string;
  until: string;
  zones: Record<string, [string, number][]>;
  links: Record<string, string>;
} = JSON.parse(read(CLOCKS));
if (Number.isNaN(Date.parse(clocks.read)) || !/^\d{4}[a-z]$/.test(clocks.release)) {
  throw new Error(`${CLOCKS}: a release, and the day it was read`);
}
for (const [zone, rows] of Object.entries(clocks.zones)) {
  new Intl.DateTimeFormat('en', { timeZone: zone });
  if (!isInOrder(rows, Date.parse(clocks.until))) throw new Error(`${CLOCKS}: ${zone}: moments in order, and minutes`);
}
for (const [name, zone] of Object.entries(clocks.links)) {
  if (clocks.zones[zone] === undefined) throw new Error(`${CLOCKS}: ${name} leads to ${zone}, which is not there`);
}
const timeZones = {
  ...{ release: clocks.release, read: clocks.read, untilMs: Date.parse(clocks.until), links: clocks.links },
  zones: Object.fromEntries(
    Object.entries(clocks.zones).map(([zone, rows]) => [
      zone,
      rows.map(([from, minutes]) => ({ fromMs: Date.parse(from), minutes })),
    ]),
  ),
};
write({
  'wasm/dist/country-profiles.json': `${json}\n`,
  // The same as a module: not every host imports JSON.
  'wasm/dist/country-data.js': `export default ${json};\nexport const timeZones = ${JSON.stringify(timeZones, null, 2)};\n`,
});
