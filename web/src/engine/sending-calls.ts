/** The engine's answers to who lets klikspor send: loaded with the first of them. */
import type { Texts } from 'klikspor/texts';
import { NumberReader } from '../../../lists/number.ts';
import type { CANCELLED, Control } from './control.ts';
import { finishedRow } from './finished.ts';
import * as handingOver from './hand-over.ts';
import type { Calls } from './protocol.ts';
import type { Recipients } from './recipients.ts';
import { sending } from './sending.ts';
import * as files from './sending-files.ts';
import type { Templates } from './templates.ts';

/** The list as it was when somebody asked: another may be read before the code is here. */
export interface Held {
  readonly core: Texts;
  readonly templates: Templates;
  readonly recipients: Recipients | null;
  readonly version: number;
}

export type SendingCall =
  | 'sendingSum'
  | 'handOver'
  | 'finishedMessage'
  | 'writtenNumbers'
  | 'senderForm'
  | 'resultsCsv'
  | 'numbersOf';

type Answer<K extends SendingCall> = Promise<Calls[K]['answer'] | typeof CANCELLED>;

const REPLACED = { ok: false, failure: 'list-replaced', detail: '' } as const;

export function sendingCalls({ core, templates, recipients, version }: Held): {
  [K in SendingCall]: (ask: Calls[K]['ask'], control: Control) => Answer<K>;
} {
  const listAt = (wanted: number) => (wanted === version ? recipients : null);
  return {
    async sendingSum(question, control) {
      const list = listAt(question.listVersion);
      return list === null ? REPLACED : handingOver.sendingSum(templates, list, question, control);
    },

    async handOver(question, control) {
      const list = listAt(question.listVersion);
      return list === null ? REPLACED : handingOver.handOver(templates, list, question, control);
    },

    async finishedMessage({ listVersion, row, digits, slugs, ...draft }) {
      const list = listAt(listVersion);
      if (list === null) return null;
      const { first, count } = list.rowsOf(draft.half ?? null);
      const wanted = row >= 0 ? row : list.find(digits) - first;
      if (wanted < 0 || wanted >= count) return null;
      const found = await finishedRow(templates, list, draft, wanted, new TextEncoder().encode(slugs));
      if (found === null) return null;
      const { text, plan } = found.message;
      const { encoding, segments } = plan;
      return { row: wanted, number: `+${found.number}`, text: text.toWellFormed(), encoding, segments };
    },

    async writtenNumbers({ written, country }) {
      const reader = new NumberReader(country);
      return written.map((one) => {
        const read = reader.glance(one);
        return read.ok ? `+${read.number}` : null;
      });
    },

    async senderForm({ sender }) {
      return (await sending()).senderForm(sender);
    },

    async resultsCsv(question, control) {
      return files.resultsCsv(core, question.list ? listAt(question.list.version) : null, question, control);
    },

    async numbersOf({ listVersion, half, rows }) {
      const list = listAt(listVersion);
      if (list === null) return null;
      const { first } = list.rowsOf(half);
      return rows.map((row) => list.numberOf(first + row));
    },
  };
}
