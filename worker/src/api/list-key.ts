/**
 * The key that a browser takes the fingerprint of a list with. Derived from a secret, so that what is stored cannot be used
 * to try lists out; given only to who may publish, because whoever has it and the fingerprints can.
 */
import * as v from 'valibot';
import { toHex } from '../octets.ts';
import { workspaceStub } from '../stubs.ts';
import { endpoint } from './endpoint.ts';
import { count } from './fields.ts';
import { noDomain } from './hosts.ts';
import { listKeyOf, rangeInUse } from './keys.ts';
import { ApiProblem } from './problem.ts';
import { wholeNumber } from './query.ts';

/** `docs/api.md` says how fingerprints are made with it. */
const listKey = v.strictObject({
  /** n of the secret it is derived from. */
  key: count,
  /** 32 octets as 64 hex digits. */
  secret: v.string(),
});
export type ListKey = v.InferOutput<typeof listKey>;

export const listKeyEndpoints = [
  endpoint({
    route: 'GET /api/domains/{host}/list-key',
    summary: 'The key that fingerprints of lists are made with',
    access: 'campaigns:write',
    query: { key: wholeNumber('Number of an earlier one', 1, Number.MAX_SAFE_INTEGER) },
    answer: listKey,
    refusals: { 404: 'There is no such domain, or it never had this key' },
    examples: [{ params: { host: 's.brand.dk' } }, { params: { host: 's.brand.dk' }, query: { key: 1 } }],
    handle: async ({ env, params: { host }, query: { key: wanted } }) => {
      const domain = await workspaceStub(env).domain(host);
      if (domain === null) throw noDomain(host);
      const range = wanted === undefined ? rangeInUse(domain) : domain.record.keys.find(({ key }) => key === wanted);
      if (range === undefined) throw new ApiProblem(404, `${host} has no list key ${wanted ?? ''}.`);
      return { key: range.key, secret: toHex(await listKeyOf(env, host, range)) };
    },
  }),
];
