import type { SegmentPlan } from '../composer.d.ts';
import type { ExceededLimit, ProviderLimits } from '../provider-limits.d.ts';
import { checkInteger } from './check.ts';
import limits from './provider-data.js';

export const PROVIDER_LIMITS: Readonly<Record<string, ProviderLimits>> = Object.freeze(limits);

export function checkProviderLimits(
  plan: Pick<SegmentPlan, 'segments'>,
  characters: number,
  provider: string,
): readonly ExceededLimit[] {
  const known = Object.hasOwn(PROVIDER_LIMITS, provider) ? PROVIDER_LIMITS[provider] : undefined;
  if (known === undefined) {
    const names = Object.keys(PROVIDER_LIMITS).join(', ');
    throw new RangeError(`provider is ${JSON.stringify(provider)}; it must be one of ${names}`);
  }
  checkInteger('characters', characters, 0, Number.MAX_SAFE_INTEGER);
  const exceeded: ExceededLimit[] = [];
  const compare = (limit: ExceededLimit['limit'], value: number, max: number | null) => {
    if (max !== null && value > max) exceeded.push({ limit, value, max });
  };
  compare('segments', plan.segments, known.maxSegments);
  compare('characters', characters, known.maxCharacters);
  return exceeded;
}
