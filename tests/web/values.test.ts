/** What a list's values hold, and what writing them within GSM-7 saves. */
import { load } from 'klikspor';
import { describe, expect, test } from 'vitest';
import { CANCELLED, type Control } from '../../web/src/engine/control.ts';
import type { Draft } from '../../web/src/engine/draft.ts';
import { createEngine, type Engine } from '../../web/src/engine/engine.ts';
import { Rewriter, type Rewriting } from '../../web/src/list-reading/rewriter.ts';
import type { ListSummary } from '../../web/src/list-reading/summary.ts';

const core = await load();
const quiet: Control = { cancelled: () => false, progress: () => {} };
const draftOf = (template: string): Draft => ({
  template,
  options: { linkPrefix: 's.barnetsverden.dk/', width: 8 },
  parameters: {},
});

async function read(engine: Engine, text: string, rewriting: Rewriting = []): Promise<ListSummary> {
  const plain = rewriting === 'all' ? { plainValues: true } : { plainValues: false, plainTexts: rewriting };
  const ask = { file: new File([text], 'list.csv'), numberColumn: null, country: 'DK', ...plain };
  const answer = await engine.importFile(ask, quiet);
  if (answer === CANCELLED || !answer.ok) throw new Error('not read');
  return answer.list;
}

const LIST =
  'navn;mobil;by\nZoë;20123456;Århus\n;20123457;Łódź\nZoë Łukasz;20123458;\nAnne-Marie;20123459;Århus\n' +
  '张伟;20123460\nBo;forkert;et sted, der er meget langt\n';

describe('a column', () => {
  test('is told by how many have it, the longest value and the first without', async () => {
    const { columnSummaries, size } = await read(createEngine(core), LIST);
    expect(size).toBe(5);
    const longest = { row: 2, number: '+4520123458', length: 10, value: 'Zoë Łukasz' };
    expect(columnSummaries).toEqual([
      { filled: 4, firstEmpty: 1, longest },
      { filled: 5, firstEmpty: -1, longest: { row: 0, number: '+4520123456', length: 10, value: '4520123456' } },
      // Rows left out do not count; a row that is too short has nothing there.
      { filled: 3, firstEmpty: 2, longest: { row: 0, number: '+4520123456', length: 5, value: 'Århus' } },
    ]);
  });

  test('that nobody has a value for has no longest one', async () => {
    const { columnSummaries } = await read(createEngine(core), 'navn;mobil\n;20123456\n ;20123457\n');
    expect(columnSummaries[0]).toEqual({ filled: 0, firstEmpty: 0, longest: null });
  });

  test('shows a very long value by its beginning and its whole length', async () => {
    const { columnSummaries } = await read(createEngine(core), `navn;mobil\n${'x'.repeat(500)};20123456\n`);
    expect(columnSummaries[0]?.longest).toMatchObject({ length: 500, value: `${'x'.repeat(80)}…` });
  });
});

describe('what GSM-7 does not have', () => {
  test('is counted for each column by recipients, with what to write instead', async () => {
    const { offendingValues, offendingValuesTotal } = await read(createEngine(core), LIST);
    const found = offendingValues.map(({ column, text, replacement, recipients, first }) =>
      [column, text, replacement, recipients, first].join(' '),
    );
    expect(found.sort()).toEqual(
      ['0 ë e 2 0', '0 Ł L 1 2', '0 张  1 4', '0 伟  1 4', '2 Ł L 1 1', '2 ó o 1 1', '2 ź z 1 1'].sort(),
    );
    expect(offendingValuesTotal).toBe(7);
  });

  test('is rewritten character by character, and stays listed as it stands in the file', async () => {
    const engine = createEngine(core);
    const list = await read(engine, LIST, ['ë']);
    expect(list).toMatchObject({ plainTexts: ['ë'], plainValues: false, plainable: 3, offendingValuesTotal: 7 });
    const names = [];
    for (const index of [0, 2]) {
      const look = await engine.look({ ...draftOf('{{navn}}'), index }, quiet);
      if (look === CANCELLED) throw new Error('cancelled');
      names.push(look.rendered.text);
    }
    expect(names).toEqual(['Zoe', 'Zoe Łukasz']);
  });

  test('comes out of the rewriter as the core writes it', () => {
    const rewriter = new Rewriter(core);
    for (const value of ['Zoë', 'Zoe\u0308 “Ł”', 'Åse', '…', '张', '', '🎉 – ok']) {
      expect(rewriter.rewrite(value, 'all')).toBe(core.replaceCharacters(value));
      const each = rewriter.offences(value).map(({ text }) => text);
      expect(rewriter.rewrite(value, each)).toBe(core.replaceCharacters(value));
      expect(rewriter.rewrite(value, [])).toBe(value);
    }
  });
});

describe('savings', () => {
  const template = `Kære {{navn}}, ${'x'.repeat(100)}`;
  const segments = async (engine: Engine) => {
    const cost = await engine.cost(draftOf(template), quiet);
    if (cost === CANCELLED) throw new Error('cancelled');
    return cost.segmentsTotal;
  };
  const savings = async (engine: Engine, choices: readonly Rewriting[]) => {
    const saved = await engine.valueSavings({ ...draftOf(template), choices }, quiet);
    if (saved === CANCELLED) throw new Error('cancelled');
    for (const { segments: all, byCountry } of saved) {
      // Everybody in this list has a Danish number.
      expect(byCountry).toEqual(all === 0 ? [] : [{ country: 'DK', segments: all }]);
    }
    return saved.map(({ segments: all }) => all);
  };
  const names = ['Åse', 'Zoë', 'Łukasz', 'Zoë Łukasz', 'Bo', '张', 'Zoë 张'];
  const rows = Array.from({ length: 12_000 }, (_, row) => `${names[row % names.length]};${20_000_000 + row}\n`);
  const text = `navn;mobil\n${rows.join('')}`;

  test('are what the list costs less when it is read again', async () => {
    const engine = createEngine(core);
    await read(engine, text);
    const before = await segments(engine);
    const choices: Rewriting[] = ['all', ['ë'], ['Ł'], ['ë', 'Ł']];
    const said = await savings(engine, choices);
    const real: number[] = [];
    for (const choice of choices) {
      await read(engine, text, choice);
      real.push(before - (await segments(engine)));
    }
    expect(said).toEqual(real);
    expect(real[0]).toBeGreaterThan(real[1] ?? 0);
    expect(real[1]).toBeGreaterThan(0);
  });

  test('count from what has been rewritten already', async () => {
    const engine = createEngine(core);
    await read(engine, text, ['ë']);
    const before = await segments(engine);
    const said = await savings(engine, [['Ł'], ['ë'], 'all']);
    await read(engine, text, ['ë', 'Ł']);
    const rest = before - (await segments(engine));
    expect(said).toEqual([rest, 0, rest]);
  });

  test('stop when told to, and are none without a list', async () => {
    const engine = createEngine(core);
    expect(await savings(engine, ['all'])).toEqual([0]);
    await read(engine, text);
    const stop: Control = { cancelled: () => true, progress: () => {} };
    expect(await engine.valueSavings({ ...draftOf(template), choices: ['all'] }, stop)).toBe(CANCELLED);
    expect(await savings(engine, ['all'])).not.toEqual([0]);
  });
});
