import { load as loadComposer } from 'klikspor';
import { load, SLOTS_PER_CAMPAIGN, type SlugKey } from 'klikspor/edge';
import { expect, test } from 'vitest';
import { readTsv } from '../support/tsv.ts';

const core = await load();
const composer = await loadComposer();
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const key = (from = 1, to: number | null = null): SlugKey => ({
  key: bytes('000102030405060708090a0b0c0d0e0f'),
  from,
  to,
});
const sealerOf = (width: 8 | 9 = 8, highest = 1000) => core.createSealer({ width, keys: [key()], highest });

test('known plain numbers give the published slugs, as they do natively', () => {
  const rows = readTsv('slug-known-answers.tsv');
  expect(rows).toHaveLength(56);
  for (const [hex = '', width, plain, slug = ''] of rows) {
    const sealer = core.createSealer({
      width: width === '9' ? 9 : 8,
      keys: [{ key: bytes(hex), from: 1, to: null }],
      highest: 4294967295,
    });
    expect(sealer.seal(Number(plain))).toBe(slug);
    expect(sealer.open(slug)).toBe(Number(plain));
    expect(sealer.open(`${slug}.`)).toBe(Number(plain));
    sealer.delete();
  }
});

test('a range is the slugs one by one, recipient by recipient, link by link, across the resident buffer', () => {
  for (const width of [8, 9] as const) {
    const sealer = sealerOf(width);
    const run = Buffer.from(sealer.sealRange(7, 2, 100, 5000)).toString('latin1');
    expect(run).toHaveLength(5000 * 2 * width);
    for (const slot of [0, 1, 4095, 4096, 8191, 8192, 9999]) {
      const slug = run.slice(slot * width, (slot + 1) * width);
      expect(slug).toBe(sealer.seal(7 * SLOTS_PER_CAMPAIGN + 200 + slot));
      expect(sealer.open(slug)).toBe(7 * SLOTS_PER_CAMPAIGN + 200 + slot);
    }
  }
});

test('the last recipient of a campaign can be sealed, the one after cannot', () => {
  const sealer = sealerOf();
  expect(sealer.sealRange(1, 2, 8388607, 1)).toHaveLength(16);
  expect(() => sealer.sealRange(1, 2, 8388607, 2)).toThrow(/count is 2; it must be a whole number from 0 to 1/);
  expect(sealer.sealRange(1, 2, 5, 0)).toHaveLength(0);
});

test('whatever is no slug opens as -1', () => {
  const sealer = sealerOf();
  const slug = sealer.seal(SLOTS_PER_CAMPAIGN);
  for (const token of [
    '',
    'x',
    `${slug}-x`,
    `${slug}/2`,
    `${slug}%32`,
    slug.slice(1),
    `${slug.slice(0, 7)}\u0142`,
    `\ud83d${slug.slice(1)}`,
    `${slug}\u012e`, // its low octet is the full stop's
    `\0${slug}`,
    slug.repeat(5000),
    'robots.txt',
  ]) {
    expect(sealer.open(token)).toBe(-1);
  }
  for (const token of [slug, `${slug}-`, `${slug}..`, `${slug}).`, `${slug}\u2026`, `${slug}%F0%9F%8E%89`]) {
    expect(sealer.open(token)).toBe(SLOTS_PER_CAMPAIGN);
  }
});

test('sealers of two hosts live side by side, and a deleted one says so', () => {
  const first = sealerOf(8);
  const second = core.createSealer({ width: 8, keys: [{ ...key(), key: new Uint8Array(16).fill(7) }], highest: 9 });
  const plain = 3 * SLOTS_PER_CAMPAIGN + 1;
  expect(second.open(first.seal(plain))).toBe(-1);
  expect(second.open(second.seal(plain))).toBe(plain);
  second.delete();
  second.delete();
  expect(() => second.open('BCDFGHJK')).toThrow(/deleted/);
  expect(first.open(first.seal(plain))).toBe(plain);
});

test('numbers outside their range are refused by name, value and limits', () => {
  const sealer = sealerOf();
  expect(() => core.createSealer({ width: 7 as 8, keys: [], highest: 1 })).toThrow(
    'width is 7; it must be a whole number from 8 to 9',
  );
  expect(() =>
    core.createSealer({ width: 8, keys: [{ key: new Uint8Array(32), from: 1, to: 2 }], highest: 1 }),
  ).toThrow('keys[0].key.length is 32; it must be a whole number from 16 to 16');
  expect(() => core.createSealer({ width: 8, keys: [key(-1)], highest: 1 })).toThrow(/keys\[0\]\.from is -1/);
  expect(() => core.createSealer({ width: 8, keys: [key()], highest: 2 ** 32 })).toThrow(/highest is 4294967296/);
  expect(() => sealer.seal(1.5)).toThrow(/plain is 1\.5/);
  expect(() => sealer.seal(2 ** 53)).toThrow(/plain is 9007199254740992/);
  expect(() => sealer.seal(49 ** 8)).toThrow('plain is of a campaign that no key seals');
  expect(() => sealer.seal(5)).toThrow('plain is of a campaign that no key seals');
  expect(() => sealer.sealRange(0, 1, 0, 1)).toThrow(/campaign is 0/);
  expect(() => sealer.sealRange(1980837, 1, 0, 1)).toThrow(/campaign is 1980837/);
  expect(() => sealer.sealRange(1, 0, 0, 1)).toThrow(/linksInMessage is 0/);
  expect(() => composer.sampleSlug(8, -1, 0)).toThrow(/recipient is -1/);
  expect(() => composer.sampleSlug(8, 0, 256)).toThrow(/link is 256/);
});

test('keys change over by campaign number', () => {
  const old = { key: new Uint8Array(16).fill(1), from: 1, to: 9 };
  const young = { key: new Uint8Array(16).fill(2), from: 10, to: null };
  const edge = core.createSealer({ width: 8, keys: [young, old], highest: 100 });
  const withOld = core.createSealer({ width: 8, keys: [{ ...old, to: null }], highest: 100 });
  expect(edge.open(withOld.seal(9 * SLOTS_PER_CAMPAIGN))).toBe(9 * SLOTS_PER_CAMPAIGN);
  expect(edge.open(withOld.seal(10 * SLOTS_PER_CAMPAIGN))).toBe(-1);
});

test('sample slugs have the right shape, stay the same, and open no more often than any guess', () => {
  const edge = sealerOf();
  let opened = 0;
  expect(composer.sampleSlug(8, 12, 1)).toBe(composer.sampleSlug(8, 12, 1));
  for (let recipient = 0; recipient < 500; recipient++) {
    const slug = composer.sampleSlug(8, recipient, 0);
    expect(slug).toMatch(/^[2-9BCDFGHJ-NP-TV-Zbcdfghjkmnp-tv-z]{8}$/);
    if (edge.open(slug) >= 0) opened++;
  }
  expect(opened).toBeLessThanOrEqual(3); // 500 guesses at 1,000 of 1,980,837 blocks: 0.25
  expect(composer.sampleSlug(9, 0, 0)).toHaveLength(9);
});

test('half a character is one sign of a token, and takes nothing behind it along', () => {
  expect(core.bareToken('som\ud800mer')).toBe('som\ufffdmer');
  expect(core.bareToken('sommer\ud800')).toBe('sommer');
  expect(core.checkVanitySlug('\ud800abe')).toBe('vanity-bad-character');
});

test('vanity slugs are judged', () => {
  const verdicts: Record<string, string | null> = {
    sommer: null,
    'black-friday-2026': null,
    '': 'vanity-empty',
    [`${'a'.repeat(65)}`]: 'vanity-too-long',
    [`${'a'.repeat(5000)}`]: 'vanity-too-long',
    børn: 'vanity-bad-character',
    'a\u0161': 'vanity-bad-character',
    Sommer: 'vanity-bad-character',
    stop: 'vanity-reserved',
    'robots.txt': 'vanity-reserved',
    bcdfghjk: 'vanity-shape',
  };
  for (const [slug, verdict] of Object.entries(verdicts)) expect(core.checkVanitySlug(slug)).toBe(verdict);
});

test('a million recipients with two links are sealed in one go, each slug as it is sealed alone', () => {
  const sealer = sealerOf();
  const slugs = sealer.sealRange(1, 2, 0, 1_000_000);
  expect(slugs).toHaveLength(16_000_000);
  const slugAt = (slot: number) => new TextDecoder().decode(slugs.subarray(slot * 8, slot * 8 + 8));
  for (const slot of [0, 1, 4_095, 4_096, 999_999, 1_999_999]) expect(slugAt(slot)).toBe(sealer.seal(2 ** 24 + slot));
});

test('a plain number is a slot of its campaign, and back', () => {
  for (const links of [1, 2, 3, 7]) {
    for (const [recipient, link] of [
      [0, 0],
      [12, links - 1],
      [core.testRecipient(links), 0],
    ] as const) {
      const plain = core.plainOf(5, recipient, link, links);
      expect(plain).toBe(5 * SLOTS_PER_CAMPAIGN + recipient * links + link);
      expect(core.slotOf(plain, links)).toEqual({ campaign: 5, recipient, link });
    }
  }
  expect(() => core.plainOf(1, 0, 2, 2)).toThrow(/link is 2/);
  expect(() => core.plainOf(1, core.testRecipient(2) + 1, 0, 2)).toThrow(/recipient is 8388608/);
  expect(() => core.slotOf(-1, 2)).toThrow(/plain is -1/);
  expect(() => core.slotOf(1, 0)).toThrow(/linksInMessage is 0/);
  expect(() => core.slotOf(1, 2.5)).toThrow(/linksInMessage is 2\.5/);
  expect(() => core.slotOf(2 ** 53, 1)).toThrow(/plain is 9007199254740992/);
});
