import type { ProviderLimits } from '../provider-limits.d.ts';

/** Written by scripts/make-provider-limits.mjs. */
declare const limits: Record<string, ProviderLimits>;
export default limits;
