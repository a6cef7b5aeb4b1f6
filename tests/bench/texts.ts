/** The texts of the segment benchmark: what shops write to customers, in Danish and English, cut to exact lengths. */
import { type Random, seeded } from '../support/random-texts.ts';

export type TextClass = { readonly encoding: 'gsm7' | 'ucs2'; readonly length: number };

/** Every length measured, in characters of GSM-7 and code units of UCS-2. */
export const CLASSES: readonly TextClass[] = [
  ...[20, 160, 1000, 10_000].map((length) => ({ encoding: 'gsm7', length }) as const),
  ...[20, 70, 160, 1000, 10_000].map((length) => ({ encoding: 'ucs2', length }) as const),
];

/** As in the figures' names: gsm160, ucs1000. */
export const nameOf = ({ encoding, length }: TextClass) => `${encoding === 'gsm7' ? 'gsm' : 'ucs'}${length}`;

const SENTENCES = [
  'Kære Mette, din ordre er pakket og på vej til dig.',
  'Hent pakken i Næstved inden fredag kl. 17.',
  'Nyhed: børnetøj til efteråret, op til 40% på alt overtøj.',
  'Vis denne SMS i butikken og få 50 kr. i rabat!',
  'Vi har åbent søndag 10-16; kig forbi til kaffe og gløgg.',
  'Glemte du noget i kurven? Vi gemmer den til i morgen.',
  'Svar JA, hvis du vil have en påmindelse.',
  'Medlemstilbud: køb 3 & betal for 2, gælder til og med 24/12.',
  'Din tid hos Klinik Ærø er flyttet til tirsdag 9:15.',
  'Læs mere: s.barnetsverden.dk/BBBBBBBB',
  'Hi Peter, your table for 4 is booked, see you at 7 PM.',
  'Last chance: free shipping ends tonight!',
  'Your code is 493021. Never share it with anyone.',
  "We've saved your size (M), only 2 left in stock.",
  'Thanks for shopping with us; how did we do? Answer 1-5.',
  'Summer sale: up to 60% off dresses, shoes and bags.',
  'Stop? Reply STOP to 1231.',
  'Afmeld: s.barnetsverden.dk/afmeld',
];
/** Where characters of the extension table come from in real texts. */
const WITH_PAIRS = [
  'Nu kun 199€ (før 299€).',
  'From 25€ a night [members only].',
  'Se outlet.dk/~tilbud | s.brand.dk/BBBBBBBB',
  'Brug koden {EFTERÅR}.',
];
const OUTSIDE_GSM7 = ['🎉', '😀', '💙', '🎁', '“', '”', '’', '–', '…'];

function sentencesOf(random: Random, length: number, pairs: boolean): string {
  const from = random(40);
  let text = '';
  while (text.length < from + length) {
    const source = pairs && random(4) === 0 ? WITH_PAIRS : SENTENCES;
    text += `${source[random(source.length)] ?? ''} `;
  }
  return text.slice(from, from + length);
}

/** A text of exactly `length` code units. In UCS-2 the first odd character stands early, late or at the very end by turns. */
function textOf(random: Random, { encoding, length }: TextClass, number: number): string {
  const plain = sentencesOf(random, length, number % 5 === 0);
  if (encoding === 'gsm7') return plain;
  const odd = OUTSIDE_GSM7[random(OUTSIDE_GSM7.length)] ?? '“';
  const tenth = Math.floor(length / 10);
  const at = [random(tenth), length - tenth + random(tenth), length][number % 3] ?? 0;
  const start = Math.max(0, Math.min(at, length - odd.length));
  let text = `${plain.slice(0, start)}${odd}${plain.slice(start)}`.slice(0, length);
  // Half of those that begin early go on as such texts do: an emoji now and then.
  if (number % 6 === 0) {
    for (let next = start + 60; next < length - 2; next += 60 + random(40)) {
      text = `${text.slice(0, next)}🎁${text.slice(next + 2)}`;
    }
  }
  return text;
}

/**
 * The same texts as flat strings, as the engine holds what was typed or read. Put together by `+` and `slice` they are
 * trees and windows: more kinds of string than a call to `charCodeAt` remembers, and it stays several times slower for
 * everybody from then on.
 */
export function flat(texts: readonly string[]): string[] {
  return JSON.parse(JSON.stringify(texts)) as string[];
}

/** `count` different texts. */
export function textsOf(one: TextClass, count: number): string[] {
  const random = seeded(one.length * 2 + (one.encoding === 'gsm7' ? 0 : 1));
  return flat(Array.from({ length: count }, (_, number) => textOf(random, one, number)));
}
