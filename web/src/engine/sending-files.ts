/** What became of each message, as the worker knows it by row, with the numbers of the list where there is one. */
import type { Texts } from 'klikspor/texts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import type { Half } from '../list-reading/split.ts';
import { CANCELLED, type Control } from './control.ts';
import type { Recipients } from './recipients.ts';

const A_PAGE = 1_000;

export interface ResultsAsk {
  readonly campaignId: string;
  /** Null: rows alone are told. */
  readonly list: { readonly version: number; readonly half: Half | null } | null;
  /** Rows of the campaign, for progress. */
  readonly size: number;
  readonly headings: readonly [row: string, number: string, ...others: string[]];
  /** What is not among them is written as it is. */
  readonly states: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
}

export type ResultsAnswer = { readonly ok: true; readonly file: Blob; readonly messages: number } | Failure;

/** `recipients`: null, if another list is loaded. */
export async function resultsCsv(
  core: Texts,
  recipients: Recipients | null,
  { campaignId, list, size, headings, states, reasons }: ResultsAsk,
  control: Control,
): Promise<ResultsAnswer | typeof CANCELLED> {
  const numbers = recipients === null || list === null ? null : recipients.numbers(list.half);
  const line = (cells: readonly string[]) => `${cells.map((cell) => core.csvField(cell, ';')).join(';')}\r\n`;
  const [row, number, ...others] = headings;
  const lines = [line([row, ...(numbers === null ? [] : [number]), ...others])];
  let next: string | undefined;
  do {
    const answer = await request('GET /api/campaigns/{id}/sending/results', {
      params: { id: campaignId },
      query: { pageLimit: A_PAGE },
      next,
    });
    if (!answer.ok) return answer;
    for (const { row, state, reason = '', attempts, atMs, segments, detail = '', gatewayId = '' } of answer.value
      .entries) {
      lines.push(
        line([
          // As rows are counted everywhere in files: from 1.
          ...[
            String(row + 1),
            ...(numbers === null ? [] : [String(numbers[row])]),
            states[state] ?? state,
            reasons[reason] ?? reason,
          ],
          ...[String(attempts), new Date(atMs).toISOString(), String(segments), detail, gatewayId],
        ]),
      );
    }
    control.progress(lines.length - 1, size);
    if (control.cancelled()) return CANCELLED;
    next = answer.value._links.next;
  } while (next !== undefined);
  // Excel reads UTF-8 only when the file says so.
  return {
    ok: true,
    file: new Blob(['\ufeff', ...lines], { type: 'text/csv;charset=utf-8' }),
    messages: lines.length - 1,
  };
}
