/** Values within GSM-7: what in a value costs its message the GSM-7, and the value with all or some of that written otherwise. */
import type { Texts } from 'klikspor/texts';

/** Everything that can be replaced, or the characters named. */
export type Rewriting = 'all' | readonly string[];

export interface Offence {
  readonly text: string;
  /** What says the same within GSM-7; empty: leave it out. Null: nothing does. */
  readonly replacement: string | null;
}

interface Known {
  /** Each once. */
  readonly offences: readonly Offence[];
  readonly places: readonly (Offence & { readonly start: number; readonly end: number })[];
  readonly plain: string;
}

const OUTSIDE_ASCII = /[^\n -_a-~]/;
/** Names repeat: most answers are found here. Emptied when full, so that a list of nothing but different texts costs no more. */
const MOST_KNOWN = 50_000;

export class Rewriter {
  readonly #core: Texts;
  readonly #known = new Map<string, Known>();

  constructor(core: Texts) {
    this.#core = core;
  }

  offences(value: string): readonly Offence[] {
    return this.#look(value)?.offences ?? [];
  }

  rewrite(value: string, which: Rewriting): string {
    const known = this.#look(value);
    if (known === null) return value;
    if (which === 'all') return known.plain;
    let text = '';
    let at = 0;
    for (const { start, end, text: from, replacement } of known.places) {
      if (replacement === null || !which.includes(from)) continue;
      text += value.slice(at, start) + replacement;
      at = end;
    }
    return text + value.slice(at);
  }

  /** Null: nothing in it is outside GSM-7. */
  #look(value: string): Known | null {
    // Most values are plain ASCII: only the others are worth a question to the core.
    if (!OUTSIDE_ASCII.test(value)) return null;
    const found = this.#known.get(value);
    if (found !== undefined) return found;
    const places = this.#core
      .explainText(value)
      .map(({ start, end, replacement }) => ({ start, end, text: value.slice(start, end), replacement }));
    const offences = [...new Map(places.map(({ text, replacement }) => [text, { text, replacement }])).values()];
    const plain = places.length === 0 ? value : this.#core.replaceCharacters(value);
    const known = { offences, places, plain };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(value, known);
    return known;
  }
}
