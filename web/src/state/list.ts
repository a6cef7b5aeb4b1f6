/** The list of recipients as the page knows it: a summary. The rows are in the engine. */
import { effect, signal, untracked } from '@preact/signals';
import type { Choice } from '../../../lists/source.ts';
import { ask, Cancelled, type Running } from '../engine/client.ts';
import type { Rewriting } from '../list-reading/rewriter.ts';
import type { Seed } from '../list-reading/split.ts';
import type { ImportAnswer, ImportAsk, ListSummary } from '../list-reading/summary.ts';
import { draft } from './draft.ts';

export const list = signal<ListSummary | null>(null);
/** Share of the file read, while reading. */
export const reading = signal<number | null>(null);

/** Why the file chosen last is not read, or what must be said of it first. */
export type Unread = Extract<ImportAnswer, { ok: false }> & { readonly fileName: string };
export const importFailure = signal<Unread | null>(null);

/** The file taken of several that were dropped or pasted together; null: it came alone. */
export const takenAlone = signal<string | null>(null);

/** What was written within GSM-7 in the list's values before each step that can be taken back. */
export const rewritten = signal<readonly Rewriting[]>([]);

/** A file and what was said of how to read it. */
export interface Chosen {
  readonly file: File;
  readonly choice: Choice;
}

/** What `list` was read from. */
let loadedFrom: Chosen | null = null;
/** The file chosen last, while it could not be read and the list before it is still loaded. */
let unread: Chosen | null = null;
let rewriting: Rewriting = [];
/** `rewritten` as it was when `list` was read. */
let rewrittenThen: readonly Rewriting[] = [];
/** How the list is split while two versions are written; null: it is not. */
let split: Seed | null = null;
/** For whose campaign it is read as it was then: host, its list, and known changes of the suppression set; null: for the next. */
let asThen: Pick<ImportAsk, 'host' | 'listName' | 'changes'> | null = null;

const freshSeed = (): Seed => {
  const [a = 0, b = 0, c = 0, d = 0] = crypto.getRandomValues(new Uint32Array(4));
  return [a, b, c, d];
};
let running: Running<ImportAnswer> | null = null;

/** Before a file is chosen: what reads it is there by then. */
export const prepareList = () => void ask('prepareList', null).answer.catch(() => {});

/** Takes the first. */
export function importFirst(files: FileList | undefined): void {
  const file = files?.[0];
  if (file === undefined) return;
  void importFile(file);
  takenAlone.value = files?.length === 1 ? null : file.name;
}

/** What is said of the file, and its column of numbers, are found where nobody knows (null). */
export async function importFile(file: File, choice: Choice = {}, numberColumn: number | null = null): Promise<void> {
  takenAlone.value = null;
  asThen = null;
  split = draft.version.peek() === '' ? null : (split ?? freshSeed());
  await readFile({ file, choice }, numberColumn);
}

/** What the loaded list was read from. */
export const listSource = (): Chosen | null => loadedFrom;

/** A list that was pasted is a file as any other, with a name that the page gives it. */
export async function importText(text: string, name: string): Promise<void> {
  const file = new File([text], name, { type: 'text/plain' });
  pasted.add(file);
  await importFile(file);
}

const pasted = new WeakSet<File>();
/** Whether the loaded list was pasted. */
export const isPasted = (): boolean => loadedFrom !== null && pasted.has(loadedFrom.file);

/** Resolves when the list has come to rest: of one that another took the place of, with that one. */
async function readFile(chosen: Chosen, numberColumn: number | null): Promise<void> {
  await read(chosen, numberColumn);
  await atRest();
}

/** What is wrong with a file is told where it was chosen. */
async function atRest(): Promise<void> {
  while (running !== null) await running.answer.catch(() => {});
}

async function read(chosen: Chosen, numberColumn: number | null): Promise<void> {
  running?.cancel();
  const isLoaded = chosen.file === loadedFrom?.file;
  // What was decided for one file says nothing of another.
  const values = isLoaded ? rewriting : [];
  reading.value = 0;
  // Reading the loaded one in another way says nothing of a file that could not be read.
  if (!isLoaded) importFailure.value = null;
  const mine = ask(
    'importFile',
    {
      ...chosen,
      numberColumn,
      country: draft.country.value,
      plainValues: values === 'all',
      plainTexts: values === 'all' ? [] : values,
      split,
      host: draft.host.value,
      listName: draft.listName.value,
      ...asThen,
    },
    (done, total) => {
      if (running === mine) reading.value = total === 0 ? 0 : done / total;
    },
  );
  running = mine;
  try {
    const answer = await mine.answer;
    if (running !== mine) return;
    if (!answer.ok) return failed(chosen, answer);
    loadedFrom = chosen;
    rewriting = values;
    if (!isLoaded) rewritten.value = [];
    if (!isLoaded || unread?.file === chosen.file) tellNoFailure();
    rewrittenThen = rewritten.peek();
    list.value = answer.list;
  } catch (error) {
    if (running !== mine || error instanceof Cancelled) return;
    failed(chosen, { ok: false, failure: 'unreadable', question: null, columns: [] });
  } finally {
    if (running === mine) {
      running = null;
      reading.value = null;
    }
  }
}

function tellNoFailure(): void {
  unread = null;
  importFailure.value = null;
}

function failed(chosen: Chosen, why: Extract<ImportAnswer, { ok: false }>): void {
  unread = chosen;
  importFailure.value = { ...why, fileName: chosen.file.name };
}

/** What is said of the list and not done to it, because reading it so failed or was stopped, is taken back. */
function backToLoaded(): void {
  const loaded = list.peek();
  rewriting = loaded === null ? [] : rewritingOf(loaded);
  rewritten.value = loaded === null ? [] : rewrittenThen;
  if (loaded !== null) draft.country.value = loaded.country;
}

/** Reads the same file again: another column holds the numbers, they belong to another country, or it is written otherwise. */
export async function importAgain(numberColumn: number | null, said: Choice = {}): Promise<void> {
  if (loadedFrom !== null) await readFile(knowing(loadedFrom, said), numberColumn);
}

/** Reads the file that could not be read with its numbers in this column. */
export async function readUnreadWith(numberColumn: number): Promise<void> {
  if (unread !== null) await readFile(unread, numberColumn);
}

/** Reads the file that was asked about, with what was answered. */
export async function answerUnread(said: Choice): Promise<void> {
  if (unread !== null) await readFile(knowing(unread, said), null);
}

const knowing = ({ file, choice }: Chosen, said: Choice): Chosen => ({ file, choice: { ...choice, ...said } });

/** Reads the same file again with another country for numbers without one, from this column. */
export async function readListWith(country: string, numberColumn: number): Promise<void> {
  draft.country.value = country;
  await importAgain(numberColumn);
}

const againAsIs = () => importAgain(list.peek()?.numberColumn ?? null);

/** Reads the same file again with these characters written within GSM-7 in its values, besides those that are already. */
export async function rewriteValues(which: Rewriting): Promise<void> {
  rewritten.value = [...rewritten.peek(), rewriting];
  rewriting = which === 'all' || rewriting === 'all' ? 'all' : [...rewriting, ...which];
  await againAsIs();
}

/** Takes back the last `rewriteValues`. */
export async function undoRewriting(): Promise<void> {
  const before = rewritten.peek().at(-1);
  if (before === undefined) return;
  rewritten.value = rewritten.peek().slice(0, -1);
  rewriting = before;
  await againAsIs();
}

/** Reads the same file again as it was read another time: in halves or not, with these values written within GSM-7. */
export async function readListAs(seed: Seed | null, values: Rewriting, then = asThen): Promise<void> {
  split = seed;
  asThen = then;
  if (String(values) !== String(rewriting)) rewritten.value = [...rewritten.peek(), rewriting];
  rewriting = values;
  await againAsIs();
}

/** What is written within GSM-7 in the loaded list. */
export const rewritingOf = (loaded: ListSummary): Rewriting => (loaded.plainValues ? 'all' : loaded.plainTexts);

/** Has the list in halves exactly while two versions are written. Resolves when it is read, and so. */
export async function suitVersions(): Promise<void> {
  await atRest();
  const wanted = draft.version.peek() !== '';
  const loaded = list.peek();
  if (loaded !== null && wanted !== (loaded.split !== null))
    await readListAs(wanted ? (split ?? freshSeed()) : null, rewriting);
}

effect(() => {
  void draft.version.value;
  untracked(() => void suitVersions());
});

// Whatever changed it, another draft too: the page says where numbers without a country code belong.
effect(() => {
  const country = draft.country.value;
  const loaded = list.peek();
  if (loaded !== null && loaded.country !== country) untracked(() => void importAgain(loaded.numberColumn));
});

/** After a file that could not be read: the list before it is meant after all. */
export function keepList(): void {
  tellNoFailure();
  backToLoaded();
}

/** The list before it stays as it was. */
export function cancelImport(): void {
  running?.cancel();
  running = null;
  reading.value = null;
  backToLoaded();
}

export async function removeList(): Promise<void> {
  cancelImport();
  takenAlone.value = null;
  await ask('forgetList', null).answer;
  loadedFrom = null;
  list.value = null;
  keepList();
}
