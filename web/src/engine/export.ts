/** Finished messages as a file. */
import type { NdjsonOptions, Texts } from 'klikspor/texts';
import type { Run } from '../limit/plan.ts';
import { CANCELLED, type Control } from './control.ts';
import { campaignSlugs, eachFinished, type FinishedAsk, type NotFinished } from './finished.ts';
import type { Gateway } from './gateways.ts';
import type { ListPart, Recipients } from './recipients.ts';
import { type StopsCsvWords, stopsCsv } from './stops-csv.ts';
import type { Templates } from './templates.ts';

/**
 * For spreadsheets, Danish Excel (`;`, byte order mark) or others (`,`). Or the exact texts: for any gateway as CSV or JSON
 * lines that the core writes, or as one gateway documents it.
 */
export type ExportFormat = 'excel' | 'comma' | 'generic' | 'ndjson' | Gateway;

export interface ExportAsk extends FinishedAsk {
  readonly format: ExportFormat;
  /** Sender of every message, for gateways that take one. */
  readonly sender: string;
  /** Headings for the columns the core adds: message, segments, encoding. */
  readonly headings: readonly [message: string, segments: string, encoding: string];
  /** All columns of the list, or the number alone. */
  readonly allColumns: boolean;
  /** Of the list of those who are sent none. */
  readonly stopsCsv: StopsCsvWords;
}

export type ExportAnswer =
  | {
      readonly ok: true;
      readonly file: Blob;
      readonly messages: number;
      /** Of people who opted out since: left out of the file. */
      readonly stopped: number;
      /** Who they are, each with number, day, reason and list; null: there are none. */
      readonly stoppedFile: Blob | null;
    }
  | NotFinished;

export async function exportMessages(
  core: Texts,
  templates: Templates,
  recipients: Recipients,
  ask: ExportAsk,
  control: Control,
): Promise<ExportAnswer | typeof CANCELLED> {
  const format = await formatOf(core, recipients, ask);
  const pieces: BlobPart[] = [format.head];
  const outcome = await eachFinished<never>(
    templates,
    recipients,
    ask,
    control,
    campaignSlugs(ask),
    async (part, runs) => {
      // One piece a part: short runs would make hundreds of thousands of them.
      pieces.push(new Blob(runs.map(({ run, slugs }) => format.part(part, run, slugs))));
      return null;
    },
  );
  if (outcome === CANCELLED || !outcome.ok) return outcome;
  pieces.push(format.end());
  const numbers = recipients.numbers(ask.half);
  const rows = outcome.stopped.map((row) => ({ ...outcome.whyStopped(row), value: `+${numbers[row]}` }));
  return {
    ok: true,
    file: new Blob(pieces, { type: format.type }),
    messages: outcome.messages,
    stopped: rows.length,
    stoppedFile: rows.length === 0 ? null : stopsCsv(core, rows, ask.stopsCsv),
  };
}

interface Format {
  readonly type: string;
  readonly head: string;
  part(part: ListPart, run: Run, slugs: Uint8Array): BlobPart;
  end(): string;
}

async function formatOf(core: Texts, recipients: Recipients, ask: ExportAsk): Promise<Format> {
  if (ask.format === 'excel') return csv(core, recipients, ask, ';');
  if (ask.format === 'comma') return csv(core, recipients, ask, ',');
  if (ask.format === 'generic') return csv(core, recipients, ask, ',', true);
  if (ask.format === 'ndjson') return ndjson(recipients, ask);
  const { GATEWAYS, lineWriter } = await import('./gateways.ts');
  const gateway = GATEWAYS[ask.format];
  const writer = lineWriter(core, gateway, ask.sender);
  return {
    type: gateway.file === 'csv' ? CSV : NDJSON,
    head: writer.head,
    part: (part, run, slugs) => writer.lines(part.messages(run, slugs)),
    end: () => writer.end(),
  };
}

const CSV = 'text/csv;charset=utf-8';
const NDJSON = 'application/x-ndjson';

/** Lines as the core writes them. `exact`: for a gateway; otherwise safe to be opened in a spreadsheet. */
function csv(core: Texts, recipients: Recipients, ask: ExportAsk, separator: ',' | ';', exact = false): Format {
  const columns = recipients.exportColumns(ask.allColumns);
  const headings = [...columns.map((column) => recipients.columns[column] ?? ''), ...ask.headings];
  const cells = [...columns, 'message', 'segments', 'encoding'] as const;
  const header = `${headings.map((heading) => core.csvField(heading, separator, exact)).join(separator)}\r\n`;
  return {
    type: CSV,
    // Excel reads UTF-8 only when the file says so; other programs trip over the mark.
    head: ask.format === 'excel' ? `\ufeff${header}` : header,
    part: (part, run, slugs) => part.csv(run, slugs, { separator, cells, exact }),
    end: () => '',
  };
}

/** One object a line, named as gateways name them. */
function ndjson(recipients: Recipients, ask: ExportAsk): Format {
  const cells: NdjsonOptions['cells'] = [
    ['to', recipients.numberColumn],
    ['from', { constant: ask.sender }],
    ['text', 'message'],
    ['encoding', 'encoding'],
    ['segments', 'segments'],
  ];
  return {
    type: NDJSON,
    head: '',
    part: (part, run, slugs) => part.ndjson(run, slugs, { cells }),
    end: () => '',
  };
}
