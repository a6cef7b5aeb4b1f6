import type { ProviderLimits } from '../provider-limits.d.ts';
import limits from './provider-data.js';

export const PROVIDER_LIMITS: Readonly<Record<string, ProviderLimits>> = Object.freeze(limits);

export function providerLimits(provider: string): ProviderLimits {
  const known = Object.hasOwn(PROVIDER_LIMITS, provider) ? PROVIDER_LIMITS[provider] : undefined;
  if (known !== undefined) return known;
  const names = Object.keys(PROVIDER_LIMITS).join(', ');
  throw new RangeError(`provider is ${JSON.stringify(provider)}; it must be one of ${names}`);
}
