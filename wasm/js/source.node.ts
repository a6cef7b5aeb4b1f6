import { readFile } from 'node:fs/promises';
import type { CoreSource } from '../common.d.ts';
import { compile } from './source.ts';

/** As `compile`; Node's `fetch` knows no files. */
export async function compileInNode(source: CoreSource): Promise<WebAssembly.Module> {
  const at = typeof source === 'string' && URL.canParse(source) ? new URL(source) : source;
  return compile(at instanceof URL && at.protocol === 'file:' ? new Uint8Array(await readFile(at)) : source);
}
