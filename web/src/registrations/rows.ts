/** What somebody stated of registering senders and link domains with the networks of a country. Pure. */
import type { RegistrationState } from 'klikspor/country-profiles';

export interface Subject {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly of: 'sender' | 'domain';
  /** A sender as `writtenSender` of the core has it: a number is the same however it is grouped. */
  readonly name: string;
}

/** Nothing is kept of what was not asked. */
export interface RegistrationRow extends Subject {
  readonly state: 'asked' | 'confirmed';
  /** Such as 2026-11-29. */
  readonly on: string;
}

export const NOT_ASKED: RegistrationState = { state: 'not-asked' };

export const isDay = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text);

function isRow(row: unknown): row is RegistrationRow {
  if (row === null || typeof row !== 'object') return false;
  const { country, of, name, state, on } = row as Record<string, unknown>;
  const isSubject = typeof country === 'string' && (of === 'sender' || of === 'domain') && typeof name === 'string';
  return isSubject && (state === 'asked' || state === 'confirmed') && isDay(on);
}

/** What was kept of them; what is no row is left out. */
export function keptRegistrations(rows: unknown): readonly RegistrationRow[] {
  return Array.isArray(rows) ? rows.filter(isRow) : [];
}

const isOf = (row: Subject, { country, of, name }: Subject) =>
  row.country === country && row.of === of && row.name === name;

export function registrationOf(rows: readonly RegistrationRow[], subject: Subject): RegistrationState {
  const row = rows.find((candidate) => isOf(candidate, subject));
  return row === undefined ? NOT_ASKED : { state: row.state, on: row.on };
}

export function withRegistration(
  rows: readonly RegistrationRow[],
  { country, of, name }: Subject,
  registration: RegistrationState,
): readonly RegistrationRow[] {
  const others = rows.filter((row) => !isOf(row, { country, of, name }));
  return registration.state === 'not-asked'
    ? others
    : [...others, { country, of, name, state: registration.state, on: registration.on }];
}

/** Countries whose rules hold: the campaign's, and those of its list. A number may belong to none. */
export function countriesOf(
  country: string,
  list: { readonly countries: readonly { readonly country: string }[] } | null,
): readonly string[] {
  return [...new Set([country, ...(list?.countries ?? []).map((entry) => entry.country)])];
}

/** When the message arrives, as far as anybody knows: what is past is not planned. */
export const arrivesAtMs = (sendAtMs: number | null, nowMs: number): number => Math.max(sendAtMs ?? nowMs, nowMs);
