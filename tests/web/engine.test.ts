/** The engine with the real core, as the Web Worker runs it. */
import { type Composer, load, type Template } from 'klikspor';
import { beforeAll, describe, expect, test } from 'vitest';
import { CANCELLED, type Control } from '../../web/src/engine/control.ts';
import type { Draft } from '../../web/src/engine/draft.ts';
import { createEngine, type Engine } from '../../web/src/engine/engine.ts';
import type { ImportAnswer, ListSummary } from '../../web/src/list-reading/summary.ts';
import { FIELD_MESSAGE, sampleList } from '../support/drive.ts';

const core = await load();
const quiet: Control = { cancelled: () => false, progress: () => {} };

const draftOf = (template: string): Draft => ({
  template,
  options: { linkPrefix: 's.barnetsverden.dk/', width: 8 },
  parameters: {},
});

async function read(
  engine: Engine,
  text: string | Buffer,
  more: { numberColumn?: number; plainValues?: boolean } = {},
) {
  const file = new File([typeof text === 'string' ? text : new Uint8Array(text)], 'list.csv');
  const { numberColumn = null, plainValues = false } = more;
  const answer = await engine.importFile({ file, numberColumn, country: 'DK', plainValues }, quiet);
  if (answer === CANCELLED) throw new Error('cancelled');
  return answer;
}

function loaded(answer: ImportAnswer): ListSummary {
  if (!answer.ok) throw new Error(String(answer.failure));
  return answer.list;
}

async function costOf(engine: Engine, template: string) {
  const cost = await engine.cost(draftOf(template), quiet);
  if (cost === CANCELLED) throw new Error('cancelled');
  return cost;
}

async function lookAt(engine: Engine, template: string, index = 0) {
  const look = await engine.look({ ...draftOf(template), index }, quiet);
  if (look === CANCELLED) throw new Error('cancelled');
  return look;
}

describe('a list in several parts', () => {
  const engine = createEngine(core);
  beforeAll(async () => {
    loaded(await read(engine, sampleList(45_000).octets));
  });

  test('costs what one list of the core says', async () => {
    const whole = core.createRecipientList(['navn']);
    const names = ['Åse', 'Søren', 'Zoë', 'Łukasz', '', 'Anne-Marie', 'Bo', 'Jørgen'];
    whole.append(Array.from({ length: 45_000 }, (_, row) => [names[row % names.length] ?? '']));
    const template = core.createTemplate(FIELD_MESSAGE, draftOf(FIELD_MESSAGE).options);
    const plan = template.plan(whole);
    const cost = await costOf(engine, FIELD_MESSAGE);
    expect(cost).toMatchObject({
      recipients: plan.recipients,
      segmentsTotal: plan.segmentsTotal,
      recipientsBySegments: plan.recipientsBySegments,
      ucs2: plan.ucs2,
      firstUcs2: plan.firstUcs2,
      longest: plan.longest,
      shortest: plan.shortest,
      emptyFields: plan.emptyFields,
    });
    for (const held of [whole, template]) held.delete();
  });

  test('shows the recipient asked for, wherever it lies', async () => {
    for (const index of [0, 19_999, 20_000, 44_999]) {
      const look = await lookAt(engine, '{{mobil}}', index);
      expect(look.rendered.text).toBe(`45${20_100_000 + index}`);
      expect(look.number).toBe(`+45${20_100_000 + index}`);
    }
    expect(await engine.findNumber({ digits: '20120001' }, quiet)).toBe(20_001);
    expect(await engine.findNumber({ digits: '99999999' }, quiet)).toBe(-1);
  });

  test('finds who takes how many segments', async () => {
    const template = `${FIELD_MESSAGE} {{by}}`;
    const cost = await costOf(engine, template);
    const find = (atLeast: number, atMost: number) =>
      engine.findSegments({ ...draftOf(template), atLeast, atMost }, quiet);
    expect(await find(1, 1)).toBe(0);
    expect(await find(2, 2)).toBe(2);
    expect(await find(9, 99)).toBe(-1);
    expect(cost.recipientsBySegments[2]).toBeGreaterThan(0);
  });

  test('stops counting when told to', async () => {
    let asked = 0;
    const stop: Control = { cancelled: () => ++asked > 0, progress: () => {} };
    expect(await engine.cost(draftOf(FIELD_MESSAGE), stop)).toBe(CANCELLED);
  });
});

describe('a list', () => {
  test('keeps its good rows and names the others with row, reason and content', async () => {
    const engine = createEngine(core);
    const text =
      'navn;mobil;by\r\n\r\nBo;20123456;"Aarhus\r\nC"\r\nIda;4,51235E+09;x\r\nUffe;20123456;x\r\nEva;;x\r\n' +
      'Per;20123457;x;y\r\n"Kim;20123458;x\r\nLis;20123459\r\nFie;20 12 34 60;x;;\r\n';
    const list = loaded(await read(engine, text));
    expect(list.leftOut.map(({ line, problem, value }) => [line, problem, value])).toEqual([
      [4, 'number-rounded', '4,51235E+09'],
      [5, 'number-duplicate', '20123456'],
      [6, 'number-missing', 'Eva ·  · x'],
      [7, 'row-too-long', 'Per · 20123457 · x · y'],
      [8, 'row-broken-quotes', '"Kim;20123458;x'],
    ]);
    expect(list.size).toBe(3);
    const shown = await Promise.all(
      [0, 1, 2].map(async (row) => (await lookAt(engine, '{{navn}} {{by}}', row)).rendered.text),
    );
    expect(shown).toEqual(['Bo Aarhus\r\nC', 'Lis ', 'Fie x']);
  });

  test('without a column of numbers asks which one it is', async () => {
    const engine = createEngine(core);
    const text = 'navn;kode\nBo;x20123456\nIda;y20123457\n';
    expect(await read(engine, text)).toEqual({
      ok: false,
      failure: 'no-number-column',
      question: null,
      columns: ['navn', 'kode'],
    });
    expect(await read(engine, '  \n')).toMatchObject({ ok: false, failure: 'empty-file' });
  });

  test('can have its values written within GSM-7', async () => {
    const engine = createEngine(core);
    const text = 'navn;mobil\nZoë;20123456\nŁukasz;20123457\nÅse;20123458\n';
    expect(loaded(await read(engine, text))).toMatchObject({ plainable: 2, plainValues: false });
    expect((await costOf(engine, 'Kære {{navn}}')).ucs2).toBe(2);
    expect(loaded(await read(engine, text, { plainValues: true }))).toMatchObject({ plainable: 2, plainValues: true });
    expect((await costOf(engine, 'Kære {{navn}}')).ucs2).toBe(0);
    expect((await lookAt(engine, '{{navn}}', 1)).rendered.text).toBe('Lukasz');
  });

  test('that is read again is another version, and an answer about the one before is none', async () => {
    const engine = createEngine(core);
    const one = loaded(await read(engine, 'mobil\n20123456\n20123457\n'));
    const again = loaded(await read(engine, 'mobil\n+45 20123456\n+45 20123457\n'));
    expect(again.version).toBeGreaterThan(one.version);
    const prints = { secret: 'ab'.repeat(32), seed: null };
    expect(await engine.listPrints({ ...prints, listVersion: one.version }, quiet)).toBeNull();
    expect(await engine.listPrints({ ...prints, listVersion: again.version }, quiet)).toMatchObject({ rows: 2 });
    const above = { ...draftOf('Hej'), headings: ['a', 'b', 'c'] as const };
    expect(await engine.aboveCsv({ ...above, listVersion: one.version }, quiet)).toBeNull();
  });
});

describe('a list of several countries', () => {
  const engine = createEngine(core);
  const numbers = ['+4520000000', '+46701234567', '+12125550123', '+4620', '+4520000001', '+4671234567'];
  const names = ['Bo', 'Zoë', 'Ann', '', 'Zoë', 'Åsa'];

  test('costs what its countries cost, each by its own messages', async () => {
    const csv = `navn;mobil\n${numbers.map((number, row) => `${names[row]};${number}`).join('\n')}\n`;
    const list = loaded(await read(engine, csv));
    expect(list.countries).toEqual([
      { country: 'DK', recipients: 2 },
      { country: 'SE', recipients: 2 },
      { country: 'US', recipients: 1 },
    ]);
    const cost = await costOf(engine, `{{navn}} ${'a'.repeat(80)}`);
    // One of two Danes and one of two Swedes is a Zoë, whose message takes UCS-2.
    expect(cost.byCountry).toEqual([
      { country: 'DK', recipients: 2, segments: 3 },
      { country: 'SE', recipients: 2, segments: 3 },
      { country: 'US', recipients: 1, segments: 1 },
    ]);
    expect(cost.byCountry.reduce((sum, { segments }) => sum + segments, 0)).toBe(cost.segmentsTotal);
  });

  test('adds up over several parts', async () => {
    const rows = Array.from(
      { length: 45_000 },
      (_, row) => `${row % 3 === 0 ? 46_701_000_000 + row : 4_520_000_000 + row}`,
    );
    loaded(await read(engine, `mobil\n${rows.map((number) => `+${number}`).join('\n')}\n`));
    const cost = await costOf(engine, 'a'.repeat(200));
    expect(cost.byCountry).toEqual([
      { country: 'DK', recipients: 30_000, segments: 60_000 },
      { country: 'SE', recipients: 15_000, segments: 30_000 },
    ]);
  });
});

describe('a look', () => {
  const engine = createEngine(core);

  test('without a list shows fields by their names', async () => {
    const look = await lookAt(engine, 'Kære {{navn}}, {{by}}');
    expect(look.rendered.text).toBe('Kære navn, by');
    expect(look.index).toBe(-1);
    expect((await lookAt(engine, 'Hej')).rendered.text).toBe('Hej');
    expect((await lookAt(engine, '')).rendered.plan.segments).toBe(0);
  });

  test('carries segment borders back to the template', async () => {
    const before = 'a'.repeat(140);
    const template = `{{navn}}${before} www.barnetsverden.dk/pages/meget-lang-adresse ${'b'.repeat(200)}`;
    const { rendered, borders } = await lookAt(engine, template);
    expect(borders).toHaveLength(rendered.ranges.length - 1);
    // The first border lies inside the short link: it is drawn where the long one begins.
    expect(template.slice(borders[0]).startsWith('www.')).toBe(true);
    // The second lies in plain text: what follows is the same in message and template.
    const second = rendered.ranges[2]?.start ?? 0;
    expect(template.slice(borders[1])).toBe(rendered.text.slice(second));
  });

  test('names what costs GSM-7, but not inside what is replaced', async () => {
    const { offending } = await lookAt(engine, '“Hej” {{navn|Zoë}} www.børnetøj.dk/æ–ø 🎉');
    expect(offending.map(({ text, replacement }) => [text, replacement])).toEqual([
      ['“', '"'],
      ['”', '"'],
      ['ë', 'e'],
      ['🎉', null],
    ]);
  });

  test.each(['{{navn|Zoë }}', '{{ navn | Zoë}}', "{{navn | default: 'Zoë' }}", "{{Zoë|default: 'Zoë'|upcase}}"])(
    'names what costs GSM-7 in the fallback of %s once',
    async (field) => {
      const { offending } = await lookAt(engine, `Hej ${field}`);
      expect(offending).toEqual([{ text: 'ë', positions: [4 + field.lastIndexOf('ë')], replacement: 'e' }]);
    },
  );

  test('says where a link leads with its parameters, or why it is refused', async () => {
    const draft = { ...draftOf('www.barnetsverden.dk/a http://user@shop.dk/'), index: 0 };
    const look = await engine.look(
      { ...draft, parameters: { 'www.barnetsverden.dk/a': [['utm_source', 'sms']] } },
      quiet,
    );
    if (look === CANCELLED) throw new Error('cancelled');
    const [first, second] = look.destinations;
    expect(first?.outcome).toMatchObject({ ok: true, url: 'https://www.barnetsverden.dk/a?utm_source=sms' });
    expect(second?.outcome).toMatchObject({ ok: false, error: 'user-info' });
  });
});

/** The core as it is, and what it was asked for in this order: the templates it read, and what was made of them. */
function watched(): { readonly core: Composer; readonly asked: string[]; readonly freed: string[] } {
  const asked: string[] = [];
  const freed: string[] = [];
  const watch = (template: Template, text: string): Template => {
    const { outline, render, plan } = template;
    const end = template.delete;
    return Object.assign(template, {
      outline: () => {
        asked.push(`outline ${text}`);
        return outline.call(template);
      },
      render: (...call: Parameters<Template['render']>) => {
        asked.push(`render ${text}`);
        return render.apply(template, call);
      },
      plan: (...call: Parameters<Template['plan']>) => {
        asked.push(`plan ${text}`);
        return plan.apply(template, call);
      },
      delete: () => {
        freed.push(text);
        end.call(template);
      },
    });
  };
  return {
    asked,
    freed,
    core: {
      ...core,
      createTemplate(text, options) {
        asked.push(`read ${text}`);
        return watch(core.createTemplate(text, options), text);
      },
    },
  };
}

describe('one letter', () => {
  test('has the message read, outlined and rendered once, be it inspected and under a limit', async () => {
    const { core: watching, asked } = watched();
    const engine = createEngine(watching);
    loaded(await read(engine, sampleList(100).octets));
    const limit = { atMost: 1, above: 'shorten', shorter: 'Kort: {{navn}}' } as const;
    const draft = { ...draftOf(`Hej {{navn}} ${'x'.repeat(160)}`), limit };
    const shown = await engine.inspect({ ...draft, index: 2, sender: 'Barnets' }, quiet);
    if (shown === CANCELLED) throw new Error('cancelled');
    expect(shown.look.instead).toMatchObject({ kind: 'shorter', rendered: { text: 'Kort: Zoë' } });
    expect(shown.inspection.sender).toBe('name');
    const ofMessage = () => asked.filter((entry) => entry.endsWith(draft.template));
    const ofShorter = () => asked.filter((entry) => entry.endsWith(limit.shorter));
    expect(ofMessage()).toEqual(['read', 'outline', 'render'].map((what) => `${what} ${draft.template}`));
    expect(ofShorter()).toEqual(['read', 'outline', 'render'].map((what) => `${what} ${limit.shorter}`));

    // Counting the list reads neither again.
    await engine.cost(draft, quiet);
    await engine.shorterLinks({ ...draft, shorter: limit.shorter }, quiet);
    expect(asked.filter((entry) => /^(read|outline) /.test(entry))).toHaveLength(4);
  });

  test('frees what was written before it, and never what is still being counted', async () => {
    const { core: watching, asked, freed } = watched();
    const engine = createEngine(watching);
    loaded(await read(engine, sampleList(45_000).octets));
    const draft = draftOf(FIELD_MESSAGE);
    const alone = await createEngine(core);
    loaded(await read(alone, sampleList(45_000).octets));
    const texts = Array.from({ length: 12 }, (_, letter) => `${FIELD_MESSAGE} ${'a'.repeat(letter + 1)}`);
    let parts = 0;
    const control: Control = {
      cancelled: () => false,
      // Between two parts of the list others are asked about, more than are kept.
      progress: () => {
        parts++;
        for (const template of texts) void engine.look({ ...draftOf(template), index: 0 }, quiet);
      },
    };
    expect(await engine.cost(draft, control)).toEqual(await alone.cost(draft, quiet));
    expect(parts).toBe(2);
    const reads = asked.filter((entry) => entry.startsWith('read ')).length;
    expect(freed).toContain(FIELD_MESSAGE);
    expect(reads - freed.length).toBe(5);
  });
});
