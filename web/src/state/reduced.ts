/** A list that was made of another one's rows, for a message to some of a campaign's recipients. */
import { signal } from '@preact/signals';
import type { Campaign } from '../../../worker/api.ts';
import { ask } from '../engine/client.ts';
import type { RowsOf } from '../engine/row-files.ts';
import type { Half } from '../list-reading/split.ts';
import { fileName } from '../ui/save-file.ts';
import { copyCampaign } from './copy.ts';
import { type Chosen, importFile, list, listSource } from './list.ts';

export interface Reduced {
  readonly campaign: string;
  /** What it was made of, to be read again. */
  readonly whole: Chosen & { readonly numberColumn: number; readonly rows: number };
  readonly made: File;
  readonly rows: number;
  /** Why rows are left out, and how many for each reason. */
  readonly left: readonly { readonly sentence: string }[];
  /** Those rows, each with its reason; null: there are none. */
  readonly leftFile: Blob | null;
}

const made = signal<Reduced | null>(null);

/** Null: the list in the window is another one. */
export function reducedList(): Reduced | null {
  const reduced = made.value;
  return reduced !== null && list.value !== null && listSource()?.file === reduced.made ? reduced : null;
}

/** As it is read: exactly what the core wrote. */
const AS_WRITTEN = { encoding: 'utf-8', separator: ';' } as const;

interface Wanted {
  readonly campaign: Campaign;
  readonly listVersion: number;
  readonly half: Half | null;
  readonly kept: RowsOf;
  readonly left: readonly (RowsOf & { readonly sentence: string })[];
  readonly reasonHeading: string;
  /** Goes behind the name of the file. */
  readonly nameEnd: string;
}

/**
 * The campaign's message as a new draft, and in the list's place its rows that are kept. False: they could not be read again as
 * they were; then the list is the one before.
 */
export async function beginWithRows(wanted: Wanted): Promise<boolean> {
  const { campaign, listVersion, half, kept, left, reasonHeading, nameEnd } = wanted;
  const loaded = list.peek();
  const source = listSource();
  if (loaded === null || source === null) return false;
  const question = { listVersion, half };
  const rows = await ask('rowsCsv', { ...question, sets: [kept], reasonHeading: null, exact: true }).answer;
  const others = await ask('rowsCsv', { ...question, sets: left, reasonHeading, exact: false }).answer;
  if (rows === null || others === null) return false;
  const { numberColumn, size } = loaded;
  const file = new File([rows.file], fileName(`${loaded.fileName.replace(/\.\w+$/, '')} ${nameEnd}`, '.csv'));
  await copyCampaign(campaign);
  await importFile(file, AS_WRITTEN, numberColumn);
  const read = list.peek();
  const prints =
    read !== null && listSource()?.file === file
      ? await ask('listPrints', { listVersion: read.version, secret: null, seed: null }).answer
      : null;
  // The same numbers in the same order, or it is not what was asked for. Who has opted out of other campaigns is left out by the list
  // itself, which says so.
  const stopped = read?.stops.total ?? 0;
  const isWhole = stopped === 0 ? prints?.ordered === rows.print : prints?.rows === rows.rows - stopped;
  if (read === null || !isWhole) {
    await importFile(source.file, source.choice, numberColumn);
    return false;
  }
  made.value = {
    campaign: campaign.name,
    whole: { ...source, numberColumn, rows: size },
    made: file,
    rows: read.size,
    left,
    leftFile: others.rows === 0 ? null : others.file,
  };
  return true;
}

/** The list that it was made of, with everybody on it. */
export async function takeWhole({ whole }: Reduced): Promise<void> {
  await importFile(whole.file, whole.choice, whole.numberColumn);
  made.value = null;
}
