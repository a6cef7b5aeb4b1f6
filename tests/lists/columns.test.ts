import { describe, expect, test } from 'vitest';
import { columnNamed, nameColumns } from '../../lists/columns.ts';
import { NumberReader } from '../../lists/number.ts';
import { chooseNumberColumn } from '../../lists/number-column.ts';

/** Rows of lines with `;` between their cells. */
const rows = (...lines: readonly string[]) => lines.map((line) => line.split(';'));
const choose = (country: string, chosen: number | null, ...lines: readonly string[]) =>
  chooseNumberColumn(rows(...lines), new NumberReader(country), chosen);

/** The name of the column, or the names of those that may be meant. */
function columnOf(country: string, ...lines: readonly string[]) {
  const choice = choose(country, null, ...lines);
  return 'question' in choice ? choice.question.columns.map(({ name }) => name) : choice.names[choice.column];
}

describe('names of columns', () => {
  test('are the headings', () => {
    expect(nameColumns(['Navn', ' Mobil '], true)).toEqual(['Navn', 'Mobil']);
  });

  test('that are missing are made up', () => {
    expect(nameColumns(['Åse', '20123456'], false)).toEqual(['column1', 'column2']);
  });

  test('that are empty, doubled or hold signs of merge fields stay usable', () => {
    expect(nameColumns(['Navn', '', 'Navn', 'By|{x}:y'], true)).toEqual(['Navn', 'column2', 'Navn 2', 'By x y']);
  });
});

test.each([
  ['mobil', 'mobil\u200b'],
  ['mobil', '\ufeffMobil'],
  ['Mobil\u2060', 'mobil'],
  ['mobil nr', 'Mobil\u00a0 nr'],
  ['telefonnummer', 'telefon\u00adnummer'],
  ['k\u00f8n \u00e5r', 'K\u00f8n A\u030ar'],
])('the column %j is the one headed %j', (wanted, heading) => {
  expect(columnNamed(['navn', heading], wanted)).toBe(1);
});

describe('headings', () => {
  test.each([
    ['DK', ['Åse;20123456', 'Bo;30123456'], false],
    ['DK', ['Åse;20123456'], false],
    ['DK', ['20123456', '30123456'], false],
    ['DK', ['navn;mobil'], true],
    ['DK', ['navn;mobil', 'Bo;20123456'], true],
    // The first recipient's number is spoiled, but it is no heading.
    ['DK', ['Åse;4,51235E+09', 'Bo;20123456', 'Ida;30123456'], false],
    ['DK', ['Åse;201234567', 'Bo;20123456', 'Ida;30123456'], false],
    // Numbers of few digits, where they are that short.
    ['FO', ['Jógvan;211234', 'Rúna;221235'], false],
    ['FO', ['Jógvan;211234'], false],
    ['IS', ['Jón;6112345', 'Björk;6123456'], false],
    ['IS', ['nafn;Sími', 'Jón;6112345'], true],
    // Dates stand above the columns of what was sold.
    ['DK', ['navn;mobil;2025-12-31', 'Bo;20123456;4', 'Ida;30123456;0'], true],
    ['DK', ['navn;mobil;31-12-2025;20260131', 'Bo;20123456;4;1', 'Ida;30123456;0;2'], true],
  ])('in %s of %j: %s', (country, lines, hasHeader) => {
    expect(choose(country, null, ...lines).hasHeader).toBe(hasHeader);
  });

  test('are told by the column that was named', () => {
    expect(choose('DK', 0, '20123456;x', '30123456;y')).toMatchObject({
      hasHeader: false,
      column: 0,
      reason: 'chosen',
    });
    expect(choose('DK', 1, 'a;b', '20123456;30123456')).toMatchObject({
      hasHeader: true,
      names: ['a', 'b'],
      column: 1,
    });
  });
});

describe('the number column', () => {
  test.each(
    [
      'Tel',
      'Tel.',
      'SMS',
      'Kontakttelefon',
      'Privat mobil',
      'billing_phone',
      'Customer phone',
      'Handy',
      'Rufnummer',
    ].concat(
      [
        'Puhelin',
        'Sími',
        'GSM',
        'Mobilnummer',
        'MobilePhone',
        'Phone (with country code)',
        'Matkapuhelinnumero',
        'Tlf.nr.',
      ],
      ['Téléphone portable', 'Nº de móvil', 'Cell', 'Telefonnummer (mobil)', 'Номер телефона', '電話番号', 'kontakt'],
    ),
  )('called %s is found among dates and numbers of other things', (heading) => {
    const found = columnOf(
      'DK',
      `navn;oprettet;født;CVR;ordrenr;${heading};sidst`,
      'Bo;2025-12-31;19850412;25313763;20250001;20123456;31-12-2025',
      'Ida;2025-11-30;19791103;25313764;20250002;+45 30 12 34 57;30-11-2025',
      'Åse;2025-10-29;19921224;25313765;20250003;40123458;29.10.2025 08:30',
    );
    expect(found).toBe(heading);
  });

  test.each([
    'Mobil uden landekode',
    'Mobilnr. (uden +45)',
    'Mobil u/landekode',
    'Mobilnummer utan landskod',
    'Mobil ekskl. landekode',
    'Handynummer ohne Vorwahl',
    'Telefon ohne Ländervorwahl',
    'Phone without country code',
    'Mobile no prefix',
    'GSM zonder landcode',
    'Numer telefonu bez prefiksu',
    'Tālrunis',
    'Numéro de portable',
  ])('called %s holds numbers, whatever they are said to be without', (heading) => {
    const lines = [`navn;kode;${heading}`, 'Bo;20123455;20123456', 'Ida;30123455;30123457'];
    expect(columnOf('DK', ...lines)).toBe(heading);
  });

  test.each([
    ['Landekode mobil', '45', '45'],
    ['Mobil samtykke uden dato', 'ja', 'nej'],
    ['Phone 1 - Label', 'Mobile', 'Work'],
    ['Number of orders', '20123455', '12'],
    ['Telefontype', 'mobil', 'fastnet'],
    ['Mobile OS', 'iOS', 'Android'],
    ['Phone country code', '45', '45'],
    ['SMS consent', '2025-01-01', '2025-01-02'],
    ['Telefax', '33123456', '33123457'],
    ['userid', '20123455', '30123455'],
    ['Loyalty number', '20123455', '30123455'],
    ['Policy number', '20123455', '30123455'],
    ['Kundenummer', '20123455', '30123455'],
    ['ts', '20123455', '30123455'],
    ['Bilag', '20123455', '30123455'],
    ['Stregkode', '20123455', '30123455'],
    ['Zamówienie', '20123455', '30123455'],
    ['Sipariş No', '20123455', '30123455'],
    ['Kennitala', '20123455', '30123455'],
  ])('is not the one called %s', (heading, first, second) => {
    const lines = [`navn;${heading};nummer`, `Bo;${first};20123456`, `Ida;${second};30123457`];
    expect(columnOf('DK', ...lines)).toBe('nummer');
  });

  test.each(['P-nummer', 'Garden number', 'Skabsnummer nr.'])(
    'is asked for where a number of something stands before mobiles: %s',
    (heading) => {
      const lines = [`navn;${heading};hvad`, 'Bo;20123455;20123456', 'Ida;30123455;30123457'];
      expect(columnOf('DK', ...lines)).toEqual([heading, 'hvad']);
    },
  );

  test.each(['Number', 'Nummer (privat)', 'Privat nummer', 'Contact number', 'Dit nummer', 'Work number'])(
    'is the one called %s, before one that says nothing',
    (heading) => {
      const lines = [`navn;hvad;${heading}`, 'Bo;20123455;20123456', 'Ida;30123455;30123457'];
      expect(columnOf('DK', ...lines)).toBe(heading);
    },
  );

  test('is the one of mobiles, where landlines have one too', () => {
    expect(columnOf('DK', 'navn;Telefon;Mobil', 'Bo;33123456;20123456', 'Ida;33123457;30123457')).toBe('Mobil');
    expect(columnOf('DE', 'Name;Telefon 1;Telefon 2', 'Bo;030123456;015112345678', 'Ida;089123456;015112345679')).toBe(
      'Telefon 2',
    );
  });

  test('is found without a heading that says so, by what stands in it', () => {
    const choice = choose('DK', null, 'navn;oprettet;hvad', 'Bo;2025-12-31;20 12 34 56', 'Ida;2025-11-30;30 12 34 57');
    expect(choice).toMatchObject({ column: 2, reason: 'content' });
  });

  test.each([
    ['DK', 'navn;hvad', ['+45 20123456', '30-12-34-57']],
    ['DK', 'navn;hvad', ['4520123456', '4530123457']],
    ['DE', 'Name;was', ['015112345678', '017612345679']],
    ['DE', 'Name;was', ['4915112345678', '4917612345679']],
    // Nothing else stands in the list.
    ['DK', 'Gæster', ['20123456', '30123457']],
  ])('in %s under %j is told by how its numbers are written: %j', (country, headings, numbers) => {
    const before = headings.includes(';') ? 'Bo;' : '';
    expect(choose(country, null, headings, ...numbers.map((number) => before + number))).toMatchObject({
      reason: 'content',
    });
  });

  test.each([
    ['DK', 'Firma;P-nummer;SE-nr', '1020123456;28123456', '1020123457;31234567', ['SE-nr']],
    ['DK', 'Kunde;by;Værdi', 'Aarhus;21234567', 'Odense;22469134', ['Værdi']],
    ['DE', 'Kunde;Ort;Auftragsnummer', 'Bonn;15112345670', 'Kiel;15198765432', ['Auftragsnummer']],
  ])('in %s is asked for where bare digits stand under %j', (country, headings, first, second, asked) => {
    expect(columnOf(country, headings, `Bo;${first}`, `Ida;${second}`)).toEqual(asked);
  });

  test.each([
    ['navn;Nødkontakt tlf.;Kontakt', 'Kontakt'],
    ['navn;Pårørende mobil;Mobil', 'Mobil'],
    ['name;Emergency contact phone;Phone', 'Phone'],
    ['name;ICE telefon;Mobil', 'Mobil'],
    ['Name;Handyvertrag Nr.;Rufnummer', 'Rufnummer'],
    ['Name;Mobilabonnement;Tlf.', 'Tlf.'],
  ])('under %j is %s', (headings, name) => {
    expect(columnOf('DK', headings, 'Bo;20123456;30123456', 'Ida;20123457;40123459')).toBe(name);
  });

  test('is the first of two that hold the same', () => {
    const lines = ['Phone;Billing phone', '20123456;20123456', '30123456;+4530123456', '40123456;40123456'];
    expect(columnOf('DK', ...lines)).toBe('Phone');
  });

  test('with a heading that says so is found though its numbers are spoiled, so that each row is told why', () => {
    expect(choose('DK', null, 'navn;Mobil', 'Bo;4,51235E+09')).toMatchObject({ column: 1, reason: 'heading' });
    expect(choose('DK', null, 'navn;Mobilnummer', 'Bo;x')).toMatchObject({ column: 1, reason: 'heading' });
  });

  test('may hold several numbers in a cell', () => {
    expect(columnOf('DK', 'navn;mobile', 'Bo;20123456\n86123456', 'Ida;30123456 / 86123457')).toBe('mobile');
  });

  test('is asked for where two are as likely, with what stands in each', () => {
    const choice = choose(
      'DK',
      null,
      'navn;privat;arbejde',
      'Bo;20 12 34 56;30 12 34 56',
      'Ida;;40 12 34 56',
      'Åse;50 5;60 12 34 57',
    );
    expect(choice).toEqual({
      names: ['navn', 'privat', 'arbejde'],
      hasHeader: true,
      column: 2,
      reason: 'content',
      others: [],
    });
    const close = choose('DK', null, 'navn;privat;arbejde', 'Bo;20123456;30123456', 'Ida;80123456;40123456');
    expect(close).toEqual({
      names: ['navn', 'privat', 'arbejde'],
      hasHeader: true,
      question: {
        kind: 'number-column',
        onlyNumbers: false,
        columns: [
          { index: 2, name: 'arbejde', filled: 2, numbers: 2, mobiles: 2, examples: ['30123456', '40123456'] },
          { index: 1, name: 'privat', filled: 2, numbers: 2, mobiles: 1, examples: ['20123456', '80123456'] },
        ],
      },
    });
  });

  test('is none of one person who stands in every row, or is asked for', () => {
    const rows = ['20123456', '20123457', '20123458', '30123459', '40123460'];
    const list = (headings: string) => [headings, ...rows.map((mobile) => `Bo;60123456;${mobile}`)];
    expect(columnOf('DK', ...list('navn;Sælgers mobil;Mobil'))).toBe('Mobil');
    expect(columnOf('DK', ...list('navn;Sælgers mobil;Kundens tlf.'))).toEqual(['Sælgers mobil', 'Kundens tlf.']);
  });

  test('is asked for where the column of mobiles is nearly empty, and another is not', () => {
    const lines = ['Telefon;Mobil', '20123456;30123456', '20123457;', '20123458;', '20123459;'];
    expect(columnOf('DK', ...lines)).toEqual(['Mobil', 'Telefon']);
  });

  test('is never one of dates, of firms or of orders, whatever they look like', () => {
    expect(columnOf('DK', 'navn;dato', 'Bo;20251231', 'Ida;20251130')).toEqual([]);
    expect(columnOf('DK', 'navn;når', 'Bo;31-12-2025', 'Ida;30-11-2025')).toEqual([]);
    for (const cells of [
      ['31122025 / 30112025 / 29102025', '28112025 / 27102025'],
      ['31122025', '30112025'],
      ['12312025', '11302025'],
      ['311220250830', '301120251215'],
      ['3112250830', '3011251215'],
      ['20251231,20251130', '20251130'],
    ]) {
      expect(columnOf('DK', 'navn;kontakt', ...cells.map((cell) => `Bo;${cell}`))).toEqual([]);
    }
    const days = ['211225', '221125', '231025', '240925', '250825'];
    expect(columnOf('FO', 'navn;kontakt', ...days.map((day) => `Bo;${day}`))).toEqual([]);
    expect(columnOf('FO', 'navn;mobil', ...days.map((day) => `Bo;${day}`))).toBe('mobil');
    for (const heading of ['hvad', 'kontakt', 'tid']) {
      const found = columnOf('DE', `navn;${heading};mobil`, 'Bo;1735603200;015112345678', 'Ida;1745603200;');
      expect(found).toBe('mobil');
      const alone = choose('DE', null, `navn;${heading}`, 'Bo;1735603200', 'Ida;1745603200');
      expect(alone).toHaveProperty('question');
    }
    expect(columnOf('DE', 'navn;mobil', 'Bo;1735603200', 'Ida;1745603200')).toBe('mobil');
    expect(columnOf('DK', 'navn;cvr', 'Bo;25313763', 'Ida;26313764')).toEqual(['cvr']);
    const counted = Array.from({ length: 10 }, (_, row) => `Bo;${20_250_001 + row}`);
    expect(columnOf('DK', 'navn;kode', ...counted)).toEqual(['kode']);
    expect(columnOf('DK', 'nr;navn', ...counted.map((line) => line.split(';').reverse().join(';')))).toEqual(['nr']);
    expect(columnOf('DK', 'id;beløb', '17;1.200,00', '18;300')).toEqual([]);
  });
});
