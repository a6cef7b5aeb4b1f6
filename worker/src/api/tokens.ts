import { Hono } from 'hono/tiny';
import type { Token } from '../../api.d.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, need, sha256Hex, tokenSecret } from './auth.ts';
import { readBody } from './body.ts';
import { ApiProblem } from './problem.ts';
import { newToken } from './schemas.ts';

export const tokens = new Hono<ApiEnv>()
  .use(need('admin'))
  .get('/', async (context) => context.json({ entries: await workspaceStub(context.env).tokens() }))
  .post('/', async (context) => {
    const { value } = await readBody(context.req.raw, newToken);
    const secret = tokenSecret();
    const token = {
      id: crypto.randomUUID(),
      name: value.name,
      scopes: value.scopes,
      createdAtMs: Date.now(),
      expiresAtMs: value.expiresAtMs ?? null,
    };
    await workspaceStub(context.env).addToken({ ...token, hash: await sha256Hex(secret) });
    return context.json<Token>({ ...token, secret }, 201);
  })
  .delete('/:id', async (context) => {
    const { id } = context.req.param();
    if (!(await workspaceStub(context.env).revoke('token', id))) throw new ApiProblem(404, 'There is no such token.');
    return context.body(null, 204);
  });
