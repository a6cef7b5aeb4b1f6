import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LANGUAGE_CODES } from '../../web/src/i18n/languages.ts';
import { dictionaries } from '../support/drive.ts';

/** Every text with its path; sentences with values are called with stand-ins, so that each must appear. */
function texts(node: unknown, path: string): [path: string, text: string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const names = Array.from({ length: node.length }, (_, index) => `«${index}»`);
    return [[path, String(node(...names))]];
  }
  return Object.entries(node as object).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

const root = new URL('../../web/src/i18n/', import.meta.url);
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const filesOf = (language: string) => readdirSync(new URL(`${language}/`, root)).sort();
const wordsOf = async (language: string, file: string) =>
  texts({ ...(await import(new URL(`${language}/${file}`, root).href)) }, '');

test('every language has a folder with the files of English, and no other folder is there', () => {
  expect(folders.sort()).toEqual([...LANGUAGE_CODES].sort());
  for (const language of folders) expect(filesOf(language), language).toEqual(filesOf('en'));
  expect(filesOf('en').length).toBeGreaterThan(20);
});

describe.each(LANGUAGE_CODES)('the words in %s', (language) => {
  test.each(filesOf('en'))('of %s: the keys and values of English, none empty, none left out', async (file) => {
    const own = await wordsOf(language, file);
    const english = new Map(await wordsOf('en', file));
    expect(own.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    const values = (text: string) => [...new Set(text.match(/«\d»/g) ?? [])].sort();
    for (const [path, text] of own) {
      expect(text.trim(), path).not.toBe('');
      expect(text, path).not.toContain('undefined');
      expect(values(text), path).toEqual(values(english.get(path) ?? ''));
    }
  });
});

describe('the dictionaries', () => {
  test('hold every text of the page', () => {
    expect(texts(dictionaries.en, '').length).toBeGreaterThan(500);
  });

  test.each([
    [
      'da',
      ['1 modtager', '2 modtagere'],
      ['modtager', 'modtagere'],
      ['række', 'rækker'],
      ['(færdig )?besked', '(færdige )?beskeder'],
    ],
    [
      'en',
      ['1 recipient', '2 recipients'],
      ['recipient', 'recipients'],
      ['row', 'rows'],
      ['(finished )?message', '(finished )?messages'],
    ],
  ] as const)('count one as one in %s', (language, loaded, recipients, rows, messages) => {
    const { listFile, listCheck, compose, report } = dictionaries[language];
    for (const [at, count] of ['1', '2'].entries()) {
      const isOnce = (text: string, words: readonly string[]) =>
        expect(text).toMatch(new RegExp(`${count} ${words[at]}(?!\\p{L})`, 'u'));
      expect(listFile.loaded(count)).toBe(loaded[at]);
      isOnce(listFile.stillLoaded('a.csv', count), recipients);
      isOnce(compose.ready(count, count), recipients);
      isOnce(compose.twin('A', 'x', count), recipients);
      isOnce(report.published('x', 'example.dk', count), recipients);
      isOnce(report.downloadLead(count), messages);
      isOnce(report.downloadLeadShared(count), messages);
      isOnce(report.downloaded(count), messages);
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
