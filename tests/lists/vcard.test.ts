/** Address books as phones and programs write them; on versions 3.0 and 4.0 ical.js is asked too. */
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { openSource, type Source } from '../../lists/source.ts';
import { type Card, readCards } from '../../lists/vcard.ts';

type Octets = Uint8Array<ArrayBuffer>;
const utf8 = (text: string): Octets => new TextEncoder().encode(text);
/** One octet a letter. */
const octets = (text: string): Octets => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const crlf = (text: string) => text.trim().replaceAll('\n', '\r\n');

const card = (lines: string, version = '3.0') => crlf(`BEGIN:VCARD\nVERSION:${version}\n${lines}\nEND:VCARD`);
const one = (lines: string, version?: string): Card => {
  const [found, ...others] = readCards(utf8(card(lines, version)), 'utf-8');
  expect(others).toEqual([]);
  if (found === undefined) throw new Error('no card');
  return found;
};

const IPHONE = card(`PRODID:-//Apple Inc.//iPhone OS 18.1//EN
N:Ærø;Åse;;;
FN:Åse Ærø
ORG:Barnets Verden\\, butik;
EMAIL;type=INTERNET;type=HOME;type=pref:aase@example.dk
TEL;type=HOME;type=VOICE:86 12 34 56
TEL;type=CELL;type=VOICE;type=pref:+45 20 12 34 56
item1.TEL:20 12 34 57
item1.X-ABLabel:_$!<Other>!$_
item2.ADR;type=HOME;type=pref:;;Åboulevarden 1\\, 2. tv;Aarhus C;;8000;Danmark
item2.X-ABADR:dk
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD/4QBARXhpZgAATU0AKgAA
 AAgAAYdpAAQAAAABAAAAGgAAAAAAAqACAAQAAAABAAAAAaADAAQAAAABAAAAAQAAAAD/7QA4UG==`);

const ANDROID = card(
  `N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=86r=C3=B8;=C3=85se;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85se =
=C3=86r=C3=B8
TEL;CELL;PREF:+4520123456
TEL;HOME:86-123-456
TEL;X-Hytte:+4586123457
EMAIL;HOME:aase@example.dk
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:B=C3=B8rnehj=C3=B8rnet
NOTE;ENCODING=QUOTED-PRINTABLE:en=0D=0A=
TEL;CELL:+4500000000`,
  '2.1',
);

const OUTLOOK = octets(
  card(
    `N;LANGUAGE=da;CHARSET=Windows-1252:S\u00f8rensen;J\u00f8rgen
FN;CHARSET=Windows-1252:J\u00f8rgen S\u00f8rensen
ORG;CHARSET=Windows-1252:Br\u00f8d & Co
TEL;WORK;VOICE:86 12 34 56
TEL;CELL;VOICE:20 12 34 56
TEL;WORK;FAX:86 12 34 57
ADR;WORK;PREF;CHARSET=Windows-1252:;;Storegade 1;\u00c5rhus;;8000;Danmark
LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Storegade 1=0D=0A=
8000 Aarhus
REV:20261129T120000Z`,
    '2.1',
  ),
);

const GOOGLE = card(`FN:Søren Kjær
N:Kjær;Søren;;;
TEL;TYPE=CELL:+45 20 12 34 56
item1.TEL:+45 86 12 34 56
item1.X-ABLabel:mainFax
CATEGORIES:myContacts`);

const FOUR = card(
  `FN:Zoë Müller
N:Müller;Zoë;;Dr.;
TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+49-30-123456;ext=12
TEL;VALUE=uri;TYPE="cell":tel:+49-1512-3456789
TEL;TYPE=fax:+49 30 123457
EMAIL;PREF=2:two@example.de
EMAIL;PREF=1:one@example.de
ORG:Büro;Einkauf`,
  '4.0',
);

describe('a card', () => {
  test('of an iPhone is read', () => {
    expect(readCards(utf8(IPHONE), 'utf-8')).toEqual([
      {
        name: 'Åse Ærø',
        firstName: 'Åse',
        lastName: 'Ærø',
        nickname: '',
        organization: 'Barnets Verden, butik',
        title: '',
        telephones: ['+45 20 12 34 56', '86 12 34 56', '20 12 34 57'],
        email: 'aase@example.dk',
        postcode: '8000',
        city: 'Aarhus C',
      },
    ]);
  });

  test('of version 2.1 as Android writes it is read, soft breaks and bare types too', () => {
    expect(readCards(utf8(ANDROID), 'utf-8')).toMatchObject([
      {
        name: 'Åse Ærø',
        firstName: 'Åse',
        lastName: 'Ærø',
        organization: 'Børnehjørnet',
        // What follows a soft break belongs to the note, whatever it looks like.
        telephones: ['+4520123456', '86-123-456', '+4586123457'],
      },
    ]);
  });

  test('of version 2.1 as Outlook writes it is read in the encoding that it names', () => {
    expect(readCards(OUTLOOK, 'utf-8')).toMatchObject([
      { name: 'Jørgen Sørensen', organization: 'Brød & Co', telephones: ['20 12 34 56', '86 12 34 56'], city: 'Århus' },
    ]);
  });

  test('has no number of a fax, also where a label says so', () => {
    expect(readCards(utf8(GOOGLE), 'utf-8')[0]?.telephones).toEqual(['+45 20 12 34 56']);
  });

  test.each(['Privat mobil', 'arbejdsmobil', 'Mobil (privat)', 'Work cell', 'Diensthandy', '_$!<Mobile>!$_', 'iPhone'])(
    'has its mobile first, whatever it is called: %s',
    (label) => {
      const lines = `FN:Bo\nTEL;TYPE=WORK:86123456\nitem1.TEL:20123456\nitem1.X-ABLabel:${label}`;
      expect(one(lines).telephones).toEqual(['20123456', '86123456']);
    },
  );

  test('of version 4.0 is read, with telephones as addresses', () => {
    expect(readCards(utf8(FOUR), 'utf-8')).toMatchObject([
      { telephones: ['+49-1512-3456789', '+49-30-123456'], email: 'one@example.de', organization: 'Büro, Einkauf' },
    ]);
  });

  test.each([
    ['TEL;X-LABEL="hjem: 1; ude":+4520123456', '+4520123456'],
    ['TEL;TYPE="cell,voice":+4520123456', '+4520123456'],
    ['tel;type=cell:+4520123456', '+4520123456'],
    ['TEL;VALUE=uri:tel:20123456;phone-context=+45', '+45 20123456'],
    ['TEL;VALUE=uri:tel:%2B4520123456', '+4520123456'],
    ['TEL:\\+45 20 12\n  34 56', '+45 20 12 34 56'],
    ['A.TEL;CELL:+4520123456', '+4520123456'],
    ['TEL;TYPE=CELL:+4520123456\nTEL;TYPE=CELL:+4520123456', '+4520123456'],
  ])('with %j has the telephone %s', (lines, number) => {
    expect(one(`FN:Bo\n${lines}`).telephones).toEqual([number]);
  });

  test.each([
    ['FN:Bo\\, Jr\\; and \\\\ Co\\nA/S', 'Bo, Jr; and \\ Co\nA/S'],
    ['N:Hansen\\;B;Bo', 'Bo Hansen;B'],
    ['ORG:Firma;Salg', 'Firma, Salg'],
  ])('with %j is called %j', (lines, name) => {
    expect(one(lines).name).toBe(name);
  });

  test('is read where a line is folded within a letter', () => {
    const text = octets(String.fromCharCode(...utf8(card('FN:Søren'))).replace('\u00c3\u00b8', '\u00c3\r\n \u00b8'));
    expect(readCards(text, 'utf-8')[0]?.name).toBe('Søren');
  });

  test('of version 2.1 keeps the white space it is folded at', () => {
    expect(one('FN:Bo\n Hansen', '2.1').name).toBe('Bo Hansen');
    expect(one('FN:Bo\n Hansen', '3.0').name).toBe('BoHansen');
  });

  test('within a card is nobody in the list', () => {
    const agent = card('FN:Sekretær\nTEL:1', '2.1').replaceAll('\r\n', '\n');
    const cards = readCards(utf8(card(`FN:Chef\nAGENT:\n${agent}\nTEL:+4520123456`, '2.1')), 'utf-8');
    expect(cards.map(({ name, telephones }) => [name, telephones])).toEqual([['Chef', ['+4520123456']]]);
  });
});

test('a card whose end is missing ends where the next begins, or the file', () => {
  const [first, second, third] = ['Bo', 'Ida', 'Eva'].map((name) => card(`FN:${name}\nTEL:20123456`));
  const text = [first?.replace('END:VCARD', ''), second, third?.replace('END:VCARD', '')].join('\r\n');
  expect(readCards(utf8(text), 'utf-8').map(({ name }) => name)).toEqual(['Bo', 'Ida', 'Eva']);
});

describe('ical.js reads the same', () => {
  /** [name, parameters, type, value…] */
  type JProperty = readonly [string, Record<string, string | string[]>, string, ...unknown[]];
  const oracle = (text: string) =>
    (ICAL.parse(text) as unknown as readonly [string, readonly JProperty[]])[1].map(([name, parameters, , value]) => ({
      name: name.replace(/^.*\./, ''),
      parameters,
      value,
    }));

  test.each([
    ['an iPhone', IPHONE],
    ['Google', GOOGLE],
    ['version 4.0', FOUR],
    ['folds', card('FN:Søren\n  Kjær\nN:Kjær;Søren;;;\nTEL;TYPE=CELL:+45\n 20123456\nEMAIL:s@exa\n\tmple.dk')],
    [
      'escapes',
      card('FN:Bo\\, Jr\\nA/S\nN:Han\\,sen;Bo\\;B;;;\nORG:Fir\\,ma;Salg\nEMAIL:b@example.dk\nTEL:+4520123456'),
    ],
  ])('of %s', (_, text) => {
    const expected = oracle(text);
    const [read] = readCards(utf8(text), 'utf-8');
    const value = (name: string) => expected.find((property) => property.name === name)?.value ?? '';
    const list = (name: string) => [value(name)].flat().map(String);
    expect(read?.name).toBe(value('fn'));
    expect([read?.lastName, read?.firstName]).toEqual(list('n').slice(0, 2));
    expect(read?.organization).toBe(
      list('org')
        .filter((unit) => unit !== '')
        .join(', '),
    );
    const telephones = expected
      .filter(({ name, parameters }) => name === 'tel' && !/fax/i.test(String(parameters.type)))
      .map((property) => String(property.value).replace(/^tel:|;.*/g, ''));
    if (text !== GOOGLE) expect([...(read?.telephones ?? [])].sort()).toEqual(telephones.sort());
    const emails = expected.filter(({ name }) => name === 'email').map((property) => property.value);
    expect(emails.length === 0 ? [''] : emails).toContain(read?.email);
  });
});

describe('an address book', () => {
  test('that breaks off keeps its last card, but no line that is cut', () => {
    const whole = `${card('FN:Bo\nTEL:20123456')}\r\n`;
    const last = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ida\r\nTEL:20123457\r\n';
    const cards = (text: string) => readCards(utf8(text), 'utf-8').map(({ name, telephones }) => [name, ...telephones]);
    expect(cards(whole + last)).toEqual([
      ['Bo', '20123456'],
      ['Ida', '20123457'],
    ]);
    expect(cards(`${whole}${last}TEL:2012`)).toEqual([
      ['Bo', '20123456'],
      ['Ida', '20123457'],
    ]);
    expect(cards(`${whole}${last.trim()}`)).toEqual([['Bo', '20123456'], ['Ida']]);
    expect(cards(`${whole}BEGIN:VCARD\r\n`)).toEqual([['Bo', '20123456']]);
    expect(cards(last)).toEqual([['Ida', '20123457']]);
  });

  const open = async (file: Octets, choice = {}): Promise<Source> => {
    const outcome = await openSource(new Blob([file]), choice);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    return outcome.source;
  };

  test('is rows, a card each, with the columns that any card fills', async () => {
    const text = [IPHONE, GOOGLE, card('FN:Uden nummer')].join('\r\n');
    const source = await open(utf8(`\ufeff${text}\r\n`));
    expect(source).toMatchObject({ format: 'vcard', encoding: 'utf-8', separator: null, sheet: null });
    const rows = [];
    for await (const piece of source.rows()) rows.push(...piece.rows);
    expect(rows).toEqual(source.sample);
    expect(rows.map(({ line, cells }) => [line, ...cells.slice(0, 4)])).toEqual([
      [0, 'name', 'first_name', 'last_name', 'mobile'],
      [1, 'Åse Ærø', 'Åse', 'Ærø', '+45 20 12 34 56\n86 12 34 56\n20 12 34 57'],
      [2, 'Søren Kjær', 'Søren', 'Kjær', '+45 20 12 34 56'],
      [3, 'Uden nummer', '', '', ''],
    ]);
    expect(rows[0]?.cells.slice(4)).toEqual(['email', 'organization', 'postcode', 'city']);
  });

  test('of five thousand cards with pictures is read in pieces', async () => {
    const picture = `PHOTO;ENCODING=b:${'/9j/4AAQSkZJRgABAQAA\n '.repeat(200)}`;
    const text = Array.from({ length: 5_000 }, (_, at) => card(`FN:Nr ${at}\n${picture}\nTEL:${20_000_000 + at}`));
    const source = await open(utf8(text.join('\r\n')));
    const pieces = [];
    for await (const piece of source.rows()) pieces.push(piece);
    expect(pieces.map(({ rows }) => rows.length)).toEqual([2_000, 2_000, 1_001]);
    expect(pieces.at(-1)).toMatchObject({ done: 5_001, total: 5_001 });
    expect(pieces.at(-1)?.rows.at(-1)).toEqual({ line: 5_000, cells: ['Nr 4999', '20004999'], broken: null });
  });

  test('in UTF-16 is read', async () => {
    const units = Uint16Array.from(`\ufeff${card('FN:Åse\nTEL:20123456')}`, (letter) => letter.charCodeAt(0));
    expect((await open(new Uint8Array(units.buffer))).sample[1]?.cells).toEqual(['Åse', '20123456']);
  });

  test('in an encoding that nobody names is asked about, or read as told', async () => {
    const file = octets(card('FN:S\u00bfren Kj\u00ber\nTEL:20123456'));
    const outcome = await openSource(new Blob([file]));
    expect(outcome).toMatchObject({ ok: false, question: { kind: 'encoding' } });
    expect((await open(file, { encoding: 'macintosh' })).sample[1]?.cells[0]).toBe('Søren Kjær');
  });
});
