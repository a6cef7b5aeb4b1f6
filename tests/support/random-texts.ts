/** Random texts of every flavour a counter can stumble over, the same ones on every run. */

/** Numbers from 0 to below `limit`, the same series for the same seed (mulberry32). */
export type Random = (limit: number) => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

const BASIC = [
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
].flatMap((all) => [...all]);
const PAIRS = [...'^{}\\[~]|€\f'];
const OUTSIDE = [...'çáíóúêŁłğşıœ“”‘’„–—…•°`´«»\t\u00a0\u200b\ufeff中文हिन्'];
const EMOJI = ['🎉', '😀', '❤️', '🔥', '🛍', '💙', '🎁', '🚚'];
const CLUSTERS = ['👨‍👩‍👧‍👦', '🇩🇰', '🇫🇷', '👍🏽', 'e\u0301', 'n\u0303', '\r\n', '\u1100\u1161\u11a8', '👩🏿‍🚀', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'];
const LONE = ['\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uD83C'];

/** What a text of each flavour is drawn from, with weights. */
const drawn = {
  gsm7: [[BASIC, 1]],
  'gsm7 with pairs': [
    [BASIC, 8],
    [PAIRS, 1],
  ],
  'gsm7, mostly pairs': [
    [BASIC, 1],
    [PAIRS, 3],
  ],
  'ucs2 without pairs': [
    [BASIC, 6],
    [OUTSIDE, 1],
  ],
  'ucs2 with emoji': [
    [BASIC, 8],
    [OUTSIDE, 1],
    [EMOJI, 1],
  ],
  'ucs2, mostly emoji': [
    [BASIC, 1],
    [EMOJI, 4],
  ],
  clusters: [
    [BASIC, 4],
    [CLUSTERS, 1],
    [PAIRS, 1],
  ],
  'lone surrogates': [
    [BASIC, 6],
    [LONE, 1],
    [EMOJI, 1],
  ],
} as const satisfies Record<string, readonly (readonly [readonly string[], number])[]>;

export type Flavour = keyof typeof drawn;
export const FLAVOURS = Object.keys(drawn) as Flavour[];

/** `length` code units, or one or two fewer where the last character would not fit. */
export function randomText(random: Random, flavour: Flavour, length: number): string {
  const sources = drawn[flavour].flatMap(([source, weight]) => Array<readonly string[]>(weight).fill(source));
  let text = '';
  for (;;) {
    const source = sources[random(sources.length)] ?? BASIC;
    const character = source[random(source.length)] ?? '';
    if (text.length + character.length > length) return text;
    text += character;
  }
}

/** Plain letters with one awkward character at, before and behind each border of the first three segments. */
export function borderTexts(): string[] {
  const texts: string[] = [];
  const fill = (filler: string, at: number, odd: string, behind: number) =>
    texts.push(`${filler.repeat(at)}${odd}${filler.repeat(behind)}`);
  for (const border of [153, 160, 306, 459]) {
    for (let at = border - 3; at <= border + 1; at++) {
      for (const behind of [0, 1, 5, 7, 8, 152, 153])
        for (const odd of ['€', '\f', '[]', 'æ']) fill('a', at, odd, behind);
    }
  }
  for (const border of [67, 70, 134, 201]) {
    for (let at = border - 3; at <= border + 1; at++) {
      for (const behind of [0, 1, 2, 3, 66, 67]) for (const odd of ['😀', '😀😀', '€', '“']) fill('ş', at, odd, behind);
    }
  }
  texts.push(']'.repeat(153), '😀'.repeat(67), '€'.repeat(80), '€'.repeat(81), '😀'.repeat(35), '😀'.repeat(36));
  return texts;
}
