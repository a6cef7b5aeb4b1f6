/** What simulation and cost table share: the deployed configuration, and how phones are spread. */
import { readFileSync } from 'node:fs';

const toml = readFileSync(new URL('../../wrangler.toml', import.meta.url), 'utf8');

function configured(name: string): number {
  const value = Number(new RegExp(`^${name} = "(\\d+)"$`, 'm').exec(toml)?.[1]);
  if (!Number.isFinite(value)) throw new Error(`wrangler.toml does not set ${name}`);
  return value;
}

export const GATHER_MS = configured('GATHER_MS');
export const PUBLISH_INTERVAL_MS = configured('PUBLISH_INTERVAL_MS');
export const RECORD_LIFE_MS = configured('RECORD_LIFE_MS');

/** A country's phones reach a few of the platform's locations; each runs its own isolates. */
export const LOCATIONS = 3;
