// Writes /api/openapi.json beside the app's files, from the schemas the worker checks requests with.
import { mkdirSync, writeFileSync } from 'node:fs';
import { load } from 'klikspor';
import { openapi } from '../worker/src/api/openapi.ts';

const folder = new URL('../web/dist/api/', import.meta.url);
mkdirSync(folder, { recursive: true });
const { version } = await load();
writeFileSync(new URL('openapi.json', folder), `${JSON.stringify(openapi(version))}\n`);
