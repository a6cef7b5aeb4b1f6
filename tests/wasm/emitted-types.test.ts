/**
 * The types written by hand beside those that Emscripten emits while it links a module (cmake/package.cmake), where it can:
 * from 3.1.60 on, so on Debian 13 and not on Debian 12. What Embind binds and what is written must agree but for what js/
 * adds or puts another shape on, each with the reason.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { API } from 'typescript/unstable/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { differencesIn } from '../support/declared.ts';
import { whyNoTypes } from '../support/emscripten.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'klikspor-declared-'));
const newFolder = () => mkdtempSync(join(folder, 'of-'));
const compiler = new API({ cwd: root });
afterAll(() => {
  compiler.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Difference {
  readonly is: string;
  readonly because: string;
}
type Differences = Readonly<Record<string, Difference>>;

const bound = (is: string, because: string): Difference => ({ is: `bound: ${is}, written: nothing`, because });
const written = (is: string, because: string): Difference => ({ is: `bound: nothing, written: ${is}`, because });

const OF_EVERY_MODULE: Differences = {
  _malloc: bound('takes 1', 'for Embind itself, which copies strings into memory'),
  _free: bound('takes 1', 'for Embind itself'),
  load: written('takes 0 or 1', 'js/*.node.ts, browser.ts and workerd.ts: makes the module'),
};
const disposable = (...classes: string[]): Differences =>
  Object.fromEntries(
    classes.map((name) => [
      `${name}.[Symbol.dispose]`,
      written('takes 0', 'js/door.ts: `delete` under the name that `using` looks for'),
    ]),
  );
const joined = (because: string): Difference => ({ is: 'bound: takes 2, written: takes 1', because });

type Face = 'Texts' | 'Addresses' | 'Sending' | 'Edge' | 'Reporting';
const LANES: Readonly<Partial<Record<Face, string>>> = { Texts: 'fast-lane.ts', Edge: 'hit-lane.ts' };

const DIFFERENCES: Readonly<Record<Face, Differences>> = {
  Texts: {
    ...OF_EVERY_MODULE,
    ...disposable('RecipientList', 'Template', 'TextBatch'),
    'RecipientList.append': written('takes 1', 'js/fast-lane.ts hands the values of all rows over by `appendValues`'),
    'TextBatch.append': joined('js/fast-lane.ts hands all texts over as one string, and their lengths'),
    createTextBatch: { is: 'bound: takes 0, written: takes 0 or 1', because: 'js/texts.ts appends the texts given' },
  },
  Addresses: OF_EVERY_MODULE,
  Sending: OF_EVERY_MODULE,
  Reporting: OF_EVERY_MODULE,
  Edge: {
    ...OF_EVERY_MODULE,
    ...disposable('HitBatch', 'Judge', 'Sealer', 'ShardState'),
    'HitBatch.append': joined('js/hit-lane.ts hands numbers over as one list, and each different text once'),
    SLOTS_PER_CAMPAIGN: written('a value', 'js/edge.ts: known without the module'),
    LONGEST_BATCH: written('a value', 'js/edge.ts: known without the module'),
    SOON_MS: written('a value', 'js/edge.ts: known without the module'),
    FEWEST_RECIPIENTS: written('a value', 'js/edge.ts: known without the module'),
  },
};

if (whyNoTypes !== null) console.warn(`skipped, no types are emitted to compare with: ${whyNoTypes}`);

describe.skipIf(whyNoTypes !== null)('emitted types', () => {
  test.each(Object.keys(DIFFERENCES) as Face[])('%s is what Embind binds', (face) => {
    const name = face.toLowerCase();
    const lane = LANES[face];
    const found = differencesIn(compiler, newFolder(), {
      face,
      bound: join(root, `build/wasm/${name}.d.ts`),
      written: join(root, `wasm/${name}.d.ts`),
      ...(lane === undefined ? {} : { lane: join(root, 'wasm/js', lane) }),
    });
    expect(found).toEqual(Object.fromEntries(Object.entries(DIFFERENCES[face]).map(([key, { is }]) => [key, is])));
  });
});

describe('the comparison', () => {
  /** As Emscripten 3.1.69 writes it. */
  const emitted = `
interface WasmModule {
  _laneCut(_0: number, _1: number): number;
}
type EmbindString = ArrayBuffer|Uint8Array|Uint8ClampedArray|Int8Array|string;
export interface Batch {
  readonly size: number;
  plan(_0: any): any;
  plan(): any;
  copy(_0: Batch): void;
  delete(): void;
}
interface EmbindModule {
  version: EmbindString;
  Batch: {};
  createBatch(): any;
  field(_0: string, _1: number): any;
  field(_0: string, _1: number, _2: boolean): any;
  open(_0: EmbindString): number;
}
export type MainModule = WasmModule & typeof RuntimeExports & EmbindModule;
`;
  const face = `
export interface Options { readonly wide?: boolean }
export interface Batch {
  readonly size: number;
  plan(options?: Options): number;
  copy(from: Batch): void;
  delete(): void;
}
export interface Face {
  readonly version: string;
  createBatch(): Batch;
  field(value: string, width: 8 | 9, exact?: boolean): string;
  open(octets: Uint8Array): number;
}
`;
  const lane = 'export interface Lane { _laneCut(start: number, end: number): number }\n';

  function compared(from = '', to = '') {
    const own = newFolder();
    const fileOf = (name: string, text: string) => {
      const path = join(own, `${name}.d.ts`);
      writeFileSync(path, text.replace(from, to));
      return path;
    };
    const files = { bound: fileOf('bound', emitted), written: fileOf('written', face), lane: fileOf('lane', lane) };
    return differencesIn(compiler, own, { ...files, face: 'Face' });
  }

  test('finds nothing where nothing differs', () => expect(compared()).toEqual({}));

  test.each<readonly [what: string, from: string, to: string, found: Record<string, string>]>([
    [
      'another name of a function',
      'createBatch(): Batch',
      'makeBatch(): Batch',
      { createBatch: 'bound: takes 0, written: nothing', makeBatch: 'bound: nothing, written: takes 0' },
    ],
    [
      'another name of a method',
      'copy(_0',
      'copied(_0',
      { 'Batch.copied': 'bound: takes 1, written: nothing', 'Batch.copy': 'bound: nothing, written: takes 1' },
    ],
    [
      'an argument too many',
      'from: Batch',
      'from: Batch, at: number',
      { 'Batch.copy': 'bound: takes 1, written: takes 2' },
    ],
    [
      'an argument that must be there',
      'options?:',
      'options:',
      { 'Batch.plan': 'bound: takes 0 or 1, written: takes 1' },
    ],
    ['an overload that is gone', 'plan(): any;', '', { 'Batch.plan': 'bound: takes 1, written: takes 0 or 1' }],
    [
      'a property that is gone',
      'readonly size: number;\n  plan(options',
      'plan(options',
      { 'Batch.size': 'bound: a value, written: nothing' },
    ],
    [
      'a method for a constant',
      'readonly version: string',
      'version(): string',
      { version: 'bound: a value, written: takes 0' },
    ],
    [
      'a class that is gone',
      '  Batch: {};\n',
      '',
      {
        Batch: 'bound: nothing, written: a class',
        'Batch.copy': 'bound: nothing, written: takes 1',
        'Batch.delete': 'bound: nothing, written: takes 0',
        'Batch.plan': 'bound: nothing, written: takes 0 or 1',
        'Batch.size': 'bound: nothing, written: a value',
      },
    ],
    ['an argument less of a C export', 'start: number, ', '', { _laneCut: 'bound: takes 2, written: takes 1' }],
    [
      'a value that Embind does not take',
      'octets: Uint8Array',
      'octets: number[]',
      { open: 'argument 1 of 1 is number[], bound as EmbindString' },
    ],
    [
      'an object of another class',
      'from: Batch',
      'from: Options',
      { 'Batch.copy': 'argument 1 of 1 is Options, bound as Batch' },
    ],
  ])('sees %s', (_, from, to, found) => expect(compared(from, to)).toEqual(found));
});
