/** The engine's calls. State: the list of recipients and what was left out of it. Nothing here leaves the browser. */
import type { Texts } from 'klikspor/texts';
import type { LeftOut } from '../../../lists/left-out.ts';
import type { StoppedRow } from '../list-reading/summary.ts';
import { addresses } from './addresses.ts';
import { CANCELLED, type Control } from './control.ts';
import type { ListCost } from './cost-sum.ts';
import type { Saved } from './country-column.ts';
import { inspect } from './inspect.ts';
import { Looker } from './look.ts';
import type { CallName, Calls } from './protocol.ts';
import type { Recipients } from './recipients.ts';
import { Templates } from './templates.ts';
import type { ValueSavings } from './value-savings.ts';

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
  limit: null,
};

export function createEngine(core: Texts): Engine {
  const templates = new Templates(core);
  const looker = new Looker(core, templates);
  let recipients: Recipients | null = null;
  let leftOut: readonly LeftOut[] = [];
  let stopped: readonly StoppedRow[] = [];
  let savings: (() => Promise<ValueSavings>) | null = null;
  let version = 0;

  const forgetSavings = () => {
    void savings?.().then((made) => made.dispose());
    savings = null;
  };

  const sending = async () => {
    const held = { core, templates, recipients, version };
    return (await import('./sending-calls.ts')).sendingCalls(held);
  };

  // Loaded with the first list: most visits to the page begin without one.
  const reading = () => import('../list-reading/import.ts');

  return {
    async look(question) {
      return looker.look(question, recipients, question.index);
    },

    async inspect(question) {
      const list = recipients;
      const look = await looker.look(question, list, question.index);
      return { look, inspection: await inspect(core, templates, list, look, question) };
    },

    async networks(question) {
      // Loaded with the first message: an empty page has nothing to check.
      const { networksOf } = await import('./networks.ts');
      return networksOf(question);
    },

    async cost(draft, control) {
      return recipients === null ? NO_LIST : recipients.cost(draft, control);
    },

    async findNumber({ digits }) {
      return recipients === null ? -1 : recipients.find(digits);
    },

    async prepareList() {
      await reading();
      return null;
    },

    async importFile(question, control) {
      const { importRecipients } = await reading();
      const outcome = await importRecipients(core, templates, question, control);
      if (outcome === CANCELLED) return CANCELLED;
      if (!outcome.ok) return outcome;
      recipients?.dispose();
      recipients = outcome.recipients;
      leftOut = outcome.leftOut;
      stopped = outcome.stopped;
      forgetSavings();
      const { rewritable, summary } = outcome;
      if (rewritable.length > 0) {
        let made: Promise<ValueSavings> | undefined;
        savings = () => {
          made ??= import('./value-savings.ts').then(
            ({ ValueSavings }) =>
              new ValueSavings(
                core,
                templates,
                summary.columns,
                rewritable,
                summary.plainValues ? 'all' : summary.plainTexts,
              ),
          );
          return made;
        };
      }
      version++;
      return { ok: true, list: { version, ...outcome.summary } };
    },

    async forgetList() {
      recipients?.dispose();
      recipients = null;
      leftOut = [];
      forgetSavings();
      version++;
      return null;
    },

    async valueSavings({ choices, ...draft }, control) {
      const known = await savings?.();
      const saved: Saved[] = [];
      for (const choice of choices) {
        const segments =
          known === undefined ? { segments: 0, byCountry: [] } : await known.savedBy(draft, choice, control);
        if (segments === CANCELLED) return CANCELLED;
        saved.push(segments);
      }
      return saved;
    },

    async exportMessages(question, control) {
      if (recipients === null || question.listVersion !== version) {
        return { ok: false, failure: 'list-replaced', detail: '' };
      }
      const list = recipients;
      const { exportMessages } = await import('./export.ts');
      return exportMessages(core, templates, list, question, control);
    },

    sendingSum: async (question, control) => (await sending()).sendingSum(question, control),
    handOver: async (question, control) => (await sending()).handOver(question, control),
    finishedMessage: async (question, control) => (await sending()).finishedMessage(question, control),
    writtenNumbers: async (question, control) => (await sending()).writtenNumbers(question, control),
    senderForm: async (question, control) => (await sending()).senderForm(question, control),
    resultsCsv: async (question, control) => (await sending()).resultsCsv(question, control),
    numbersOf: async (question, control) => (await sending()).numbersOf(question, control),

    async findSegments({ atLeast, atMost, ...draft }, control) {
      if (recipients === null) return -1;
      for await (const row of recipients.rowsWithSegments(draft, atLeast, atMost, control)) return row;
      return control.cancelled() ? CANCELLED : -1;
    },

    async listPrints({ listVersion, secret, seed }, control) {
      if (recipients === null || listVersion !== version) return null;
      const list = recipients;
      const { listPrints } = await import('./list-prints.ts');
      return listPrints(list.inFileOrder(), secret, seed, control);
    },

    async aboveCsv(question, control) {
      if (recipients === null || question.listVersion !== version) return null;
      const list = recipients;
      const { aboveCsv } = await import('./csv-files.ts');
      return aboveCsv(core, list, question, control);
    },

    async concerned(draft, control) {
      if (recipients === null) return [];
      const list = recipients;
      // Loaded with the first limit.
      const { concerned } = await import('../limit/concerned.ts');
      return concerned(core, templates, list, draft, control);
    },

    async shorterLinks({ shorter, ...draft }) {
      const { linksOfShorter } = await addresses();
      return linksOfShorter(templates.outline(draft).links, templates.outline({ ...draft, template: shorter }).links);
    },

    async numbersCsv(question) {
      if (recipients === null || question.listVersion !== version) return null;
      const list = recipients;
      const { numbersCsv } = await import('./csv-files.ts');
      return numbersCsv(core, list, question);
    },

    async leftOutCsv(question) {
      const rows = leftOut;
      const { leftOutCsv } = await import('./csv-files.ts');
      return leftOutCsv(core, rows, question);
    },

    async readStatus(question, control) {
      if (recipients === null || question.listVersion !== version) return { ok: false, failure: 'list-replaced' };
      const list = recipients;
      const { readStatus } = await import('./status-file.ts');
      return readStatus(list, question, control);
    },

    async rowsCsv(question, control) {
      if (recipients === null || question.listVersion !== version) return null;
      const list = recipients;
      const { rowsCsv } = await import('./row-files.ts');
      return rowsCsv(core, list, question, control);
    },

    async sampleSize(question) {
      const { sampleSizeFor } = await import('./sample-size.ts');
      return sampleSizeFor(question);
    },

    async stops(question) {
      // Of the list as it is now: another may be read before the code is here.
      const held = { core, recipients, stopped, version };
      const { answerStops } = await import('./stop-calls.ts');
      return answerStops(held, question);
    },

    async readStopsFile(question, control) {
      const { readStopsFile } = await import('./stops-file.ts');
      return readStopsFile(core, question, control);
    },

    async keptStops({ words }) {
      const { answerKept } = await import('./stops-csv.ts');
      return answerKept(core, words);
    },
  };
}
