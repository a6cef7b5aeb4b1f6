/** Finished messages as a file: slugs come from the worker part by part, the messages are made here. */
import type { NdjsonOptions, Texts } from 'klikspor/texts';
import { addressOf } from '../api/request.ts';
import { type Run, shorterDraft } from '../limit/plan.ts';
import { slugsOfShorter } from '../limit/shorter-links.ts';
import { addresses } from './addresses.ts';
import { CANCELLED, type Control } from './control.ts';
import type { Draft } from './draft.ts';
import type { Gateway } from './gateways.ts';
import type { ListPart, Recipients } from './recipients.ts';
import type { Templates } from './templates.ts';

/**
 * For spreadsheets, Danish Excel (`;`, byte order mark) or others (`,`). Or the exact texts: for any gateway as CSV or JSON
 * lines that the core writes, or as one gateway documents it.
 */
export type ExportFormat = 'excel' | 'comma' | 'generic' | 'ndjson' | Gateway;

export interface ExportAsk extends Draft {
  readonly campaignId: string;
  /** Everyone has the same links: an aggregate campaign. */
  readonly sharedSlugs: boolean;
  readonly listVersion: number;
  /** As published: were it another number, the list would be another, or read otherwise. */
  readonly messages: number;
  readonly format: ExportFormat;
  /** Sender of every message, for gateways that take one. */
  readonly sender: string;
  /** Headings for the columns the core adds: message, segments, encoding. */
  readonly headings: readonly [message: string, segments: string, encoding: string];
  /** All columns of the list, or the number alone. */
  readonly allColumns: boolean;
}

export type ExportAnswer =
  | { readonly ok: true; readonly file: Blob; readonly messages: number }
  | {
      readonly ok: false;
      /** `detail` of 'field-missing': its name. */
      readonly failure: 'list-replaced' | 'values-changed' | 'field-missing' | 'refused' | 'offline';
      readonly detail: string;
    };

export async function exportMessages(
  core: Texts,
  templates: Templates,
  recipients: Recipients,
  ask: ExportAsk,
  control: Control,
): Promise<ExportAnswer | typeof CANCELLED> {
  const { options, half = null } = ask;
  const field = fieldWithoutColumn(templates, recipients, ask);
  if (field !== null) return { ok: false, failure: 'field-missing', detail: field };
  const links = templates.outline(ask).linksInMessage;
  const { linksOfShorter } = await addresses();
  const shorterLinks = linksOfShorter(templates.outline(ask).links, templates.outline(shorterDraft(ask)).links);
  const format = await formatOf(core, recipients, ask);
  const pieces: BlobPart[] = [format.head];
  const size = recipients.rowsOf(half).count;
  let messages = 0;

  for (const part of recipients.parts(half)) {
    const { first, count } = part;
    if (control.cancelled()) return CANCELLED;
    control.progress(first, size);
    const slugs = ask.sharedSlugs
      ? await repeatSlugs(ask.campaignId, count)
      : await fetchSlugs(ask.campaignId, first, count);
    if (!slugs.ok) return slugs;
    const expected = count * links * options.width;
    if (slugs.octets.length !== expected) {
      return { ok: false, failure: 'refused', detail: `${slugs.octets.length} octets of slugs instead of ${expected}` };
    }
    const each = links * options.width;
    const ready: BlobPart[] = [];
    for (const run of part.runs(ask)) {
      const own = slugs.octets.subarray(run.first * each, (run.first + run.count) * each);
      const isMessage = run.draft.template === ask.template;
      if (!isMessage && shorterLinks.includes(-1)) {
        return { ok: false, failure: 'refused', detail: 'a link of the shorter text is none of the message' };
      }
      ready.push(format.part(part, run, isMessage ? own : slugsOfShorter(own, links, options.width, shorterLinks)));
      messages += run.count;
    }
    // One piece a part: short runs would make hundreds of thousands of them.
    pieces.push(new Blob(ready));
  }
  if (messages !== ask.messages) return { ok: false, failure: 'values-changed', detail: '' };
  pieces.push(format.end());
  return { ok: true, file: new Blob(pieces, { type: format.type }), messages };
}

/** The same numbers in a file with other headings: everybody would be sent a message with a gap. Null: none is without. */
function fieldWithoutColumn(templates: Templates, recipients: Recipients, ask: ExportAsk): string | null {
  for (const template of [ask.template, ask.limit?.above === 'shorten' ? ask.limit.shorter : '']) {
    const draft = { ...ask, template };
    const columns = recipients.columnsOf(draft);
    const open = templates.outline(draft).fields.find(({ fallback }, at) => fallback === '' && columns[at] === -1);
    if (open !== undefined) return open.name;
  }
  return null;
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

/** In an aggregate campaign everyone has the slugs of recipient 0. */
async function repeatSlugs(campaignId: string, count: number): ReturnType<typeof fetchSlugs> {
  const one = await fetchSlugs(campaignId, 0, 1);
  if (!one.ok) return one;
  const octets = new Uint8Array(one.octets.length * count);
  for (let row = 0; row < count; row++) octets.set(one.octets, row * one.octets.length);
  return { ok: true, octets };
}

async function fetchSlugs(
  campaignId: string,
  from: number,
  count: number,
): Promise<{ ok: true; octets: Uint8Array } | Extract<ExportAnswer, { ok: false }>> {
  const address = addressOf('GET /api/campaigns/{id}/slugs', { params: { id: campaignId }, query: { from, count } });
  try {
    const response = await fetch(address, { credentials: 'same-origin' });
    if (response.ok) return { ok: true, octets: new Uint8Array(await response.arrayBuffer()) };
    const problem: unknown = await response.json().catch(() => null);
    const detail = problem !== null && typeof problem === 'object' && 'detail' in problem ? String(problem.detail) : '';
    return { ok: false, failure: 'refused', detail: detail || `${response.status} ${response.statusText}` };
  } catch (error) {
    return { ok: false, failure: 'offline', detail: String(error) };
  }
}
