/**
 * What a request leaves on the machine of somebody who tries klikspor. wrangler traces every request with its URL unless it
 * is told not to, and the path of a short link is its recipient.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startDevWorker } from '../support/dev-worker.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Files below a folder that hold one of these texts. */
function holding(folder: string, needles: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const octets = readFileSync(file);
      return needles.some((needle) => octets.includes(needle));
    });
}

/** Follows a link as `npm start` serves it, and looks through everything that is stored. */
async function storedAfterARequest(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const worker = await startDevWorker({}, environment);
  try {
    const answer = await fetch(`${worker.origin}/Bcdfg7Hj`, { headers: { 'user-agent': 'needle-of-a-phone' } });
    expect(answer.status).toBe(404);
    // Traces are written some moments later.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return holding(worker.stateFolder, ['Bcdfg7Hj', 'needle-of-a-phone']);
  } finally {
    await worker.stop();
  }
}

test('npm start keeps no trace of a request; wrangler left to itself does', async () => {
  const script = readFileSync(join(root, 'scripts/start.sh'), 'utf8');
  const exported = Object.fromEntries(
    Array.from(script.matchAll(/^export ([A-Z_]+)=(\w+)$/gm), ([, name = '', value = '']) => [name, value]),
  );
  expect(await storedAfterARequest(exported)).toEqual([]);
  // What earlier starts left is taken away where it lies.
  const [store = ''] = await storedAfterARequest({});
  expect(store).toContain('/v3/observability/');
  expect(script).toContain('rm -rf .wrangler/state/v3/observability\n');
});
