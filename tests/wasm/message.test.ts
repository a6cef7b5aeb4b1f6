import { load, type MessageOptions } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();
const template =
  'Kære {{navn|kunde}}, du har nu adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre Afmeld: {{afmeld}}';
const options: MessageOptions = { linkPrefix: 's.barnetsverden.dk/', width: 8 };

test('a template tells its fields, links and problems by string index', () => {
  const text = `😀 ${template} {{x:5|ø}} {{`;
  const outline = core.outlineTemplate(text);
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
  expect(core.outlineTemplate(text, [0]).links[0]?.link).toBe(-1);
});

test('a list is planned, shown and finished', () => {
  const list = core.createRecipientList(['mobil', 'navn']);
  list.append([['+4521000001', 'Åse'], ['+4521000002'], ['+4521000003', 'Zoë']]);
  expect(list.size).toBe(3);
  expect(list.plan(template, options)).toEqual({
    recipients: 3,
    segmentsTotal: 4,
    recipientsBySegments: [0, 2, 1],
    ucs2: 1,
    firstUcs2: 2,
    longest: 2,
    shortest: 0,
    emptyFields: [{ name: 'navn', recipients: 1, first: 1 }],
  });

  const shown = list.render(0, template, options);
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
    list.renderCsv(1, 2, template, options, slugs, { separator: ';', columns: [0] }),
  );
  expect(csv.split('\r\n')).toEqual([
    '+4521000002;Kære kunde, du har nu adgang for alle andre: s.barnetsverden.dk/22222222 Afmeld: s.barnetsverden.dk/33333333;1;GSM-7',
    '+4521000003;Kære Zoë, du har nu adgang for alle andre: s.barnetsverden.dk/44444444 Afmeld: s.barnetsverden.dk/55555555;2;UCS-2',
    '',
  ]);
  list.dispose();
  list.dispose();
  expect(() => list.plan(template, options)).toThrow('disposed');
});

test('lone surrogates, NUL and U+FEFF come back from a long message as they went in', () => {
  const odd = `\uFEFF\uD800${'ø'.repeat(20_000)}\0\uDC00`;
  const list = core.createRecipientList(['a']);
  list.append([[odd]]);
  expect(list.render(0, '{{a}}', options).text).toBe(odd);
  list.dispose();
});

test('rows and numbers out of range are refused by name, and the list stays as it was', () => {
  const list = core.createRecipientList(['a']);
  list.append([['x']]);
  expect(() => list.append([['x', 'y']])).toThrow('a row has 2 values; the list has 1 columns');
  expect(() => list.render(1, '', options)).toThrow('index is 1');
  expect(() => list.renderCsv(0, 2, '', options, new Uint8Array(), { separator: ',', columns: [] })).toThrow(
    'count is 2',
  );
  expect(() => list.plan('', { ...options, width: 7 as 8 })).toThrow('width is 7');
  expect(list.size).toBe(1);
  list.dispose();
});

test('a hundred thousand rows cross and are counted', () => {
  const list = core.createRecipientList(['mobil', 'navn']);
  list.append(Array.from({ length: 100_000 }, (_, i) => [`+45${20_000_000 + i}`, i % 10 === 0 ? 'Zoë' : 'Mette']));
  const plan = list.plan(template, options);
  expect(plan.recipients).toBe(100_000);
  expect(plan.ucs2).toBe(10_000);
  expect(plan.recipientsBySegments).toEqual([0, 90_000, 10_000]);
  list.dispose();
});

test('a CSV field is quoted and defused', () => {
  expect(core.csvField('=1;2', ';')).toBe('"\'=1;2"');
  expect(core.csvField('\uFEFFHej', ',')).toBe('\uFEFFHej');
});
