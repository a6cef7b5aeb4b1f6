/** The build of 657b0fb: one module with functions, and a state that is octets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { engineOf } from './engine.ts';
import { OPTIONS, type Side } from './side.ts';

/** What is called of its `core.d.ts`. */
interface OldCore {
  segmentRanges(text: string, options: object): unknown;
  forcingCharacters(text: string, options: object): unknown;
  explainText(text: string, options: object): unknown;
  explainSegments(text: string, options: object): unknown;
  replaceCharacters(text: string, options: object): string;
  buildDestination(url: string, parameters: readonly (readonly [string, string])[]): object;
  createJudge(rules: Uint8Array): { judge(visit: object): { readonly class: string; readonly reason: string } };
  planSegments(text: string, options: object): unknown;
  createRecipientList(columns: readonly string[]): {
    append(rows: readonly (readonly string[])[]): void;
    readonly size: number;
    plan(template: string, options: object): { readonly segmentsTotal: number };
    renderCsv(
      first: number,
      count: number,
      template: string,
      options: object,
      slugs: Uint8Array,
      csv: { readonly separator: string; readonly cells: readonly unknown[] },
    ): Uint8Array;
  };
  batchHeader(bytes: Uint8Array): { readonly hits: number } | null;
  foldHits(state: Uint8Array, batches: readonly Uint8Array[], shape: object, settledBeforeMs: number): Uint8Array;
  pendingOf(state: Uint8Array): { readonly hits: number };
  totalsOf(state: Uint8Array, shape: object): { readonly links: readonly { readonly hits: Record<string, number> }[] };
}

export async function oldSide(root: string): Promise<Side> {
  const loader = (await import(pathToFileURL(join(root, 'wasm/dist/node.js')).href)) as { load(): Promise<OldCore> };
  const core = await loader.load();
  const judge = core.createJudge(new Uint8Array(readFileSync(join(root, 'wasm/dist/visitor-rules.bin'))));
  return {
    answers: {
      segments: (text, options) => [core.planSegments(text, options), core.segmentRanges(text, options)],
      replacements: (text, options) => [
        core.replaceCharacters(text, options),
        core.explainText(text, options),
        core.forcingCharacters(text, options),
        core.explainSegments(text, options),
      ],
      destination: (url, parameters) => core.buildDestination(url, parameters),
      visitor: (visit) => judge.judge(visit),
    },
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
    // As its worker/src/click-counter.ts does in #take, #settle, #nextAlarmMs, report and #publish.
    counter(shape) {
      let state: Uint8Array = new Uint8Array();
      return {
        fold(batches, settledMs) {
          if (batches.length === 0) {
            if (core.pendingOf(state).hits === 0) return;
            state = core.foldHits(state, [], shape, settledMs);
            core.pendingOf(state);
            return;
          }
          const readable = batches.filter(({ bytes }) => core.batchHeader(bytes) !== null);
          state = core.foldHits(
            state,
            readable.map(({ bytes }) => bytes),
            shape,
            settledMs,
          );
        },
        report: () => ({
          counted: core.totalsOf(state, shape).links.reduce((sum, { hits }) => sum + total(hits), 0),
          waiting: core.pendingOf(state).hits,
        }),
        octets: () => state.length,
        end() {},
      };
    },
    engine: await engineOf(root, core, true),
  };
}

const total = (hits: Readonly<Record<string, number>>) => Object.values(hits).reduce((sum, count) => sum + count, 0);
