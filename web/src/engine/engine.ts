/** The engine's calls. State: the list of recipients and what was left out of it. Nothing here leaves the browser. */
import type { Core } from 'klikspor';
import { CANCELLED, type Control } from './control.ts';
import { exportMessages } from './export.ts';
import { Looker } from './look.ts';
import type { CallName, Calls, LeftOut, ListCost } from './protocol.ts';
import type { Recipients } from './recipients.ts';

export type Engine = {
  [K in CallName]: (ask: Calls[K]['ask'], control: Control) => Promise<Calls[K]['answer'] | typeof CANCELLED>;
};

const NO_LIST: ListCost = {
  recipients: 0,
  segmentsTotal: 0,
  recipientsBySegments: [],
  ucs2: 0,
  firstUcs2: -1,
  longest: -1,
  longestPlan: null,
  longestNumber: '',
  shortest: -1,
  emptyFields: [],
  byCountry: [],
};

export function createEngine(core: Core): Engine {
  const looker = new Looker(core);
  let recipients: Recipients | null = null;
  let leftOut: readonly LeftOut[] = [];
  let version = 0;

  return {
    async look({ index, ...draft }) {
      return looker.look(draft, recipients, index);
    },

    async inspect({ index, sender, ...draft }) {
      // Loaded with the first message: an empty page has nothing to check.
      const { inspect } = await import('./inspect.ts');
      return inspect(core, looker.look(draft, recipients, index), draft, sender);
    },

    async cost(draft, control) {
      return recipients === null ? NO_LIST : recipients.cost(draft, control);
    },

    async findNumber({ digits }) {
      return recipients === null ? -1 : recipients.find(digits);
    },

    async importFile(question, control) {
      // Loaded with the first list: most visits to the page begin without one.
      const { importRecipients } = await import('../csv/import.ts');
      const outcome = await importRecipients(core, question, control);
      if (outcome === CANCELLED) return CANCELLED;
      if (!outcome.ok) return outcome;
      recipients?.dispose();
      recipients = outcome.recipients;
      leftOut = outcome.leftOut;
      version++;
      return { ok: true, list: { version, ...outcome.summary } };
    },

    async forgetList() {
      recipients?.dispose();
      recipients = null;
      leftOut = [];
      version++;
      return null;
    },

    async exportMessages(question, control) {
      if (recipients === null || question.listVersion !== version) {
        return { ok: false, failure: 'list-changed', detail: '' };
      }
      return exportMessages(core, recipients, question, control);
    },

    async findSegments({ atLeast, atMost, ...draft }, control) {
      if (recipients === null) return -1;
      for await (const { row } of recipients.rowsWithSegments(draft, atLeast, atMost, control)) return row;
      return control.cancelled() ? CANCELLED : -1;
    },

    async segmentsCsv({ atLeast, headings, ...draft }, control) {
      const lines = ['\ufeff', `${headings.map((cell) => core.csvField(cell, ';')).join(';')}\r\n`];
      if (recipients !== null) {
        for await (const { row, segments } of recipients.rowsWithSegments(
          draft,
          atLeast,
          Number.POSITIVE_INFINITY,
          control,
        )) {
          lines.push(`${recipients.numberOf(row).slice(1)};${segments}\r\n`);
        }
      }
      return control.cancelled() ? CANCELLED : new Blob(lines, { type: 'text/csv;charset=utf-8' });
    },

    async numbersCsv({ listVersion, rows, atMs, headings }) {
      if (recipients === null || listVersion !== version) return null;
      const list = recipients;
      const lines = rows.map((row, position) => {
        const moment = new Date(atMs[position] ?? 0).toISOString();
        return `${list.numberOf(row).slice(1)};${moment}\r\n`;
      });
      const heading = `${headings.map((cell) => core.csvField(cell, ';')).join(';')}\r\n`;
      return new Blob(['\ufeff', heading, ...lines], { type: 'text/csv;charset=utf-8' });
    },

    async leftOutCsv({ separator, headings }) {
      const line = (cells: readonly string[]) => `${cells.map((c) => core.csvField(c, separator)).join(separator)}\r\n`;
      const lines = leftOut.map((row) => line([String(row.line), row.problem, row.value]));
      return new Blob(['\ufeff', line(headings), ...lines], { type: 'text/csv;charset=utf-8' });
    },
  };
}
