/** Moments and spans of time in words, in the language on screen and by this machine's clock. */
import { computed } from '@preact/signals';
import { language } from '../i18n/index.ts';
import { LANGUAGES } from '../i18n/languages.ts';

const locale = computed(() => LANGUAGES[language.value].locale);

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

export const HOUR_MS = HOUR_S * 1_000;

function unitOf(seconds: number): { readonly unit: 'minute' | 'hour' | 'day'; readonly size: number } {
  if (seconds < 2 * HOUR_S) return { unit: 'minute', size: MINUTE_S };
  return seconds < 2 * DAY_S ? { unit: 'hour', size: HOUR_S } : { unit: 'day', size: DAY_S };
}

/** Never less than it is: what came within a span of 75 seconds came within 2 minutes, and not within one. */
function inUnits(seconds: number, unitDisplay: 'long' | 'short'): string {
  const { unit, size } = unitOf(seconds);
  const steps = unit === 'minute' ? 1 : 10;
  const format = new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
  return format.format(Math.max(Math.ceil((seconds / size) * steps) / steps, 1));
}

/** 420 as “7 minutes”; from two hours on in hours, from two days on in days, both by tenths. */
export const formatSpan = (seconds: number): string => inUnits(seconds, 'long');
/** The same as “7 min” where there is little room; a whole hour or day is one. */
export function formatShortSpan(seconds: number): string {
  const whole = seconds === DAY_S ? 'day' : seconds === HOUR_S ? 'hour' : null;
  if (whole === 'hour' || whole === 'day') {
    const count = whole === 'day' ? 24 : 1;
    return new Intl.NumberFormat(locale.value, { style: 'unit', unit: 'hour', unitDisplay: 'short' }).format(count);
  }
  return inUnits(seconds, 'short');
}

/** “14:00”. */
export const formatClock = (atMs: number): string =>
  new Intl.DateTimeFormat(locale.value, { hour: '2-digit', minute: '2-digit' }).format(atMs);
const named = (atMs: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale.value, options).format(atMs);
/** “Sun 29”. */
export const formatShortDay = (atMs: number): string =>
  `${named(atMs, { weekday: 'short' })} ${named(atMs, { day: 'numeric' })}`;
/** “Sunday 14:00”, for moments within a week. */
export const formatHour = (atMs: number): string => `${named(atMs, { weekday: 'long' })} ${formatClock(atMs)}`;

/** IANA name of the zone this machine's clock is in. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
