/** The build of this tree. */
import { fileURLToPath } from 'node:url';
import { load as loadComposer } from 'klikspor';
import { load as loadEdge } from 'klikspor/edge';
import { visitorRules } from '../../support/visitor-rules.ts';
import { engineOf } from './engine.ts';
import { OPTIONS, type Side } from './side.ts';

export async function newSide(): Promise<Side> {
  const composer = await loadComposer();
  const edge = await loadEdge();
  const judge = edge.createJudge(visitorRules());
  return {
    answers: {
      segments: (text, options) => [composer.planSegments(text, options), composer.segmentRanges(text, options)],
      replacements: (text, options) => [
        composer.replaceCharacters(text, options),
        composer.explainText(text, options),
        composer.forcingCharacters(text, options),
        composer.explainSegments(text, options),
      ],
      destination(url, parameters) {
        const outcome = composer.buildDestination(url, parameters);
        // The old build does not say where a percent sign was no escape.
        return outcome.ok ? { ok: true, url: outcome.url, displayHost: outcome.displayHost } : outcome;
      },
      visitor: (visit) => judge.judge(visit),
    },
    list(columns, rows) {
      const list = composer.createRecipientList(columns);
      list.append(rows);
      return {
        replan(text) {
          using template = composer.createTemplate(text, OPTIONS);
          return template.plan(list).segmentsTotal;
        },
        csv(text, slugs) {
          using template = composer.createTemplate(text, OPTIONS);
          return template.renderCsv(list, 0, list.size, slugs, {
            separator: ';',
            cells: [0, 'message', 'segments', 'encoding'],
          });
        },
      };
    },
    // As worker/src/folding.ts does: the state lives as long as the object, and is saved whenever it has changed.
    counter(shape) {
      const state = edge.loadShardState(new Uint8Array(), shape);
      let saved: Uint8Array = new Uint8Array();
      return {
        fold(batches, settledMs) {
          for (const { seq, bytes } of batches) state.take(bytes, seq);
          state.settle(settledMs);
          state.newScans();
          saved = state.save();
        },
        report: () => ({
          counted: state.totals().links.reduce((sum, { hits }) => sum + total(hits), 0),
          waiting: state.pending.hits,
        }),
        end: () => state.delete(),
        octets: () => saved.length,
      };
    },
    engine: await engineOf(fileURLToPath(new URL('../../../', import.meta.url)), composer),
  };
}

const total = (hits: Readonly<Record<string, number>>) => Object.values(hits).reduce((sum, count) => sum + count, 0);
