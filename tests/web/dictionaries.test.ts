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

  test.each([
    ['da', ['1 modtager', '2 modtagere'], ['modtager', 'modtagere'], ['række', 'rækker']],
    ['en', ['1 recipient', '2 recipients'], ['recipient', 'recipients'], ['row', 'rows']],
  ] as const)('count one as one in %s', (language, loaded, recipients, rows) => {
    const { list, listFile, listCheck, compose, report } = dictionaries[language];
    for (const [at, count] of ['1', '2'].entries()) {
      const isOnce = (text: string, words: readonly string[]) =>
        expect(text).toMatch(new RegExp(`${count} ${words[at]}(?!\\p{L})`, 'u'));
      expect(list.loaded(count)).toBe(loaded[at]);
      isOnce(listFile.stillLoaded('a.csv', count), recipients);
      isOnce(compose.ready(count, count), recipients);
      isOnce(compose.twin('A', 'x', count), recipients);
      isOnce(report.published('x', 'example.dk', count), recipients);
      isOnce(listCheck.published('a.csv', count), rows);
      isOnce(listCheck.otherRows('a.csv', count, '3'), rows);
    }
    const [one, two] = [listFile.hiddenQuestion(1, '1', '3'), listFile.hiddenQuestion(2, '2', '3')];
    expect([one, two]).toEqual(
      language === 'da'
        ? [expect.stringMatching(/Er den også en modtager\?$/), expect.stringMatching(/Er de også modtagere\?$/)]
        : [expect.stringMatching(/Is it a recipient too\?$/), expect.stringMatching(/Are they recipients too\?$/)],
    );
  });
});
