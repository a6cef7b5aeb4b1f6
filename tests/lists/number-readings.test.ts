/** Numbers with and without their country code, read in every country: never another person's without a word. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { NumberReader } from '../../lists/number.ts';
import { COUNTRIES, numbersOf, randomSource } from '../support/phone-numbers.ts';

const random = randomSource(19);
/** As klikspor exports them: digits with country code. */
const digitsOf = (number: string) => number.slice(1);

describe('digits with country code and no +', () => {
  test.each([
    ['DE', '4915112345678'],
    ['ID', '62812345678'],
    ['XK', '38343201234'],
    ['DK', '4520123456'],
    ['NO', '4740612345'],
    ['SE', '46701234567'],
    ['IT', '393123456789'],
    ['BR', '5511961234567'],
    ['MX', '522221234567'],
    ['AR', '5491123456789'],
    ['FO', '298211234'],
    ['IS', '3546111234'],
    ['US', '12015550123'],
    ['GB', '447400123456'],
  ])('in %s: %s is the number it is', (country, digits) => {
    expect(new NumberReader(country).read(digits)).toMatchObject({ ok: true, number: Number(digits), mobile: true });
  });

  test('keep the nought that Italian landlines begin with', () => {
    for (const [cell, number] of [
      ['390612345678', 390612345678],
      ['0612345678', 390612345678],
      ['+39 (0)6 1234 5678', 390612345678],
    ] as const) {
      expect(new NumberReader('IT').read(cell)).toMatchObject({ ok: true, number, doubt: 'number-no-sms' });
    }
  });

  test('are known by the list they stand in', () => {
    const list = ['4915112345678', '4917612345678', '4916012345678', '4915212345678'];
    const alone = list.map((cell) => new NumberReader('DE').read(cell));
    expect(alone.map((outcome) => outcome.ok && outcome.doubt)).toEqual(list.map(() => 'number-two-readings'));
    expect(alone[0]).toMatchObject({ number: 4915112345678, other: 494915112345678 });
    const reader = new NumberReader('DE');
    reader.learn(list);
    expect(list.map((cell) => reader.read(cell))).toEqual(
      list.map((cell) => ({ ok: true, number: Number(cell), country: 'DE', mobile: true, doubt: null, other: null })),
    );
  });

  test('are told from national ones by a list that has none', () => {
    const reader = new NumberReader('DE');
    const national = ['15112345678', '17612345678', '17412345678'];
    reader.learn(national);
    for (const cell of national) expect(reader.read(cell)).toMatchObject({ number: Number(`49${cell}`), doubt: null });
    // The first with its country code, among numbers without.
    expect(reader.read('4915112345679')).toMatchObject({ number: 4915112345679, doubt: 'number-two-readings' });
  });

  test('of another country are pointed out among numbers without one, while they are few', () => {
    const reader = new NumberReader('DK');
    for (const cell of ['20123456', '30123456', '40123456']) reader.read(cell);
    // Perhaps 29 82 11 23 with a digit too many.
    const read = ['298211234', '298211235', '298211236'].map((cell) => reader.read(cell));
    expect(read).toMatchObject([
      { number: 298211234, country: 'FO', doubt: 'number-abroad' },
      { number: 298211235, doubt: 'number-abroad' },
      { number: 298211236, doubt: null },
    ]);
  });

  test('that are a number abroad of no known series are none', () => {
    expect(new NumberReader('DK').read('2012345678')).toEqual({ ok: false, problem: 'number-impossible' });
  });
});

describe('a number with two readings', () => {
  /** The last number of a list, once the others have shown what they show. */
  function readLast(country: string, list: readonly string[]) {
    const reader = new NumberReader(country);
    reader.learn(list);
    return list.map((cell) => reader.read(cell)).at(-1);
  }

  const danish = ['4520123456', '4530123456', '4560123456'];
  const american = ['12125551234', '13055551234', '14155551234'];
  const german = ['4915112345678', '4917612345678', '4916012345678'];
  test.each([
    ['DK', [...danish, '35222536'], 4535222536, 35222536],
    ['DK', [...danish, '46203759'], 4546203759, 46203759],
    ['DK', [...danish, '29051234'], 4529051234, 29051234],
    ['US', [...american, '2316857975'], 12316857975, 2316857975],
    ['DE', [...german, '15847536079'], 4915847536079, 15847536079],
    ['PL', ['48512345678', '48601234567', '48793123456', '508243324'], 48508243324, 508243324],
    ['IT', ['393123456789', '393331234567', '393471234567', '3547899953'], 393547899953, 3547899953],
    ['GR', ['306912345678', '306972345678', '306942345678', '6858665339'], 306858665339, 6858665339],
    ['LV', ['37121234567', '37126123456', '37129123456', '24721464'], 37124721464, 24721464],
    ['EE', ['37251234567', '37252345678', '37253456789', '50063323'], 37250063323, 50063323],
  ] as const)('in %s: the code of others says nothing about another code (%j)', (country, list, one, other) => {
    const outcome = readLast(country, list);
    expect(outcome).toMatchObject({ ok: true, doubt: 'number-two-readings' });
    expect(outcome?.ok && [outcome.number, outcome.other].sort()).toEqual([one, other].sort());
  });

  test.each([
    // A mobile in Denmark, a landline in Luxembourg.
    ['DK', [...danish, '35222536'], 4535222536],
    ['DK', [...danish, '46203759'], 4546203759],
    // Even where the list has shown the code: +352 27 12 34 56, and 35 22 25 36 in Denmark.
    ['DK', ['352621123456', '352661123456', '352691123456', '35222536'], 4535222536],
  ] as const)('in %s: a mobile wins over a landline (%j)', (country, list, number) => {
    expect(readLast(country, list)).toMatchObject({ number, mobile: true, doubt: 'number-two-readings' });
  });

  test('is read as the others that are as long, but not as shorter ones', () => {
    const finnish = ['401234567', '501234567', '441234567'];
    expect(readLast('FI', [...finnish, '4534111290'])).toMatchObject({
      doubt: 'number-two-readings',
      other: expect.any(Number),
    });
  });

  test('is pointed out where it may be a landline near by, but not each of a long list that only looks like it', () => {
    // A mobile in Denmark, a landline in Sweden, and one far away.
    const danish = ['20123456', '30123456', '60123456'];
    const swedish = { number: 4546203759, doubt: 'number-two-readings', other: 46203759 };
    expect(readLast('DK', [...danish, '46203759'])).toMatchObject(swedish);
    expect(readLast('DK', [...danish, '46203757', '46203758', '46203759'])).toMatchObject(swedish);
    expect(readLast('DK', [...danish, '67622712'])).toMatchObject({ number: 4567622712, doubt: null });
    // 366 6… are mobiles of an Italian operator, and landlines in Hungary.
    const italian = Array.from({ length: 100 }, (_, row) =>
      String((row % 20 === 0 ? 3_666_234_500 : 3_331_234_500) + row),
    );
    const reader = new NumberReader('IT');
    reader.learn(italian);
    const told = italian.map((cell) => reader.read(cell)).filter((outcome) => outcome.ok && outcome.doubt !== null);
    expect(told).toEqual([]);
    expect(readLast('IT', italian.slice(-5).concat('3666234599'))).toMatchObject({
      number: 393666234599,
      doubt: 'number-two-readings',
      other: 3666234599,
    });
  });

  test('is shown by as many numbers as there are, not by one that stands there three times', () => {
    const list = ['20123456', '20123456', '20123456', '46203759'];
    expect(readLast('DK', list)).toMatchObject({ number: 4546203759, doubt: 'number-two-readings' });
  });
});

test('what is written with a + is what libphonenumber reads, in every country', () => {
  const wrong: string[] = [];
  for (const country of COUNTRIES) {
    const reader = new NumberReader(country);
    for (const number of numbersOf(country, 'any', 3, random)) {
      const outcome = reader.read(number);
      if (!outcome.ok || outcome.number !== Number(number)) wrong.push(number);
    }
  }
  expect(wrong).toEqual([]);
});

test('what is written as within a country is what libphonenumber reads, in every country', () => {
  const wrong: string[] = [];
  let count = 0;
  for (const country of COUNTRIES) {
    for (const number of numbersOf(country, 'mobile', 3, random)) {
      const national = parsePhoneNumberFromString(number)?.formatNational() ?? '';
      const expected = parsePhoneNumberFromString(national, country);
      if (expected?.number !== number || !/[^\d]|^0/.test(national)) continue;
      count++;
      const outcome = new NumberReader(country).read(national);
      const told = outcome.ok && (outcome.number === Number(number) || outcome.other === Number(number));
      if (!told) wrong.push(`${national} in ${country}: ${JSON.stringify(outcome)}`);
    }
  }
  expect(count).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
});

describe('a long list', () => {
  test('gives the same readings as each number by itself, in every country', () => {
    const noise = randomSource(4);
    for (const country of COUNTRIES) {
      const shared = new NumberReader(country);
      const national = numbersOf(country, 'any', 2, noise).flatMap((number) => {
        const text = parsePhoneNumberFromString(number)?.formatNational().replace(/\D/g, '') ?? '';
        return [number, digitsOf(number), text];
      });
      for (let round = 0; round < 120; round++) {
        const start = national[round % national.length] ?? '';
        // As it is, and with the digits behind some place exchanged.
        const kept = start.slice(0, 3 + noise(Math.max(1, start.length - 2)));
        const cell = kept + Array.from({ length: start.length - kept.length }, () => noise(10)).join('');
        // Without a list to learn from: what is asked is the reading, not what a list makes of it.
        expect(shared.glance(cell), `${cell} in ${country}`).toEqual(new NumberReader(country).glance(cell));
      }
    }
  });
});
