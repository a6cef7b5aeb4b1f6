/** What the page and the engine (a Web Worker holding core and recipients) say to each other. Shapes stand with their owners. */
import type { SenderForm } from 'klikspor/sending';
import type { Concerned } from '../limit/concerned.ts';
import type { Rewriting } from '../list-reading/rewriter.ts';
import type { Half } from '../list-reading/split.ts';
import type { ImportAnswer, ImportAsk } from '../list-reading/summary.ts';
import type { ListCost } from './cost-sum.ts';
import type { Saved } from './country-column.ts';
import type { Draft } from './draft.ts';
import type { ExportAnswer, ExportAsk } from './export.ts';
import type { FinishedAsk, NotFinished } from './finished.ts';
import type { HandOverAnswer, SendingSum } from './hand-over.ts';
import type { InspectAsk, Inspection } from './inspect.ts';
import type { ListPrints, PrintsAsk } from './list-prints.ts';
import type { Look } from './look.ts';
import type { Networks, NetworksAsk } from './networks.ts';
import type { RowsAnswer, RowsAsk } from './row-files.ts';
import type { ResultsAnswer, ResultsAsk } from './sending-files.ts';
import type { StatusAnswer, StatusAsk } from './status-file.ts';
import type { StopsAnswer, StopsAsk } from './stop-calls.ts';
import type { KeptStopsAnswer, StopsCsvWords } from './stops-csv.ts';
import type { StopsFileAnswer, StopsFileAsk } from './stops-file.ts';

export interface Calls {
  look: { ask: Draft & { readonly index: number }; answer: Look };
  /** A look, and what the checklist asks besides: one question for each letter written. */
  inspect: { ask: InspectAsk; answer: { readonly look: Look; readonly inspection: Inspection } };
  networks: { ask: NetworksAsk; answer: Networks };
  cost: { ask: Draft; answer: ListCost };
  /** Row of the first number that holds these digits, or -1. */
  findNumber: { ask: { readonly digits: string }; answer: number };
  /** Loads what reads lists, before there is one. */
  prepareList: { ask: null; answer: null };
  importFile: { ask: ImportAsk; answer: ImportAnswer };
  forgetList: { ask: null; answer: null };
  /**
   * Segments saved over the list, or the draft's half of it, by writing all values, or some characters in them, within GSM-7: one number a choice.
   * Of lists with more than 100,000 recipients concerned the first so many are counted.
   */
  valueSavings: { ask: Draft & { readonly choices: readonly Rewriting[] }; answer: readonly Saved[] };
  exportMessages: { ask: ExportAsk; answer: ExportAnswer };
  /** What would be handed over to be sent. */
  sendingSum: { ask: FinishedAsk; answer: SendingSum | NotFinished };
  handOver: { ask: FinishedAsk; answer: HandOverAnswer };
  /**
   * What a recipient is sent, with links of these slugs: a row of the list, or of the half; -1 for the one with this number.
   * Null: nothing, there is no such recipient, or another list is loaded.
   */
  finishedMessage: {
    ask: Draft & {
      readonly listVersion: number;
      readonly row: number;
      readonly digits: string;
      readonly slugs: string;
    };
    answer: {
      readonly row: number;
      readonly number: string;
      readonly text: string;
      readonly encoding: 'gsm7' | 'ucs2';
      readonly segments: number;
    } | null;
  };
  /** Numbers as somebody wrote them, with the plus sign; null: it is none. `country`: of those without a country code. */
  writtenNumbers: {
    ask: { readonly written: readonly string[]; readonly country: string };
    answer: readonly (string | null)[];
  };
  /** What networks make of a sender. */
  senderForm: { ask: { readonly sender: string }; answer: SenderForm };
  resultsCsv: { ask: ResultsAsk; answer: ResultsAnswer };
  /** Numbers of rows of the list, or of the half, with the plus sign; null: another list is loaded. */
  numbersOf: {
    ask: { readonly listVersion: number; readonly half: Half | null; readonly rows: readonly number[] };
    answer: readonly string[] | null;
  };
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
  /** What a gateway's file says of the list's recipients. */
  readStatus: { ask: StatusAsk; answer: StatusAnswer };
  /** Some rows of the list as a file, or as a list of their own. */
  rowsCsv: { ask: RowsAsk; answer: RowsAnswer };
  /** Null: another list is loaded. */
  stops: { ask: StopsAsk; answer: StopsAnswer | null };
  readStopsFile: { ask: StopsFileAsk; answer: StopsFileAnswer };
  /** Who opted out, as the server knows it: how many, and with `words` all of them as a file. Null: it cannot be read now. */
  keptStops: { ask: { readonly words: StopsCsvWords | null }; answer: KeptStopsAnswer | null };
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
