/** What the page and the engine (a Web Worker holding core and recipients) say to each other. Shapes stand with their owners. */

import type { Concerned } from '../limit/concerned.ts';
import type { Rewriting } from '../list-reading/rewriter.ts';
import type { Half } from '../list-reading/split.ts';
import type { ImportAnswer, ImportAsk } from '../list-reading/summary.ts';
import type { ListCost } from './cost-sum.ts';
import type { Saved } from './country-column.ts';
import type { Draft } from './draft.ts';
import type { ExportAnswer, ExportAsk } from './export.ts';
import type { InspectAsk, Inspection } from './inspect.ts';
import type { ListPrints, PrintsAsk } from './list-prints.ts';
import type { Look } from './look.ts';
import type { Networks, NetworksAsk } from './networks.ts';

export interface Calls {
  look: { ask: Draft & { readonly index: number }; answer: Look };
  /** A look, and what the checklist asks besides: one question for each letter written. */
  inspect: { ask: InspectAsk; answer: { readonly look: Look; readonly inspection: Inspection } };
  networks: { ask: NetworksAsk; answer: Networks };
  cost: { ask: Draft; answer: ListCost };
  /** Row of the first number that holds these digits, or -1. */
  findNumber: { ask: { readonly digits: string }; answer: number };
  importFile: { ask: ImportAsk; answer: ImportAnswer };
  forgetList: { ask: null; answer: null };
  /**
   * Segments saved over the list, or the draft's half of it, by writing all values, or some characters in them, within GSM-7: one number a choice.
   * Of lists with more than 100,000 recipients concerned the first so many are counted.
   */
  valueSavings: { ask: Draft & { readonly choices: readonly Rewriting[] }; answer: readonly Saved[] };
  exportMessages: { ask: ExportAsk; answer: ExportAnswer };
  /** The first recipient who is sent so many segments, limits included; -1: none. */
  findSegments: { ask: Draft & { readonly atLeast: number; readonly atMost: number }; answer: number };
  /** Null: another list is loaded. */
  listPrints: { ask: PrintsAsk; answer: ListPrints | null };
  /** Everybody above the draft's limit: number, segments of the message, and of what is sent instead; null: another list is loaded. */
  aboveCsv: {
    ask: Draft & {
      readonly listVersion: number;
      readonly headings: readonly [number: string, segments: string, sent: string];
    };
    answer: Blob | null;
  };
  /** The first 50 above the draft's limit: those that stay above it first, then those that take most. */
  concerned: { ask: Draft; answer: readonly Concerned[] };
  /** For each short link of a shorter text the message's link to the same place; -1: there is none. */
  shorterLinks: {
    ask: Pick<Draft, 'template' | 'options'> & { readonly shorter: string };
    answer: readonly number[];
  };
  /** Numbers of recipients with a time for each, such as opt-outs; null: another list is loaded. */
  numbersCsv: {
    ask: {
      readonly listVersion: number;
      /** Rows of the list, or of one half of a list that was split. */
      readonly rows: readonly number[];
      readonly half: Half | null;
      readonly atMs: readonly number[];
      readonly headings: readonly [number: string, time: string];
    };
    answer: Blob | null;
  };
  /**
   * What a list of so many for each of two versions can show. `needed`: recipients for each, if the click rates are
   * `rate` and `rate` + `difference`. `smallest`: difference that `recipients` for each show, in steps of a tenth of a
   * percent; null: none.
   */
  sampleSize: {
    ask: { readonly rate: number; readonly difference: number; readonly recipients: number };
    answer: { readonly needed: number; readonly smallest: number | null };
  };
  leftOutCsv: { ask: { readonly separator: ',' | ';'; readonly headings: readonly string[] }; answer: Blob };
}

export type CallName = keyof Calls;

export type ToEngine =
  | { [K in CallName]: { readonly id: number; readonly call: K; readonly ask: Calls[K]['ask'] } }[CallName]
  | { readonly id: number; readonly call: 'cancel' };

export type FromEngine =
  | { readonly kind: 'ready'; readonly coreVersion: string }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
