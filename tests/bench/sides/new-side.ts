/** The build of this tree. */
import { fileURLToPath } from 'node:url';
import { load } from 'klikspor';
import { visitorRules } from '../../support/visitor-rules.ts';
import { engineOf } from './engine.ts';
import { OPTIONS, type Side } from './side.ts';

export async function newSide(): Promise<Side> {
  const core = await load();
  const judge = core.createJudge(visitorRules());
  return {
    answers: {
      segments: (text, options) => [core.planSegments(text, options), core.segmentRanges(text, options)],
      replacements: (text, options) => [
        core.replaceCharacters(text, options),
        core.explainText(text, options),
        core.forcingCharacters(text, options),
        core.explainSegments(text, options),
      ],
      destination(url, parameters) {
        const outcome = core.buildDestination(url, parameters);
        // The old build does not say where a percent sign was no escape.
        return outcome.ok ? { ok: true, url: outcome.url, displayHost: outcome.displayHost } : outcome;
      },
      visitor: (visit) => judge.judge(visit),
    },
    planSegments: (text) => core.planSegments(text),
    list(columns, rows) {
      const list = core.createRecipientList(columns);
      list.append(rows);
      return {
        replan: (template) => list.plan(template, OPTIONS).segmentsTotal,
        csv: (template, slugs) =>
          list.renderCsv(0, list.size, template, OPTIONS, slugs, {
            separator: ';',
            cells: [0, 'message', 'segments', 'encoding'],
          }),
      };
    },
    // As worker/src/click-counter.ts does in #take, #settle, #nextAlarmMs, report and #publish.
    counter(shape) {
      let state: Uint8Array = new Uint8Array();
      return {
        fold(batches, settledMs) {
          if (batches.length === 0) {
            if (core.pendingOf(state).hits === 0) return;
            ({ state } = core.foldBatches(state, [], shape, settledMs));
            core.pendingOf(state);
            return;
          }
          const readable = batches.filter(({ bytes }) => core.batchHeader(bytes) !== null);
          ({ state } = core.foldBatches(state, readable, shape, settledMs));
        },
        report: () => ({
          counted: core
            .totalsOf(state, shape)
            .links.reduce((sum, { hits }) => sum + Object.values(hits).reduce((all, count) => all + count, 0), 0),
          waiting: core.pendingOf(state).hits,
        }),
      };
    },
    engine: await engineOf(fileURLToPath(new URL('../../../', import.meta.url)), core),
  };
}
