import { type Cell, load, type MessageOptions } from 'klikspor';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { FLAVOURS, randomText, seeded } from '../support/random-texts.ts';

const core = await load();
const template =
  'Kære {{navn|kunde}}, du har nu adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre Afmeld: {{afmeld}}';
const options: MessageOptions = { linkPrefix: 's.barnetsverden.dk/', width: 8 };
const made = (text: string) => core.createTemplate(text, options);
const outlined = (text: string, keepLinks: readonly number[] = []) =>
  core.createTemplate(text, { keepLinks }).outline();

test('a template tells its fields, links and problems by string index', () => {
  const text = `😀 ${template} {{x:5|ø}} {{`;
  const outline = outlined(text);
  expect(outline.fields.map(({ name, fallback, maxLength }) => [name, fallback, maxLength])).toEqual([
    ['navn', 'kunde', 0],
    ['x', 'ø', 5],
  ]);
  expect(outline.fields.map(({ start, end }) => text.slice(start, end))).toEqual(['{{navn|kunde}}', '{{x:5|ø}}']);
  expect(outline.links).toMatchObject([
    { link: 0, kind: 'destination', url: 'www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre' },
    { link: 1, kind: 'opt-out', url: '' },
  ]);
  expect(outline.problems).toMatchObject([{ error: 'merge-field-unclosed', start: text.length - 2 }]);
  expect(outline.linksInMessage).toBe(2);
  expect(outlined(text, [0]).links[0]?.link).toBe(-1);
});

test('a template tells what stands beside each link', () => {
  const beside = (text: string) => outlined(text).links.map((link) => link.beside);
  expect(beside('Se brand.dk/a. Afmeld: {{afmeld}}')).toEqual([['sign-behind'], []]);
  expect(beside('{{navn}}https://brand.dk/a Afmeld:{{afmeld}}nu')).toEqual([['joined-before'], ['joined-behind']]);
  expect(beside('Afmeld{{afmeld}}.Hej')).toEqual([['joined-before', 'joined-behind']]);
});

test('a list is planned, shown and finished', () => {
  const list = core.createRecipientList(['mobil', 'navn']);
  list.append([['+4521000001', 'Åse'], ['+4521000002'], ['+4521000003', 'Zoë']]);
  expect(list.size).toBe(3);
  const message = made(template);
  expect(message.plan(list)).toEqual({
    recipients: 3,
    segmentsTotal: 4,
    recipientsBySegments: [0, 2, 1],
    ucs2: 1,
    firstUcs2: 2,
    longest: 2,
    shortest: 0,
    emptyFields: [{ name: 'navn', recipients: 1, first: 1 }],
  });

  const shown = message.render(list, 0);
  expect(shown.text).toMatch(
    /^Kære Åse, du har nu adgang for alle andre: s\.barnetsverden\.dk\/[2-9B-Zb-z]{8} Afmeld: s\.barnetsverden\.dk\/[2-9B-Zb-z]{8}$/,
  );
  expect(shown.parts.map(({ kind, start, end }) => [kind, shown.text.slice(start, end)])).toMatchObject([
    ['field', 'Åse'],
    ['link', expect.stringContaining('s.barnetsverden.dk/')],
    ['opt-out', expect.stringContaining('s.barnetsverden.dk/')],
  ]);
  expect(shown.plan).toEqual(core.planSegments(shown.text));
  expect(shown.ranges).toEqual(core.segmentRanges(shown.text));

  const slugs = new TextEncoder().encode('22222222333333334444444455555555');
  const csv = new TextDecoder().decode(
    message.renderCsv(list, 1, 2, slugs, {
      separator: ';',
      cells: [0, 'message', 'segments', 'encoding'],
    }),
  );
  expect(csv.split('\r\n')).toEqual([
    '+4521000002;Kære kunde, du har nu adgang for alle andre: s.barnetsverden.dk/22222222 Afmeld: s.barnetsverden.dk/33333333;1;GSM-7',
    '+4521000003;Kære Zoë, du har nu adgang for alle andre: s.barnetsverden.dk/44444444 Afmeld: s.barnetsverden.dk/55555555;2;UCS-2',
    '',
  ]);
  expect([...message.segments(list)]).toEqual([1, 1, 2]);
  expect(message.plan(list, [0, 1, 1])).toMatchObject({ recipients: 2, segmentsTotal: 3, shortest: 1 });
  expect([...message.segments(list, [0, 0, 1])]).toEqual([0, 0, 2]);
  expect(() => message.plan(list, [1, 1])).toThrow('only.length is 2');
  list.delete();
  list.delete();
  expect(() => message.plan(list)).toThrow('deleted object');
  message.delete();
  expect(() => message.outline()).toThrow('deleted object');
});

test('a line of JSON or CSV holds what render finishes, constants in their place', () => {
  const list = core.createRecipientList(['mobil', 'navn']);
  const random = seeded(3);
  const names = FLAVOURS.filter((flavour) => flavour !== 'lone surrogates').flatMap((flavour) =>
    Array.from({ length: 20 }, () => randomText(random, flavour, 1 + random(90))),
  );
  const values = ['', '=1+1', '"q"; \\', 'a\u0000\u001f\tb\r\nc', ...names];
  list.append(values.map((name, i) => [`+45${21_000_000 + i}`, name]));
  const two = made('Hej {{navn|kunde}}, se www.brand.dk/nyt Stop: {{optout}}');
  const slugs = new TextEncoder().encode('2222222233333333'.repeat(values.length));
  const finished = values.map((_, i) => two.render(list, i, slugs.subarray(0, 16)));

  const json = two.renderNdjson(list, 0, list.size, slugs, {
    cells: [
      ['to', 0],
      ['from', { constant: 'Børn "& co"' }],
      ['text', 'message'],
      ['encoding', 'encoding'],
      ['segments', 'segments'],
    ],
  });
  const lines = new TextDecoder('utf-8', { fatal: true }).decode(json).split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    finished.map(({ text, plan }, i) => ({
      to: `+45${21_000_000 + i}`,
      from: 'Børn "& co"',
      text,
      encoding: plan.encoding,
      segments: plan.segments,
    })),
  );

  const csv = two.renderCsv(list, 0, list.size, slugs, {
    separator: ',',
    cells: [{ constant: 'Børn, "& co"' }, 'message', 0, { constant: '=x' }],
    exact: true,
  });
  const rows = Papa.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(csv), { newline: '\r\n' }).data;
  expect(rows.slice(0, -1)).toEqual(
    finished.map(({ text }, i) => ['Børn, "& co"', text, `+45${21_000_000 + i}`, '=x']),
  );
  expect(new TextDecoder().decode(two.renderNdjson(list, 0, 2, slugs.subarray(0, 32), { cells: [] }))).toBe('{}\n{}\n');
  list.delete();
});

test('slugs that are not exactly those of the rows are refused, as others would lead to somebody else', () => {
  const list = core.createRecipientList(['mobil']);
  list.append([['+4521000001'], ['+4521000002']]);
  const two = made('Se www.brand.dk/nyt Stop: {{optout}}');
  const csv = { separator: ',', cells: ['message'] } as const;
  for (const length of [0, 16, 31, 33, 36, 48]) {
    const slugs = new Uint8Array(length).fill(50);
    expect(() => two.renderCsv(list, 0, 2, slugs, csv)).toThrow(`slugs.length is ${length}; it must be 32`);
    expect(() => two.renderNdjson(list, 0, 2, slugs, { cells: [] })).toThrow(`slugs.length is ${length}`);
  }
  const none = undefined as unknown as Uint8Array;
  expect(() => two.renderCsv(list, 0, 2, none, csv)).toThrow('slugs is undefined; it must be a Uint8Array');
  expect(() => two.renderNdjson(list, 0, 2, none, { cells: [] })).toThrow('slugs is undefined');
  for (const length of [0, 8, 15, 17]) {
    expect(() => two.render(list, 0, new Uint8Array(length))).toThrow(`slugs.length is ${length}; it must be 16`);
  }
  expect(two.render(list, 0, new Uint8Array(16).fill(50)).text).toContain('/22222222 Stop');
  list.delete();
});

test('a value that is no string is refused by its place, and nothing is taken', () => {
  const list = core.createRecipientList(['mobil', 'navn', 'beløb']);
  const rows = [
    ['+4521000001', 'Bo', '100'],
    ['+4521000002', 'Åse', 250],
  ];
  const append = list.append as (rows: unknown) => void;
  expect(() => append.call(list, rows)).toThrow(new TypeError('rows[1][2] is 250; it must be a string'));
  expect(() => append.call(list, ['+4521000001'])).toThrow(/^rows\[0\] is "\+4521000001"; it must be an array/);
  expect(list.size).toBe(0);
  const batch = core.createTextBatch();
  expect(() => (batch.append as (texts: unknown) => void).call(batch, ['Hej', 5])).toThrow('texts[1] is 5');
  expect(batch.size).toBe(0);
});

test('lone surrogates, NUL and U+FEFF come back from a long message as they went in', () => {
  const odd = `\uFEFF\uD800${'ø'.repeat(20_000)}\0\uDC00`;
  const list = core.createRecipientList(['a']);
  list.append([[odd]]);
  expect(made('{{a}}').render(list, 0).text).toBe(odd);
  list.delete();
});

test('rows and numbers out of range are refused by name, and the list stays as it was', () => {
  const list = core.createRecipientList(['a']);
  list.append([['x']]);
  expect(() => list.append([['x', 'y']])).toThrow('a row has 2 values; the list has 1 columns');
  const empty = made('');
  expect(() => empty.render(list, 1)).toThrow('row is 1');
  expect(() => empty.renderCsv(list, 0, 2, new Uint8Array(), { separator: ',', cells: [] })).toThrow('count is 2');
  const line = (cell: Cell) => () => empty.renderNdjson(list, 0, 1, new Uint8Array(), { cells: [['key', cell]] });
  expect(line(1)).toThrow('cells[0] is 1');
  expect(line(-1)).toThrow('cells[0] is -1');
  expect(line('text' as 'message')).toThrow('cells[0] is "text"');
  expect(() => core.createTemplate('', { width: 7 as 8 })).toThrow('width is 7');
  expect(() => core.createTemplate('', { keepLinks: [0, -1] })).toThrow('keepLinks[1] is -1');
  expect(list.size).toBe(1);
  list.delete();
});

test('a hundred thousand rows cross and are counted', () => {
  const list = core.createRecipientList(['mobil', 'navn']);
  list.append(Array.from({ length: 100_000 }, (_, i) => [`+45${20_000_000 + i}`, i % 10 === 0 ? 'Zoë' : 'Mette']));
  const plan = made(template).plan(list);
  expect(plan.recipients).toBe(100_000);
  expect(plan.ucs2).toBe(10_000);
  expect(plan.recipientsBySegments).toEqual([0, 90_000, 10_000]);
  list.delete();
});

test('an object ends with its block where the language has `using`, and a list outlives its template', () => {
  const list = core.createRecipientList(['a']);
  list.append([['x']]);
  const gone = made('{{a}}');
  gone[Symbol.dispose]();
  expect(() => gone.plan(list)).toThrow('deleted object');
  expect(made('{{a}}').render(list, 0).text).toBe('x');
  list[Symbol.dispose]();
});

test('a CSV field is quoted and defused', () => {
  expect(core.csvField('=1;2', ';')).toBe('"\'=1;2"');
  expect(core.csvField('\uFEFFHej', ',')).toBe('\uFEFFHej');
  expect(core.csvField('=1;2', ';', true)).toBe('"=1;2"');
  expect(core.csvField('@brand', ',', true)).toBe('@brand');
});
