/** What a list is known by, and whether one is the list of a campaign. */
import { execFileSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import { CANCELLED, type Control } from '../../web/src/engine/control.ts';
import { createEngine } from '../../web/src/engine/engine.ts';
import type { ListPrints } from '../../web/src/engine/list-prints.ts';
import { PairSplit, type Seed } from '../../web/src/list-reading/split.ts';
import {
  readOtherwise,
  type Verdict,
  verdictOn,
  verdictOnOld,
  verdictOnRows,
} from '../../web/src/state/list-verdict.ts';
import type { ListIdentity } from '../../worker/api.ts';

const core = await load();
const quiet: Control = { cancelled: () => false, progress: () => {} };
const secret = randomBytes(32).toString('hex');
const SEED: Seed = [5, 4_294_967_295, 7, 8];

/** As docs/api.md describes it to programs. */
const printOf = (numbers: readonly string[]) =>
  createHmac('sha256', Buffer.from(secret, 'hex'))
    .update(numbers.map((number) => `${number}\n`).join(''))
    .digest('hex')
    .slice(0, 32);

interface Read {
  readonly split?: Seed | null;
  readonly seed?: Seed | null;
  readonly key?: string | null;
}

async function printsOf(rows: readonly string[], { split = null, seed = null, key = secret }: Read = {}) {
  const engine = createEngine(core);
  const file = new File([`mobil\n${rows.join('\n')}\n`], 'list.csv');
  const read = await engine.importFile({ file, numberColumn: 0, country: 'DK', plainValues: false, split }, quiet);
  if (read === CANCELLED || !read.ok) throw new Error('not read');
  const prints = await engine.listPrints({ listVersion: read.list.version, secret: key, seed }, quiet);
  if (prints === CANCELLED || prints === null) throw new Error('no prints');
  return prints;
}

// From one digit more to one less than the usual, and as long as numbers get.
const NUMBERS = ['+4520000002', '+4520000001', '+491512345678901', '+2904123', '+12125550123', '+4520000003'];
const DIGITS = NUMBERS.map((number) => number.slice(1));
const ascending = (numbers: readonly string[]) => numbers.toSorted((a, b) => Number(a) - Number(b));

test('a fingerprint is the HMAC that the documentation describes, of any length of number', async () => {
  expect(await printsOf(NUMBERS)).toEqual({
    rows: 6,
    ordered: printOf(DIGITS),
    sorted: printOf(ascending(DIGITS)),
    halves: [],
  });
});

test('the shell commands of docs/api.md make the same, and its example', async () => {
  const documented = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const [, commands = ''] = /secret=\$\(curl.*\n(hmac\(\)[^`]*)```/.exec(documented) ?? [];
  const inShell = (key: string, numbers: readonly string[]) =>
    execFileSync('bash', ['-e'], {
      input: `cd $(mktemp -d)\nprintf '%s\\n' ${numbers.join(' ')} > numbers.txt\nsecret=${key}\n${commands}\necho $ordered $sorted`,
      encoding: 'utf8',
    }).trim();
  const { ordered, sorted } = await printsOf(NUMBERS);
  expect(inShell(secret, DIGITS)).toBe(`${ordered} ${sorted}`);
  const example = inShell('ab'.repeat(32), ['4520123456', '4520123457']).split(' ')[0];
  expect(documented).toContain(`"ordered": "${example}", "sorted": "${example}"`);
});

test('it is of the file’s order and of the halves of any draw, however the list is split now', async () => {
  const rows = Array.from({ length: 45_001 }, (_, row) => `45${30_000_000 - row * 7}`);
  const draw = new PairSplit(SEED);
  const halves: [string[], string[]] = [[], []];
  for (const row of rows) halves[draw.next()].push(row);
  const expected = {
    rows: 45_001,
    ordered: printOf(rows),
    sorted: printOf(ascending(rows)),
    halves: halves.map((half) => ({ rows: half.length, ordered: printOf(half) })),
  };
  for (const split of [null, SEED, [1, 2, 3, 4] as const]) {
    expect(
      await printsOf(
        rows.map((row) => `+${row}`),
        { split, seed: SEED },
      ),
    ).toEqual(expected);
  }
});

test('spelling and other columns are of no account; order, one number and the key are', async () => {
  const one = await printsOf(['20 12 34 56', '+4520123457']);
  expect(await printsOf(['004520123456', '20123457'])).toEqual(one);
  const turned = await printsOf(['20123457', '20123456']);
  expect(turned).toMatchObject({ rows: 2, sorted: one.sorted });
  expect(turned.ordered).not.toBe(one.ordered);
  const other = await printsOf(['20123456', '20123458']);
  expect([other.ordered, other.sorted]).not.toContain(one.ordered);
  expect(other.sorted).not.toBe(one.sorted);
  const foreign = await printsOf(['20123456', '20123457'], { key: 'ab'.repeat(32) });
  expect(foreign.ordered).not.toBe(one.ordered);
});

test('without a key it is what browsers kept before', async () => {
  // Taken with the version that wrote them.
  expect(await printsOf(['20123456', '20123457'], { key: null })).toMatchObject({ ordered: '2-1208rwa-81rrzw' });
});

const prints = (more: Partial<ListPrints> = {}): ListPrints => ({
  rows: 2_790,
  ordered: 'o',
  sorted: 's',
  halves: [],
  ...more,
});
const HALVES = [
  { rows: 1_395, ordered: 'a' },
  { rows: 1_395, ordered: 'b' },
];
const identity = (more: Partial<ListIdentity> = {}): ListIdentity => ({
  ...prints(),
  key: 1,
  rewritten: [],
  fileName: 'kunder.csv',
  fileModifiedAtMs: 0,
  ...more,
});
const drawn = identity({ split: { seed: [1, 2, 3, 4], half: 1, halves: HALVES } });
const otherRows = (rows: number, instead: number, mayBeHalf = false): Verdict => ({
  kind: 'other-rows',
  rows,
  instead,
  mayBeHalf,
});

test.each<[string, ListPrints, ListIdentity, 'recipient' | 'aggregate', Verdict]>([
  ['the list itself', prints(), identity(), 'recipient', { kind: 'same' }],
  ['another order', prints({ ordered: 'x' }), identity(), 'recipient', { kind: 'another-order' }],
  ['another order, nobody counted', prints({ ordered: 'x' }), identity(), 'aggregate', { kind: 'same' }],
  ['another order, drawn by it', prints({ ordered: 'x' }), drawn, 'aggregate', { kind: 'another-order' }],
  ['other people', prints({ ordered: 'x', sorted: 'y' }), identity(), 'recipient', { kind: 'other-numbers' }],
  [
    'other people, nobody counted',
    prints({ ordered: 'x', sorted: 'y' }),
    identity(),
    'aggregate',
    { kind: 'other-numbers' },
  ],
  ['a row fewer', prints({ rows: 2_789, ordered: 'x' }), identity(), 'recipient', otherRows(2_789, 2_790)],
  ['a row more', prints({ rows: 2_791 }), identity(), 'aggregate', otherRows(2_791, 2_790)],
  ['both halves', prints({ halves: HALVES }), drawn, 'recipient', { kind: 'same' }],
  ['halves the other way round', prints({ halves: HALVES.toReversed() }), drawn, 'recipient', { kind: 'other-halves' }],
  ['no halves', prints(), drawn, 'recipient', { kind: 'other-halves' }],
])('of a campaign that keeps its list: %s', (_, found, known, tracking, expected) => {
  expect(verdictOn(found, known, { tracking })).toEqual(expected);
});

const published = (recipients: number, leftOut?: number) => ({
  recipients,
  tracking: 'recipient' as const,
  ...(leftOut !== undefined && { limit: { segments: 1, shorter: null, leftOut } }),
});

test.each<[string, number, ReturnType<typeof published>, number | undefined, Verdict]>([
  ['as many rows', 10, published(10), undefined, { kind: 'unknown', why: 'not-kept' }],
  ['those left out included', 10, published(7, 3), undefined, { kind: 'unknown', why: 'not-kept' }],
  ['fewer', 9, published(10), undefined, otherRows(9, 10)],
  ['twice as many', 20, published(10), undefined, otherRows(20, 10, true)],
  ['twice as many and one', 21, published(10), undefined, otherRows(21, 10, true)],
  ['twice as many and two', 22, published(10), undefined, otherRows(22, 10)],
  ['rows that were kept, of a half', 20, published(10), 20, { kind: 'unknown', why: 'not-kept' }],
  ['a half, of rows that were kept', 10, published(10), 20, otherRows(10, 20)],
])('with nothing but the number of rows: %s', (_, rows, campaign, known, expected) => {
  expect(verdictOnRows(rows, campaign, 'not-kept', known)).toEqual(expected);
});

test.each<[string, ListPrints, 0 | 1 | null, string, Verdict]>([
  ['the list', prints(), null, 'o', { kind: 'same' }],
  ['another one', prints(), null, 'x', { kind: 'other-list' }],
  ['a row fewer', prints({ rows: 2_789 }), null, 'o', otherRows(2_789, 2_790)],
])('by what the browser kept before: %s', (_, found, half, kept, expected) => {
  expect(verdictOnOld(found, published(2_790), half, kept)).toEqual(expected);
});

test('by what the browser kept before: each half is told from the other', () => {
  const found = prints({ halves: HALVES });
  expect(verdictOnOld(found, published(1_395), 1, 'b')).toEqual({ kind: 'same' });
  expect(verdictOnOld(found, published(1_395), 0, 'b')).toEqual({ kind: 'other-list' });
});

test('how a file was read otherwise: only what differs', () => {
  const then = { country: 'DK', numberColumn: 1, leftOut: 3 };
  expect(readOtherwise(then, then)).toEqual({});
  expect(readOtherwise(then, undefined)).toEqual({});
  expect(readOtherwise({ country: 'SE', numberColumn: 0, leftOut: 0 }, then)).toEqual(then);
  expect(readOtherwise({ ...then, leftOut: 4 }, then)).toEqual({ leftOut: 3 });
});
