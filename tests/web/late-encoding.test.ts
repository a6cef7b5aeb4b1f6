/** Long lists that begin as UTF-8 and go on as something else: read as if all of them had been looked at first. */
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import type { FileEncoding } from '../../lists/text.ts';
import { CANCELLED } from '../../web/src/engine/control.ts';
import { Templates } from '../../web/src/engine/templates.ts';
import { importRecipients } from '../../web/src/list-reading/import.ts';

const core = await load();
const PLAIN = `navn;mobil\n${Array.from({ length: 5_000 }, (_, row) => `Bo Jensen;+45 ${20_100_000 + row}\n`).join('')}`;

async function read(end: readonly number[], encoding?: FileEncoding) {
  const file = new File([PLAIN, Uint8Array.from(end), ';+45 20200000\n'], 'list.csv', { lastModified: 0 });
  expect(file.size).toBeGreaterThan(1 << 16);
  const choice = encoding === undefined ? {} : { encoding };
  const ask = { file, choice, numberColumn: null, country: 'DK', plainValues: false };
  const outcome = await importRecipients(core, new Templates(core), ask, {
    cancelled: () => false,
    progress: () => {},
  });
  if (outcome === CANCELLED) throw new Error('cancelled');
  return outcome;
}

/** Each last row's name, as it stands in a message. */
async function lastName(end: readonly number[]): Promise<{ encoding: string | null; size: number; name: string }> {
  const outcome = await read(end);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  const { recipients, summary } = outcome;
  const draft = { template: '{{navn}}', options: { linkPrefix: '', width: 8 as const }, parameters: {} };
  const name = recipients.render(recipients.size - 1, draft).text;
  return { encoding: summary.found.encoding, size: recipients.size, name };
}

const units = (text: string) => [...new TextEncoder().encode(text)];

test.each([
  ['UTF-8 to its end', units('Søren'), 'utf-8', 'Søren'],
  ['letters of Windows-1252 in its last row', [0x53, 0xf8, 0x72, 0x65, 0x6e], 'windows-1252', 'Søren'],
  ['a letter in its last row that was written as UTF-8 twice', units('SÃ¸ren'), 'utf-8-twice', 'Søren'],
])('%s', async (_, end, encoding, name) => {
  expect(await lastName(end)).toEqual({ encoding, size: 5_001, name });
});

test('what is half a letter at its very end is no UTF-8', async () => {
  const file = new File([PLAIN, Uint8Array.of(0x42, 0xc3)], 'list.csv');
  const ask = { file, numberColumn: null, country: 'DK', plainValues: false };
  const outcome = await importRecipients(core, new Templates(core), ask, {
    cancelled: () => false,
    progress: () => {},
  });
  expect(outcome !== CANCELLED && outcome.ok && outcome.summary.found.encoding).toBe('windows-1252');
});

test('an encoding that was chosen is kept', async () => {
  const outcome = await read([0x53, 0xf8, 0x72, 0x65, 0x6e], 'utf-8');
  expect(outcome.ok && outcome.summary.leftOutByProblem).toEqual({ 'row-broken-encoding': 1 });
});
