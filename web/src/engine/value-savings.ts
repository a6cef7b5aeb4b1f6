/** What writing values within GSM-7 saves: the recipients concerned are planned as they are and as they would be. */
import type { RecipientList, Texts } from 'klikspor/texts';
import { sentSegments } from '../limit/plan.ts';
import { Rewriter, type Rewriting } from '../list-reading/rewriter.ts';
import type { Half } from '../list-reading/split.ts';
import type { RewritableRow } from '../list-reading/values.ts';
import { breathe, CANCELLED, type Control } from './control.ts';
import type { Saved } from './country-column.ts';
import type { Draft } from './draft.ts';
import type { Templates } from './templates.ts';

/** The same recipients as they are and as they would be, and their countries. */
interface Twins {
  readonly before: RecipientList;
  readonly after: RecipientList;
  readonly countries: readonly string[];
}

/** Rows in one core list: planning them takes about a millisecond, and then the engine answers others. */
const ROWS = 5_000;

export class ValueSavings {
  readonly #core: Texts;
  readonly #templates: Templates;
  readonly #columns: readonly string[];
  readonly #rows: readonly RewritableRow[];
  /** What has been rewritten in the list already. */
  readonly #now: Rewriting;
  readonly #rewriter: Rewriter;
  readonly #twins = new Map<string, readonly Twins[]>();

  constructor(
    core: Texts,
    templates: Templates,
    columns: readonly string[],
    rows: readonly RewritableRow[],
    now: Rewriting,
  ) {
    this.#core = core;
    this.#templates = templates;
    this.#columns = columns;
    this.#rows = rows;
    this.#now = now;
    this.#rewriter = new Rewriter(core);
  }

  /** Segments saved if this were written within GSM-7 as well. Below zero where it makes messages longer. */
  async savedBy(draft: Draft, choice: Rewriting, control: Control): Promise<Saved | typeof CANCELLED> {
    const all = await this.#twinsOf(choice, draft.half ?? null, control);
    if (all === CANCELLED) return CANCELLED;
    const byCountry = new Map<string, number>();
    for (const { before, after, countries } of all) {
      const { sent: now } = sentSegments(this.#core, this.#templates, before, draft);
      const { sent: then } = sentSegments(this.#core, this.#templates, after, draft);
      for (const [row, country] of countries.entries()) {
        const saved = (now[row] ?? 0) - (then[row] ?? 0);
        if (saved !== 0) byCountry.set(country, (byCountry.get(country) ?? 0) + saved);
      }
      await breathe();
      if (control.cancelled()) return CANCELLED;
    }
    const parts = [...byCountry].map(([country, segments]) => ({ country, segments }));
    return { segments: parts.reduce((sum, { segments }) => sum + segments, 0), byCountry: parts };
  }

  async #twinsOf(choice: Rewriting, half: Half | null, control: Control): Promise<readonly Twins[] | typeof CANCELLED> {
    const key = JSON.stringify([half, choice]);
    const known = this.#twins.get(key);
    if (known !== undefined) return known;
    const whole: Rewriting = choice === 'all' || this.#now === 'all' ? 'all' : [...this.#now, ...choice];
    const made: Twins[] = [];
    for (let at = 0; at < this.#rows.length; at += ROWS) {
      // Only rows that come out otherwise: of the others nothing can be saved.
      const pairs = this.#rows.slice(at, at + ROWS).flatMap((row) => {
        if (half !== null && row.half !== half) return [];
        const pair = { now: this.#written(row.cells, this.#now), whole: this.#written(row.cells, whole), row };
        return pair.now.every((value, index) => value === pair.whole[index]) ? [] : [pair];
      });
      if (pairs.length > 0) {
        made.push({
          before: this.#listOf(pairs.map(({ now }) => now)),
          after: this.#listOf(pairs.map((pair) => pair.whole)),
          countries: pairs.map(({ row }) => row.country),
        });
      }
      await breathe();
      if (control.cancelled()) {
        disposeAll(made);
        return CANCELLED;
      }
    }
    this.#twins.set(key, made);
    return made;
  }

  #written(row: readonly string[], which: Rewriting): string[] {
    return row.map((value) => this.#rewriter.rewrite(value, which));
  }

  #listOf(rows: readonly string[][]): RecipientList {
    const list = this.#core.createRecipientList(this.#columns);
    list.append(rows);
    return list;
  }

  dispose(): void {
    for (const twins of this.#twins.values()) disposeAll(twins);
    this.#twins.clear();
  }
}

function disposeAll(twins: readonly Twins[]): void {
  for (const { before, after } of twins) {
    before.delete();
    after.delete();
  }
}
