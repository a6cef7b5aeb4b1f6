/** Quiet hours of a country between two moments. The rule is the core's: each half hour is asked about. */
import { ask } from '../engine/client.ts';

const STEP_MS = 30 * 60_000;

export type Span = readonly [fromMs: number, toMs: number];

const known = new Map<string, Promise<readonly Span[]>>();

/** `country`: ISO 3166-1 alpha-2, or empty. Hours change at half hours everywhere. */
export function quietSpans(country: string, fromMs: number, toMs: number): Promise<readonly Span[]> {
  const key = `${country} ${fromMs} ${toMs}`;
  const found = known.get(key) ?? asked(country, fromMs, toMs);
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}

async function asked(country: string, fromMs: number, toMs: number): Promise<readonly Span[]> {
  const first = Math.floor(fromMs / STEP_MS) * STEP_MS;
  const moments = Array.from({ length: Math.ceil((toMs - first) / STEP_MS) }, (_, step) => first + step * STEP_MS);
  const question = { sender: '', host: null, countries: [country], registrations: [] };
  const answers = await Promise.all(moments.map((atMs) => ask('networks', { ...question, atMs }).answer));
  const spans: [number, number][] = [];
  for (const [step, atMs] of moments.entries()) {
    if ((answers[step]?.countries[0]?.quiet ?? null) === null) continue;
    const before = spans.at(-1);
    if (before?.[1] === atMs) before[1] = atMs + STEP_MS;
    else spans.push([atMs, atMs + STEP_MS]);
  }
  return spans.map(([from, to]) => [Math.max(from, fromMs), Math.min(to, toMs)] as const);
}
