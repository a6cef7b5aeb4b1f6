import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { detectEncoding } from '../../lists/encoding.ts';
import { decoded, FILE_ENCODINGS, type FileEncoding, textOf } from '../../lists/text.ts';

type Octets = Uint8Array<ArrayBuffer>;

async function textIn(octets: Octets, encoding: FileEncoding): Promise<string> {
  let text = '';
  for await (const piece of textOf(new Blob([octets]), encoding)) text += piece.text;
  return text;
}

async function read(octets: Octets): Promise<{ encoding: FileEncoding; text: string; asked: readonly string[] }> {
  const { encoding, readings } = await detectEncoding(new Blob([octets]));
  return { encoding, text: await textIn(octets, encoding), asked: readings.map((reading) => reading.encoding) };
}

const utf8 = (text: string): Octets => new TextEncoder().encode(text);
const utf16 = (text: string, isBig = false): Octets => {
  const octets = Uint8Array.from([...text].flatMap((sign) => [sign.charCodeAt(0) & 0xff, sign.charCodeAt(0) >> 8]));
  return isBig ? octets.map((_, at) => octets[at ^ 1] ?? 0) : octets;
};
const written = (text: string, encoding: FileEncoding): Octets => {
  const octets = new Map(Array.from({ length: 256 }, (_, at) => [decoded(Uint8Array.of(at), encoding), at]));
  return Uint8Array.from(text, (sign) => octets.get(sign) ?? 0x3f);
};
const joined = (...parts: readonly Octets[]): Octets => Uint8Array.from(parts.flatMap((part) => [...part]));

const NAMES = 'navn;mobil\nSøren Kjær;20123456\nÅse Ærø;20123457\nJürgen Bäcker;20123458\nIda;20123459\n';

describe('the text of a file', () => {
  test.each([
    ['UTF-8', utf8('Åse;Łukasz;🎉'), 'utf-8', 'Åse;Łukasz;🎉'],
    ['UTF-8, with what only looks like a letter written twice', utf8('„Å“;“BÆÅ”'), 'utf-8', '„Å“;“BÆÅ”'],
    ['UTF-8 with a byte order mark', utf8('\ufeffÅse'), 'utf-8', 'Åse'],
    ['ASCII', utf8('Bo;20123456\n'), 'utf-8', 'Bo;20123456\n'],
    [
      'Windows-1252',
      written('Søren;Zoë;5 €;O’Brien;“Bo”', 'windows-1252'),
      'windows-1252',
      'Søren;Zoë;5 €;O’Brien;“Bo”',
    ],
    [
      'Windows-1252, with signs beside letters',
      written('Brand®;Café™;¿Qué?;nº 5;m²;a – b;»ja«', 'windows-1252'),
      'windows-1252',
      'Brand®;Café™;¿Qué?;nº 5;m²;a – b;»ja«',
    ],
    [
      'UTF-16 with a mark, as Excel saves "Unicode text"',
      utf16('\ufeffÅse\tŁukasz\r\n'),
      'utf-16le',
      'Åse\tŁukasz\r\n',
    ],
    ['UTF-16 with a mark, the other way round', utf16('\ufeffÅse\tBo\r\n', true), 'utf-16be', 'Åse\tBo\r\n'],
    ['UTF-16 without a mark', utf16('navn;mobil\r\nÅse;20123456\r\n'), 'utf-16le', 'navn;mobil\r\nÅse;20123456\r\n'],
    [
      'UTF-16 without a mark, the other way round',
      utf16('navn;mobil\nÅse;20\n', true),
      'utf-16be',
      'navn;mobil\nÅse;20\n',
    ],
    ['UTF-8, written twice', utf8('SÃ¸ren;Ã…se;JÃ¼rgen;â‚¬;Ã†rÃ¸\n'), 'utf-8-twice', 'Søren;Åse;Jürgen;€;Ærø\n'],
  ] as const)('in %s is read, and nobody is asked', async (_, octets, encoding, text) => {
    expect(await read(octets)).toEqual({ encoding, text, asked: [] });
  });

  test('in Windows-1252 is told by a letter far from the beginning', async () => {
    const { encoding, text } = await read(written(`${'a'.repeat(3_000_000)}ø`, 'windows-1252'));
    expect(encoding).toBe('windows-1252');
    expect(text.endsWith('aø')).toBe(true);
  });

  test.each(['utf-8', 'utf-8-twice'] as const)(
    'in %s is whole where a letter is cut by the borders it is read in',
    async (encoding) => {
      // Slices are 2^20 octets: those of the ø lie on both sides of the first border, wherever it is cut.
      const letter = encoding === 'utf-8' ? 'ø' : 'Ã¸';
      for (const before of [1, 2, 3]) {
        const text = await textIn(utf8(`${'a'.repeat(2 ** 20 - before)}${letter}b`), encoding);
        expect(text.slice(-3)).toBe('aøb');
      }
    },
  );

  test('in UTF-8 stays UTF-8 where a few octets are broken', async () => {
    const octets = joined(utf8('Søren;20\nÅse;21\n'), Uint8Array.of(0x42, 0xf8, 0x0a), utf8('Jürgen;22\n'));
    expect(await read(octets)).toEqual({
      encoding: 'utf-8',
      text: 'Søren;20\nÅse;21\nB\ufffd\nJürgen;22\n',
      asked: [],
    });
  });

  test.each([
    ['as many letters of UTF-8 as others', joined(utf8('ø;'), written('ø\n', 'windows-1252')), []],
    ['nearly as many', joined(utf8('ø;ø;'), written('blå;rød;Åse\n', 'windows-1252')), ['windows-1252', 'utf-8']],
    ['hardly any', joined(utf8('ø;'), written('blå;'.repeat(20), 'windows-1252')), []],
  ])('with %s is asked about or not', async (_, octets, asked) => {
    expect((await read(octets)).asked).toEqual(asked);
  });
});

describe('an encoding that is easily taken for another', () => {
  test.each([
    ['macintosh', NAMES],
    ['macintosh', NAMES.replaceAll('\n', '\r')],
    ['macintosh', 'navn\rBjörn\r'],
    ['macintosh', 'navn\nSøren\n'],
    ['ibm850', NAMES],
    ['ibm850', NAMES.replaceAll('\n', '\r\n')],
    ['ibm850', 'navn\nSøren\n'],
    ['ibm850', 'navn\nÅse\n'],
    ['iso-8859-15', 'name\nJukka Piženkov\nRaškin Žukov\n'],
    ['windows-1250', 'name\nMichał\nŁukasz Wiśniewski\nPaweł Dąbrowski\n'],
  ] as const)('%s is asked about: %j', async (encoding, text) => {
    const octets = written(text, encoding);
    const { encoding: found, readings } = await detectEncoding(new Blob([octets]));
    expect(found).toBe(encoding);
    const asked = readings.map((reading) => reading.encoding);
    expect(asked[0]).toBe(encoding);
    expect(asked).toContain('windows-1252');
    expect(await textIn(octets, encoding)).toBe(text);
    for (const { examples } of readings) expect(examples).toHaveLength(readings[0]?.examples.length ?? -1);
    expect(readings[0]?.examples[0]).not.toBe(readings.at(-1)?.examples[0]);
  });

  test('shows the same names in both readings', async () => {
    const { readings } = await detectEncoding(new Blob([written(NAMES, 'macintosh')]));
    expect(readings).toEqual([
      { encoding: 'macintosh', examples: ['Søren Kjær', 'Åse Ærø', 'Jürgen Bäcker'] },
      { encoding: 'windows-1252', examples: ['S¿ren Kj¾r', '\u0081se ®r¿', 'JŸrgen BŠcker'] },
    ]);
  });

  test('is asked about where letters were written twice in some rows only', async () => {
    const { readings } = await detectEncoding(new Blob([utf8('Søren\nÃ…se\n')]));
    expect(readings).toEqual([
      { encoding: 'utf-8-twice', examples: ['Åse'] },
      { encoding: 'utf-8', examples: ['Ã…se'] },
    ]);
  });
});

describe('the encoding of the programs of a country', () => {
  const found = async (country: string, encoding: FileEncoding, names: string) => {
    const octets = written(`name\n${names.replaceAll(';', '\n')}\n`, encoding);
    const { encoding: first, readings } = await detectEncoding(new Blob([octets]), country);
    const text = await textIn(octets, first);
    return { text: text.trim().split('\n').slice(1).join(';'), asked: readings.map((reading) => reading.encoding) };
  };

  test.each([
    ['CZ', 'windows-1250', 'Jiří Dvořák;Tomáš Novák;Petr Svoboda;Kateřina Černá;Ondřej Procházka;Věra Kučerová'],
    ['CZ', 'windows-1250', 'Müller;José;Jäger'],
    ['CZ', 'iso-8859-2', 'Jiří Novák;Tomáš Dvořák;Žižka;Šťastný'],
    ['SK', 'windows-1250', 'Ľudovít Štúr;Peter Kováč;Mária Horváthová;Ján Baláž;Zuzana Tóthová'],
    ['PL', 'windows-1250', 'Michał;Łukasz Wiśniewski;Paweł Dąbrowski;Małgorzata Wójcik'],
    ['PL', 'iso-8859-2', 'Michał;Łukasz Wiśniewski;Paweł Dąbrowski;Małgorzata Wójcik'],
    ['HU', 'windows-1250', 'Kovács László;Szűcs Dezső;Erdős Pál;Tóth Ferenc;Nagy Győző;Molnár Ödön'],
    ['HR', 'windows-1250', 'Ivan Horvat;Marko Kovačević;Željko Đurić;Ana Šimić'],
    ['RO', 'windows-1250', 'Ştefan Popescu;Ion Ţăranu;Mădălina Bălan;Constantinescu Câmpeanu'],
    ['TR', 'windows-1254', 'Ayşe Yılmaz;Mehmet Öztürk;Gül Şahin;Çağrı Demir;Işık Doğan;İbrahim Koç'],
    ['LT', 'windows-1257', 'Jūratė Kazlauskienė;Žydrūnas Šimkus;Rūta Petrauskaitė;Vytautas Čepas'],
    ['LV', 'windows-1257', 'Jānis Bērziņš;Līga Kalniņa;Pēteris Ozoliņš;Ģirts Ķirsis'],
    ['EE', 'windows-1257', 'Jüri Mägi;Õnne Pärn;Siim Šmidt'],
    ['EE', 'windows-1252', 'Jüri Mägi;Õnne Pärn;Siim Šmidt'],
    ['RU', 'windows-1251', 'Иван Петров;Ольга Щербакова'],
    ['UA', 'windows-1251', 'Їжак Ганна;Олексій Шевченко'],
    ['RS', 'windows-1250', 'Đorđe Jovanović;Nikola Šarić'],
    ['RS', 'windows-1251', 'Ђорђе Јовановић'],
    ['RU', 'koi8-r', 'Иван'],
    ['RU', 'koi8-r', 'Иван Петров;Ольга Щербакова;Анна-Мария Ёлкина'],
    ['UA', 'koi8-u', 'Їжак Ганна;Олексій Шевченко'],
    ['UA', 'koi8-r', 'Иван Петров;Ольга Щербакова'],
    ['CZ', 'ibm852', 'Jiří Dvořák;Tomáš Novák;Věra Kučerová'],
    ['PL', 'ibm852', 'Michał;Łukasz Wiśniewski;Paweł Dąbrowski'],
    ['HU', 'ibm852', 'Kovács László;Szűcs Dezső;Erdős Pál'],
    ['TR', 'ibm857', 'Ayşe Yılmaz;Mehmet Öztürk;Gül Şahin;Çağrı Demir'],
    ['GR', 'windows-1253', 'Γιώργος Παπαδόπουλος;Μαρία'],
    ['IL', 'windows-1255', 'דוד כהן'],
    ['SA', 'windows-1256', 'محمد علي'],
    ['DK', 'windows-1252', 'Søren Kjær;Renée;Zoë;Müller;Peña;François;Þór'],
    ['DE', 'windows-1252', 'Müller;Groß;Jäger;Çelik'],
    ['IS', 'windows-1252', 'Þórður;Guðrún Ýr;Sigríður'],
    ['FO', 'windows-1252', 'Jógvan;Rúni á Brúnni;Høgni;Óli'],
    ['FI', 'windows-1252', 'Väinö;Mäkinen;Åke'],
    ['FR', 'windows-1252', 'Éloïse;François;Noël;Gaëlle'],
    ['PT', 'windows-1252', 'João;Conceição;André'],
  ] as const)(
    'is read where its letters are its language’s, and nobody is asked: %s, %s, %s',
    async (country, encoding, names) => {
      expect(await found(country, encoding, names)).toEqual({ text: names, asked: [] });
    },
  );

  test('is Windows-1252 for people of any Western countries, few or many', async () => {
    const names =
      'Søren Kjær;Åse Ærø;Mälmö Öberg;Märta;Jürgen Groß;Þórður;Guðrún Ýr;Sigríður;Høgni;Noël;François;Zoë;Peña;Núñez;Ñandú;' +
      'João;Conceição;Nicolò;Çelik;Röðull;Hélène;Renée Sørensen;Noël Åkesson;Jörg Müßig;Brúnni;Føroyar;Café Blåbær';
    const people = names.split(';');
    for (const [at, one] of people.entries()) {
      for (const other of people.slice(at)) {
        const { asked } = await found('DK', 'windows-1252', `${one};${other}`);
        expect([one, other, ...asked]).toEqual([one, other]);
      }
    }
    expect(await found('DE', 'windows-1252', names)).toEqual({ text: names, asked: [] });
  });

  test.each([
    ['JP', 'shift_jis', [0x8e, 0x52, 0x93, 0x63, 0x0a, 0x83, 0x5e, 0x83, 0x8d, 0x81, 0x5b], '山田\nタロー'],
    ['TW', 'big5', [0xb3, 0xaf, 0xa4, 0x6a, 0xa4, 0xe5], '陳大文'],
    ['CN', 'gb18030', [0xcd, 0xf5, 0xc0, 0xf6, 0xbb, 0xaa, 0xd5, 0xc5], '王丽华张'],
  ] as const)('may take two octets a letter: %s, %s', async (country, encoding, octets, text) => {
    const file = Uint8Array.from(octets);
    expect(await detectEncoding(new Blob([file]), country)).toMatchObject({ encoding, readings: [] });
    expect(await textIn(file, encoding)).toBe(text);
  });

  test.each([
    // The octets of one name are as good a name in another language.
    ['CZ', 'windows-1250', 'Dvořák', ['windows-1250', 'windows-1252']],
    ['HU', 'windows-1250', 'Erdős Pál', ['windows-1250', 'windows-1252']],
    ['TR', 'windows-1254', 'Yıldız Şahin', ['windows-1254', 'windows-1252']],
    ['SI', 'windows-1250', 'Žiga Kovačič;Špela Župančič', ['windows-1250', 'windows-1252']],
    // All in capitals it is small letters in the other.
    ['RU', 'windows-1251', 'ИВАН ПЕТРОВ;ОЛЬГА', ['windows-1251', 'koi8-r']],
    // Some pairs of its octets are letters of UTF-8.
    ['RU', 'ibm866', 'Иван Сидоров;Ольга Щукина', ['ibm866', 'utf-8']],
    ['TH', 'windows-874', 'สมชาย ใจดี', ['windows-874', 'utf-8']],
    // A list from elsewhere.
    ['CZ', 'windows-1252', 'Søren Kjær;Åse;Jürgen', ['windows-1252', 'windows-1250']],
    ['DK', 'windows-1250', 'Jiří Dvořák;Tomáš Novák;Věra Kučerová;Zdeněk Růžička', ['windows-1250', 'windows-1252']],
    ['DK', 'windows-1254', 'Ayşe Yılmaz;Mehmet Öztürk;Gül Şahin;Çağrı Demir', ['windows-1254', 'windows-1252']],
    ['DK', 'koi8-r', 'Иван', ['koi8-r', 'windows-1252']],
  ] as const)('is asked about where another reads as well: %s, %s, %s', async (country, encoding, names, asked) => {
    expect(await found(country, encoding, names)).toEqual({ text: names, asked });
  });
});

test.each([
  ['koi8-u', 'Їжак Ганна;Олексій Шевченко'],
  ['ibm852', 'Szűcs Dezső;Erdős Pál;Kovács László'],
  ['ibm852', 'Michał;Łukasz Wiśniewski;Paweł Dąbrowski'],
  ['ibm857', 'Ayşe Yılmaz;Mehmet Öztürk;Gül Şahin;Çağrı Demir'],
] as const)(
  'the right reading is among those asked about where the country says nothing: %s, %s',
  async (encoding, names) => {
    const file = new Blob([written(names.replaceAll(';', '\n'), encoding)]);
    const { readings } = await detectEncoding(file, 'DK');
    const asked = readings.map((reading) => reading.encoding);
    expect(asked).toContain('windows-1252');
    const examples = readings.find((reading) => reading.encoding === encoding)?.examples ?? [];
    expect(names.split(';')).toEqual(expect.arrayContaining([...examples]));
    expect(examples.length).toBeGreaterThan(1);
  },
);

test('capitals in KOI8-R are asked about, for they are small letters in Windows-1251', async () => {
  const { readings } = await detectEncoding(new Blob([written('ИВАН\nОЛЬГА\n', 'koi8-r')]), 'RU');
  expect(readings).toEqual([
    { encoding: 'windows-1251', examples: ['йчбо', 'пмшзб'] },
    { encoding: 'koi8-r', examples: ['ИВАН', 'ОЛЬГА'] },
  ]);
});

test.each([
  ['ibm850', 'CP850', []],
  ['ibm852', 'CP852', []],
  ['ibm857', 'CP857', [0xd5, 0xe7, 0xf2]],
] as const)('%s reads as the C library reads it', (encoding, name, nothing: readonly number[]) => {
  const input = Uint8Array.from({ length: 256 }, (_, octet) => octet).filter((octet) => !nothing.includes(octet));
  expect(decoded(input, encoding)).toBe(execFileSync('iconv', ['-f', name, '-t', 'UTF-8'], { input }).toString());
  expect(decoded(Uint8Array.from(nothing), encoding)).toBe('\ufffd'.repeat(nothing.length));
});

test.each(FILE_ENCODINGS)('%s is one that can be read', async (encoding) => {
  const octets = encoding === 'utf-16le' ? utf16('Bo') : encoding === 'utf-16be' ? utf16('Bo', true) : utf8('Bo');
  expect(await textIn(octets, encoding)).toBe('Bo');
});

describe('on Node 20, whose decoder takes Windows-1252 for ISO 8859-1 unless it comes in pieces,', () => {
  class Decoder extends TextDecoder {
    override decode(octets?: Octets, options?: TextDecodeOptions): string {
      if (this.encoding !== 'windows-1252' || octets === undefined || options?.stream === true) {
        return super.decode(octets, options);
      }
      return String.fromCharCode(...octets);
    }
  }
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test('letters written twice are mended, and cards say what they mean', async () => {
    vi.stubGlobal('TextDecoder', Decoder);
    vi.resetModules();
    const { decoded, mendTwice } = await import('../../lists/text.ts');
    const { readCards } = await import('../../lists/vcard.ts');
    expect(new TextDecoder('windows-1252').decode(Uint8Array.of(0x85))).toBe('\u0085');
    expect(decoded(Uint8Array.of(0x85, 0x8a, 0x80), 'windows-1252')).toBe('…Š€');
    expect(mendTwice('Ã…se og SÃ¸ren, â‚¬')).toBe('Åse og Søren, €');
    const card = 'BEGIN:VCARD\r\nFN;CHARSET=Windows-1252:\u008aimek\r\nTEL:20123456\r\nEND:VCARD\r\n';
    const octets = Uint8Array.from(card, (sign) => sign.charCodeAt(0));
    expect(readCards(octets, 'utf-8')).toMatchObject([{ name: 'Šimek' }]);
  });
});
