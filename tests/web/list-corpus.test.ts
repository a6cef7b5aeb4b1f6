/**
 * Lists of many kinds, read as they were read before rows were taken at speed: who is taken, as what, who is left out and why,
 * and what the page says of it, as digests of the answers then. `KLIKSPOR_WRITE_DIGESTS=1` writes them anew, where an answer is meant to change.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import { CANCELLED } from '../../web/src/engine/control.ts';
import { Templates } from '../../web/src/engine/templates.ts';
import { importRecipients } from '../../web/src/list-reading/import.ts';
import type { ImportAsk } from '../../web/src/list-reading/summary.ts';
import { type CorpusFile, listCorpus } from '../support/list-corpus.ts';

const core = await load();
const stored = new URL('../data/list-corpus.json', import.meta.url);
const written = process.env.KLIKSPOR_WRITE_DIGESTS === '1';
const digests: Record<string, string> = written ? {} : JSON.parse(readFileSync(stored, 'utf8'));

const WAYS: Readonly<Record<string, Partial<ImportAsk>>> = {
  'as it is': {},
  'in halves, some values rewritten': { split: [1, 2, 3, 4], plainTexts: ['ë', 'Ł'] },
  'all values rewritten': { plainValues: true },
  'as another country’s': { country: 'SE' },
};

async function told({ octets, country }: CorpusFile, way: Partial<ImportAsk>): Promise<string> {
  const file = new File([octets], 'list.csv', { lastModified: 0 });
  const ask = { file, numberColumn: null, country, plainValues: false, ...way };
  const outcome = await importRecipients(core, new Templates(core), ask, {
    cancelled: () => false,
    progress: () => {},
  });
  if (outcome === CANCELLED) throw new Error('cancelled');
  const hash = createHash('sha256');
  if (!outcome.ok) return hash.update(JSON.stringify(outcome)).digest('hex');
  const { recipients, leftOut, stopped, rewritable, summary } = outcome;
  const columns = summary.columns.map((_, index) => index);
  const draft = { template: '{{x|x}}', options: { linkPrefix: '', width: 8 as const }, parameters: {} };
  for (const part of recipients.parts()) {
    for (let first = 0; first < part.count; first += 1_000) {
      const count = Math.min(1_000, part.count - first);
      hash.update(part.csv({ draft, first, count }, new Uint8Array(), { separator: ';', cells: columns, exact: true }));
    }
  }
  const rows = Array.from({ length: recipients.size }, (_, row) => recipients.countryOf(row));
  hash.update(JSON.stringify([[...recipients.numbers()], rows, leftOut, stopped, rewritable, summary]));
  return hash.digest('hex');
}

const corpus = listCorpus();

for (const file of corpus) {
  test(`${file.name} is read as ever`, async () => {
    for (const [way, ask] of Object.entries(WAYS)) {
      const digest = await told(file, ask);
      const key = `${file.name}, ${way}`;
      if (written) digests[key] = digest;
      expect(digest, key).toBe(digests[key]);
    }
  }, 60_000);
}

test('every digest is one of a list of the corpus', () => {
  const keys = corpus.flatMap(({ name }) => Object.keys(WAYS).map((way) => `${name}, ${way}`));
  if (written) writeFileSync(stored, `${JSON.stringify(digests, null, 2)}\n`);
  expect(Object.keys(digests).sort()).toEqual(keys.sort());
});
