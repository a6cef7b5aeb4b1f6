/** Which folder of web/src may import which: what is pure knows no signals, and nothing below the state knows the state. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../web/src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:tsx?|css)$/.test(name));
const IMPORTED = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

/** Files of the page by their path in web/src, packages by their name; types alone count too. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORTED)].map(([, name = '']) =>
    name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name,
  );
}

const importing = (folders: readonly string[], isWrong: (imported: string) => boolean) =>
  files
    .filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)))
    .flatMap((file) => importsOf(file).flatMap((imported) => (isWrong(imported) ? [`${file} → ${imported}`] : [])));
const within = (folders: readonly string[]) => (imported: string) =>
  folders.some((folder) => imported.startsWith(`${folder}/`));

const SEEN = ['composer', 'report', 'shell'];

describe('the folders of the page', () => {
  test('are read whole', () => {
    expect(importing(['state'], within(['engine'])).length).toBeGreaterThan(10);
    expect(importing(['composer'], within(['state'])).length).toBeGreaterThan(50);
  });

  test('below the state import none of it, nor what a person sees', () => {
    const below = ['api', 'i18n', 'engine', 'list-reading', 'checklist', 'draft', 'prices', 'registrations'];
    expect(importing(below, within(['state', ...SEEN]))).toEqual([]);
  });

  test('of the state import nothing that a person sees', () => {
    expect(importing(['state'], within(SEEN))).toEqual([]);
  });

  test('that are pure hold no signals', () => {
    const pure = ['engine', 'list-reading', 'checklist', 'draft', 'prices', 'registrations'];
    expect(importing(pure, (imported) => /^(?:preact|@preact)\b/.test(imported))).toEqual([]);
  });

  test('have every stylesheet in one of them', () => {
    expect(files.filter((file) => file.endsWith('.css') && !file.startsWith('styles/'))).toEqual([]);
  });
});

test('the protocol of the engine carries calls: every shape stands with its owner', () => {
  const text = readFileSync(join(root, 'engine/protocol.ts'), 'utf8');
  const exported = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name);
  expect(exported).toEqual(['Calls', 'CallName', 'ToEngine', 'FromEngine']);
});
