/**
 * The key that a browser takes the fingerprint of a list with. Derived from a secret, so that what is stored cannot be used
 * to try lists out; given only to who may publish, because whoever has it and the fingerprints can.
 */
import { Hono } from 'hono/tiny';
import type { ListKey } from '../../api.d.ts';
import { toHex } from '../octets.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { listKeyOf, rangeInUse } from './keys.ts';
import { ApiProblem } from './problem.ts';
import { wholeNumber } from './query.ts';

export const listKey = new Hono<ApiEnv>().get('/:host/list-key', need('campaigns:write'), async (context) => {
  const { host } = context.req.param();
  const wanted = wholeNumber('key', context.req.query('key'), 1, Number.MAX_SAFE_INTEGER);
  const domain = await workspaceStub(context.env).domain(host);
  if (domain === null) throw new ApiProblem(404, `${host} is no link domain.`);
  const range =
    wanted === undefined ? rangeInUse(domain) : domain.record.keys.find((candidate) => candidate.key === wanted);
  if (range === undefined) throw new ApiProblem(404, `${host} has no list key ${wanted ?? ''}.`);
  const secret = await listKeyOf(context.env, host, range);
  return context.json<ListKey>({ key: range.key, secret: toHex(secret) });
});
