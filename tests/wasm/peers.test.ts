/**
 * The core against other people's counters. Every difference we know of is listed with its reason; all else must agree,
 * and every difference listed must really occur.
 */
import { load } from 'klikspor';
import { describe, expect, test } from 'vitest';
import { countByTable } from '../bench/table-counter.ts';
import { PEERS, type Peer } from '../support/peers.ts';
import { borderTexts, FLAVOURS, randomText, seeded } from '../support/random-texts.ts';

const core = await load();

interface Difference {
  readonly peer: string;
  /** What the peer does otherwise, and why the core does not. */
  readonly because: string;
  /** Whether the text is such that the two may differ. */
  readonly in: (text: string) => boolean;
}

const isGsm7 = (text: string) => core.planSegments(text).encoding === 'gsm7';
const isLoneSurrogate = (text: string) => /\p{Surrogate}/u.test(text);
const isSeveral = (text: string, border: Peer['border']) => core.planSegments(text, { border }).segments > 1;
/** Division says fewer segments, or more free units, than pairs kept whole allow. */
const losesToBorders = (text: string) => {
  const { segments, perSegment, units, unitsLeft } = core.planSegments(text);
  return segments * perSegment - units !== unitsLeft;
};

const DIFFERENCES: readonly Difference[] = [
  ...['sms-segments-calculator', 'split-sms', '@trt2/gsm-charset-utils'].map((peer) => ({
    peer,
    because: 'counts one segment for the empty text, of which nothing is sent',
    in: (text: string) => text === '',
  })),
  {
    peer: 'sms-segments-calculator',
    because: 'cuts between CR and LF, one cluster by Unicode Standard Annex 29 (GB3)',
    in: (text) => text.includes('\r\n'),
  },
  {
    peer: 'sms-segments-calculator',
    because:
      'begins a new cluster at a skin tone behind anything but a person or a hand, as Unicode 10 did; since 11 it extends',
    in: (text) => /(?<!\p{Emoji_Modifier_Base})\p{Emoji_Modifier}/u.test(text),
  },
  {
    peer: 'sms-segments-calculator',
    because: 'never cuts a cluster, not even one longer than the 140 octets of a segment',
    in: (text) => /\p{Mark}{67}/u.test(text),
  },
  {
    peer: 'split-sms',
    because: 'takes the unit behind any high surrogate for its low one, so a lone one swallows it or counts for two',
    in: isLoneSurrogate,
  },
  {
    peer: 'sms-length',
    because: 'does not know the form feed of the extension table, and so sends the text as UCS-2',
    in: (text) => isGsm7(text) && text.includes('\f'),
  },
  {
    peer: 'sms-length',
    because: 'divides by the size of a segment as if escape and surrogate pairs could be cut',
    in: (text) => isSeveral(text, 'code-point') && losesToBorders(text),
  },
];

function randomTexts(): string[] {
  const random = seeded(20_260_101);
  const texts = ['', ...borderTexts(), 'a\r\nb', '\r\n'.repeat(90), `${'ş'.repeat(69)}\uD800`, `${'a'.repeat(40)}\f`];
  texts.push(`e${'\u0301'.repeat(80)}`, `${'a'.repeat(30)}e${'\u0301'.repeat(150)}`);
  for (const flavour of FLAVOURS) {
    for (let i = 0; i < 250; i++) texts.push(randomText(random, flavour, 1 + random(i % 5 === 0 ? 1500 : 330)));
  }
  return texts;
}

const texts = randomTexts();

describe.each(PEERS)('$name', (peer) => {
  const known = DIFFERENCES.filter((difference) => difference.peer === peer.name);
  const agrees = (text: string) => {
    const { encoding, segments, unitsLeft } = core.planSegments(text, { border: peer.border });
    const theirs = peer.plan(text);
    if (theirs.encoding !== encoding || theirs.segments !== segments) return false;
    if (theirs.unitsLeft !== undefined && theirs.unitsLeft !== unitsLeft) return false;
    if (theirs.texts === undefined) return true;
    const ours = core.segmentRanges(text, { border: peer.border }).map(({ start, end }) => text.slice(start, end));
    return theirs.texts.every((segment, i) => segment === ours[i]);
  };

  test('agrees about every text outside the differences listed', () => {
    const judged = texts.filter((text) => !known.some((difference) => difference.in(text)));
    expect(judged.length).toBeGreaterThan(texts.length / 2);
    expect(judged.filter((text) => !agrees(text)).map((text) => [text, peer.plan(text)])).toEqual([]);
  });

  test.each(known)('$because', (difference) => {
    // Only this one of the differences applies: it alone must be what makes the two disagree.
    const alone = texts.filter((text) => known.every((other) => other.in(text) === (other === difference)));
    expect(alone.some((text) => !agrees(text))).toBe(true);
  });
});

test('the lookup table of the benchmark agrees about every text', () => {
  for (const text of texts) expect(core.planSegments(text), JSON.stringify(text)).toMatchObject(countByTable(text));
});
