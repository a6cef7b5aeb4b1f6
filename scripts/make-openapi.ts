// Writes /api/openapi.json beside the app's files, from the table that the worker answers by. `--check` only compares.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { load } from 'klikspor';
import { write } from './generated.ts';

// The worker's bundler makes octets of such a file; Node asks.
registerHooks({
  load: (url, context, next) =>
    url.endsWith('.bin')
      ? {
          format: 'module',
          shortCircuit: true,
          source: `export default Uint8Array.of(${readFileSync(fileURLToPath(url)).join()}).buffer;`,
        }
      : next(url, context),
});
const { openapi } = await import('../worker/src/api/openapi.ts');

const { version } = await load();
write({ 'web/dist/api/openapi.json': `${JSON.stringify(openapi(version))}\n` });
