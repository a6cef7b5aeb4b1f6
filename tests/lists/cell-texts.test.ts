import { expect, test } from 'vitest';
import { CellTexts } from '../../lists/cell-texts.ts';
import { randomSource } from '../support/phone-numbers.ts';

test('is what a decoder says, asked again and again, of short ones and long ones that are alike', () => {
  const random = randomSource(7);
  const texts = new CellTexts();
  const names = [
    '',
    'Bo',
    'Åse',
    'Łukasz',
    '名前',
    '😀',
    '\ufeffBo',
    'x'.repeat(32),
    'x'.repeat(33),
    `${'x'.repeat(31)}y`,
  ];
  for (let i = 0; i < 20_000; i++) names.push(`${'aæ'[random(2)]}${random(9_000)}`);
  const octets = new TextEncoder().encode(names.join(''));
  let at = 0;
  for (const name of names) {
    const { length } = new TextEncoder().encode(name);
    expect(texts.of(octets, at, at + length)).toBe(name);
    expect(texts.of(octets, at, at + length)).toBe(name);
    at += length;
  }
});
