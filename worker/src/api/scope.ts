/** What a token may do. */
import * as v from 'valibot';

export const scope = v.picklist(
  ['campaigns:read', 'campaigns:write', 'opt-outs:read', 'hits:read', 'admin'],
  'A scope is campaigns:read, campaigns:write, opt-outs:read, hits:read or admin.',
);
/** `admin` opens what every other opens, and more. */
export type Scope = v.InferOutput<typeof scope>;
