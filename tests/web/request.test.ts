/** The client of the API is typed by the worker's table; what it sends, the browser tests see. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { addressOf } from '../../web/src/api/request.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = (command: string, ...args: readonly string[]) => spawnSync(command, args, { cwd: root, encoding: 'utf8' });

test('a request that the worker would refuse as wrongly formed does not compile', () => {
  // The worker's own globals, which a fresh clone has not got yet.
  if (!existsSync(`${root}worker/worker-configuration.d.ts`)) expect(run('npm', 'run', 'types').status).toBe(0);
  // Each such request in the file stands under a @ts-expect-error: one that compiled would be the compiler's error.
  const tsc = run('node_modules/.bin/tsc', '-b', 'tests/types/tsconfig.api-client.json');
  expect([tsc.stdout, tsc.status]).toEqual(['', 0]);
});

test('of the worker the page gets types alone: no schema, no line of code', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['web/src/api/client.ts'],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
  });
  expect(Object.keys(metafile.inputs).sort()).toEqual(['web/src/api/client.ts', 'web/src/api/request.ts']);
});

test('params stand in the path as one piece each, a query behind it', () => {
  const params = { id: 's.brand.dk:1/../2?' };
  expect(addressOf('GET /api/campaigns/{id}/hits.csv', { params })).toBe(
    '/api/campaigns/s.brand.dk%3A1%2F..%2F2%3F/hits.csv',
  );
  expect(addressOf('GET /api/campaigns', { query: { pageLimit: 50, archived: false } })).toBe(
    '/api/campaigns?pageLimit=50&archived=false',
  );
  expect(addressOf('GET /api/campaigns', { query: { cursor: 'a&b=c' } })).toBe('/api/campaigns?cursor=a%26b%3Dc');
  expect(addressOf('GET /api/campaigns')).toBe('/api/campaigns');
});
