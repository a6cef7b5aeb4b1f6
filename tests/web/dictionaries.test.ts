import { describe, expect, test } from 'vitest';
import { dictionaries } from './drive.ts';

/** Every text with its path; sentences with values are called with stand-ins, so that each must appear. */
function texts(node: unknown, path: string): [path: string, text: string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const names = Array.from({ length: node.length }, (_, index) => `«${index}»`);
    return [[path, String(node(...names))]];
  }
  return Object.entries(node as object).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

const danish = texts(dictionaries.da, 'da');
const english = texts(dictionaries.en, 'en');

describe('the dictionaries', () => {
  test('have the same keys', () => {
    const keys = (list: [string, string][]) => list.map(([path]) => path.slice(2)).sort();
    expect(keys(danish)).toEqual(keys(english));
    expect(danish.length).toBeGreaterThan(150);
  });

  test('leave no text empty and no value out', () => {
    for (const [path, text] of [...danish, ...english]) {
      expect(text.trim(), path).not.toBe('');
      expect(text, path).not.toContain('undefined');
    }
  });

  test('say the same values in both languages', () => {
    const values = (text: string) => [...new Set(text.match(/«\d»/g) ?? [])].sort();
    const other = new Map(english.map(([path, text]) => [path.slice(2), text]));
    for (const [path, text] of danish) expect(values(text), path).toEqual(values(other.get(path.slice(2)) ?? ''));
  });
});
