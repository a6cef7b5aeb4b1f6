import { readFileSync } from 'node:fs';

/** Rows of a file in tests/data: fields between tabs, `#` lines and empty lines left out. */
export function readTsv(name: string): string[][] {
  return readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}
