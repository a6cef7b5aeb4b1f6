/** What networks make of a sender and of links, by what was read of them. Every rule is a row of the profile. */
import type {
  CountryProfile,
  LinkVerdict,
  Reading,
  RegistrationState,
  SenderRule,
  SenderVerdict,
} from '../country-profiles.d.ts';
import { isNumber } from './is-number.ts';

export function senderVerdict(
  profile: CountryProfile,
  sender: string,
  registration: RegistrationState,
  atMs: number,
): SenderVerdict {
  const { sender: rule, register } = profile;
  const day = dayIn(profile, atMs);
  if (isOutdated(rule, day)) return { verdict: 'outdated', reading: rule };
  const number = isNumber(sender);
  if (rule.rule === 'unknown' || (number && rule.numbers === 'unknown')) return { verdict: 'unknown' };
  if (!number && rule.rule === 'number-only') return { verdict: 'name-not-carried' };
  if (!number && rule.form !== null && !PLAIN.test(sender.trim())) return { verdict: 'name-form' };
  if (number && !isCarriedNumber(rule, sender)) return { verdict: 'number-refused' };

  const isRegistered = number ? rule.numbers === 'registered' : rule.rule === 'registered-name';
  const route = profile.route?.of === (number ? 'numbers' : 'names') ? profile.route : null;
  const old = [isRegistered ? register : null, route].find((reading) => reading !== null && isOutdated(reading, day));
  if (old) return { verdict: 'outdated', reading: old };
  if (!isRegistered || register === null || registration.state === 'confirmed') return { verdict: 'carried', route };
  const step = register.steps.findLast(({ from }) => from <= day);
  if (step === undefined) {
    const [first] = register.steps;
    return first === undefined ? { verdict: 'unknown' } : { verdict: 'soon', register, step: first };
  }
  return step.effect === 'renamed' ? { verdict: 'renamed', register, step } : { verdict: 'blocked', register, step };
}

export function linkVerdict(profile: CountryProfile, registration: RegistrationState, atMs: number): LinkVerdict {
  const { links } = profile;
  if (links === null) return { verdict: 'not-read' };
  if (isOutdated(links, dayIn(profile, atMs))) return { verdict: 'outdated', reading: links };
  return registration.state === 'confirmed' ? { verdict: 'carried' } : { verdict: links.effect, links };
}

const LONGEST = 11;
const PLAIN = /^[A-Za-z0-9]{1,11}$/;
/** Letters that no accent makes; the rest fall apart by their canonical decomposition. */
const WRITTEN_OUT = new Map([
  ['æ', 'ae'],
  ['ø', 'oe'],
  ['å', 'aa'],
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
  ['ß', 'ss'],
]);

export function plainName(name: string): string | null {
  const written = [...name.normalize('NFC')].map((sign) => {
    const out = WRITTEN_OUT.get(sign.toLowerCase());
    if (out === undefined) return sign;
    return sign === sign.toLowerCase() ? out : `${out.charAt(0).toUpperCase()}${out.slice(1)}`;
  });
  const plain = written
    .join('')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, LONGEST);
  return /[A-Za-z]/.test(plain) ? plain : null;
}

function isCarriedNumber({ numbers, shortCodes }: SenderRule, sender: string): boolean {
  if (numbers !== 'short-codes' || shortCodes === null) return true;
  return new RegExp(`^(?:${shortCodes})$`).test(sender.replace(/\s/g, ''));
}

const isOutdated = ({ validUntil }: Reading, day: string): boolean => day > validUntil;

/** The day it is in the country, such as 2026-11-29; where it has several, in its first. */
function dayIn({ timeZones: [timeZone = 'UTC'] }: CountryProfile, atMs: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return [parts.get('year'), parts.get('month'), parts.get('day')].join('-');
}
