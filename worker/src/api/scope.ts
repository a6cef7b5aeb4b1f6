/** What a token may do. */
import * as v from 'valibot';

export const scope = v.picklist(
  [
    'campaigns:read',
    'campaigns:write',
    'opt-outs:read',
    'opt-outs:write',
    'inbound:write',
    'messages:send',
    'hits:read',
    'conversions:write',
    'admin',
  ],
  'A scope is campaigns:read, campaigns:write, opt-outs:read, opt-outs:write, inbound:write, messages:send, hits:read, conversions:write or admin.',
);
/** `admin` opens what every other opens, and more. */
export type Scope = v.InferOutput<typeof scope>;
