import { expect, test } from 'vitest';
import { writtenTwice } from '../../lists/text.ts';
import { Utf8Look } from '../../lists/utf8.ts';
import { randomSource } from '../support/phone-numbers.ts';

/** Octets between which and beside which the rules of UTF-8 change, and those of letters that may be written twice. */
const EDGES = [
  0x00, 0x0a, 0x41, 0x7f, 0x80, 0x82, 0x8f, 0x90, 0x9f, 0xa0, 0xa2, 0xb0, 0xb8, 0xbf, 0xc0, 0xc1, 0xc2, 0xc3, 0xdf,
  0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

function lookedAt(octets: Uint8Array, size: number): Utf8Look {
  const look = new Utf8Look();
  for (let at = 0; at < octets.length; at += size) look.take(octets.subarray(at, at + size));
  look.end();
  return look;
}

/** What the platform's own decoder says. */
function textOf(octets: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return null;
  }
}

test('three octets, and four of those that matter, are UTF-8 where a decoder says so, whatever pieces they come in', () => {
  const wrong: string[] = [];
  let whole = 0;
  const check = (octets: Uint8Array) => {
    const isText = textOf(octets) !== null;
    if (isText) whole++;
    for (const size of [1, 4]) if (lookedAt(octets, size).isBroken === isText) wrong.push(octets.join(' '));
  };
  for (const a of EDGES) {
    for (const b of EDGES) for (const c of EDGES) check(Uint8Array.of(a, b, c, 0x41));
    if (a < 0xf0) continue;
    for (const b of EDGES) for (const c of EDGES) for (const d of EDGES) check(Uint8Array.of(a, b, c, d));
  }
  expect(wrong).toEqual([]);
  expect(whole).toBeGreaterThan(300);
});

test('letters that were written twice are never passed over', () => {
  const random = randomSource(29);
  const signs = [...'aø\u00c3\u00b8Å“€ÂÃÄÅÎÏÐÑâð™Ž\u0080\u00bf🙂, '];
  let twice = 0;
  for (let trial = 0; trial < 20_000; trial++) {
    const text = Array.from({ length: 1 + random(8) }, () => signs[random(signs.length)] ?? '').join('');
    const { isSure } = writtenTwice(text);
    if (isSure) twice++;
    const look = lookedAt(new TextEncoder().encode(text), 1 + random(9));
    expect(look.isBroken, text).toBe(false);
    if (isSure) expect(look.mayBeTwice, text).toBe(true);
  }
  expect(twice).toBeGreaterThan(1_000);
  expect(lookedAt(new TextEncoder().encode('Åse og Søren Ærø, É'), 3).mayBeTwice).toBe(false);
});

test('a broken octet is found wherever it stands in a long run of ASCII', () => {
  const room = new Uint8Array(80).fill(0x41);
  for (let offset = 0; offset < 4; offset++) {
    for (let length = 0; length < 40; length++) {
      const octets = room.subarray(offset, offset + length);
      expect(lookedAt(octets, 80).isBroken).toBe(false);
      for (let at = 0; at < length; at++) {
        octets[at] = 0xff;
        expect([offset, length, at, lookedAt(octets, 80).isBroken]).toEqual([offset, length, at, true]);
        octets[at] = 0x41;
      }
    }
  }
});
