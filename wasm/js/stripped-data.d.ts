import type { StrippedParameter } from '../stripped-parameters.d.ts';

/** Written by scripts/make-stripped-parameters.ts. */
declare const data: Readonly<Record<string, StrippedParameter>>;
export default data;
