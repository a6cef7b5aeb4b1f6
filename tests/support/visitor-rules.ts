import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The rules file that the build makes, as the package ships it. */
export const visitorRules = (): Uint8Array =>
  new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve('klikspor/visitor-rules.bin'))));
