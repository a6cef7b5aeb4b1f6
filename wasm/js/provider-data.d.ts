import type { ProviderLimits } from '../provider-limits.d.ts';

/** Written by scripts/make-provider-limits.ts. */
declare const limits: Record<string, ProviderLimits>;
export default limits;
