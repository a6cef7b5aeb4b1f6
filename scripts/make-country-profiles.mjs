// Writes the countries' profiles into wasm/dist, from core/data/country-profiles.json. `--check` only compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const source = 'core/data/country-profiles.json';
const data = JSON.parse(readFileSync(new URL(source, root), 'utf8'));

function demand(holds, profile, what) {
  if (!holds) throw new Error(`${source}: ${profile.country}: ${what}`);
}

const isKind = (kind) => kind === 'law' || kind === 'advice';
const isSentence = (text) => typeof text === 'string' && /^\p{Lu}.*\.$/u.test(text);
const isTime = (text) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
/** Nothing on that day, or from and to. */
const isDay = (day) => day === null || (day.length === 2 && day.every(isTime) && day[0] < day[1]);

function profileOf(row) {
  const profile = {
    ...row,
    hours: typeof row.hours === 'string' ? data.hours[row.hours] : row.hours,
    members: row.members?.split(' ') ?? [],
    notes: row.notes ?? null,
  };
  demand(/^(?:[A-Z]{2}|\*)$/.test(row.country), profile, 'the country must be two capitals, or * for the rest');
  demand(
    profile.members.every((code) => /^[A-Z]{2}$/.test(code)),
    profile,
    'members must be two capitals each',
  );
  demand(['link', 'keyword', 'either'].includes(row.optOut), profile, 'optOut must be link, keyword or either');
  demand(
    /^ .*\{\{(?:afmeld|optout)\}\}$/.test(row.link),
    profile,
    'link must begin with a space and end with the field',
  );
  demand(
    /^ \S/.test(row.keyword) && !row.keyword.includes('{'),
    profile,
    'keyword must be a plain text behind a space',
  );
  demand(
    row.keywords.some((word) => row.keyword.includes(word)),
    profile,
    'keyword must hold one of the keywords',
  );
  demand(isKind(row.law.kind) && row.law.source, profile, 'law must say whether it is law or advice, and its source');
  demand(isSentence(row.law.en) && isSentence(row.law.da), profile, 'law must be a sentence in both languages');
  if (profile.notes !== null) {
    demand(isSentence(profile.notes.en) && isSentence(profile.notes.da), profile, 'notes must be a sentence in both');
  }
  const { kind, source: from, weekdays, saturday, sunday } = profile.hours ?? {};
  demand(isKind(kind) && from && [weekdays, saturday, sunday].every(isDay), profile, 'hours are not complete');
  for (const zone of row.timeZones) new Intl.DateTimeFormat('en', { timeZone: zone });
  demand(typeof row.senderName === 'boolean', profile, 'senderName must be true or false');
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
const { sending, between, leading } = data.words;
const words = { sending: sending.split(' '), between: between.split(' '), leading: leading.split(' ') };
const profiles = Object.fromEntries(data.profiles.map((row) => [row.country, profileOf(row)]));
const json = JSON.stringify({ checked: data.checked, words, profiles }, null, 2);
const files = {
  'wasm/dist/country-profiles.json': `${json}\n`,
  // The same for `js/country-profiles.ts`: not every host imports JSON.
  'wasm/dist/country-data.js': `export default ${json};\n`,
};
mkdirSync(new URL('wasm/dist', root), { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const target = new URL(name, root);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${name} is not what ${source} makes: run scripts/make-country-profiles.mjs`);
    process.exit(1);
  }
}
