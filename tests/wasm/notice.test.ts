/** What the package's NOTICE has to name: whatever of other people's work is compiled, written or copied into it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const notice = read('wasm/NOTICE');
const sourcesOf = (folder: string): string[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[ch]pp$/.test(file))
    .map((file) => read(`${folder}/${file}`));

test('every library that the core includes is named with its licence', () => {
  const included = [...sourcesOf('core'), ...sourcesOf('wasm/door')].flatMap((text) =>
    [...text.matchAll(/#include <([a-z]+)\//g)].map(([, library]) => library),
  );
  const terms: Readonly<Record<string, string>> = {
    boost: 'Boost Software License - Version 1.0',
    emscripten: 'The Emscripten Authors',
  };
  expect(new Set(included)).toEqual(new Set(Object.keys(terms)));
  for (const text of Object.values(terms)) expect(notice).toContain(text);
  // What Emscripten links to all that it builds.
  for (const text of ['Rich Felker, et al.', 'Apache License 2.0', 'LLVM Exceptions']) expect(notice).toContain(text);
});

test('the data of others is named with its licence', () => {
  const crawlers = readFileSync(fileURLToPath(new URL('LICENSE', import.meta.resolve('crawler-user-agents'))), 'utf8');
  const copyright = /Copyright .*/.exec(crawlers)?.[0] ?? 'none';
  expect(notice).toContain(copyright);
  const unicode = /Unicode (\d+)\.0/.exec(read('core/src/tables/cluster_tables.hpp'))?.[1];
  expect(notice).toContain(`the Unicode Character Database, version ${unicode}:`);
  expect(notice).toMatch(/dist\/character-names\.js holds names from the Unicode Character Database, version \d+/);
});

test('the packed package holds its licence and the notice', () => {
  expect(read('wasm/LICENSE')).toBe(read('LICENSE'));
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: `${root}wasm`, encoding: 'utf8' }),
  );
  const files = packed.files.map(({ path }: { path: string }) => path);
  expect(files).toContain('LICENSE');
  expect(files).toContain('NOTICE');
});
