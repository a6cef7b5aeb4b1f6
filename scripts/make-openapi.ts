// Writes /api/openapi.json beside the app's files, from the schemas the worker checks requests with. `--check` only
// compares.
import { load } from 'klikspor';
import { openapi } from '../worker/src/api/openapi.ts';
import { write } from './generated.ts';

const { version } = await load();
write({ 'web/dist/api/openapi.json': `${JSON.stringify(openapi(version))}\n` });
