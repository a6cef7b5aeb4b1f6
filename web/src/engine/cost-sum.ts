/** Adds up the plans of parts. Which of two messages is longer is read from their plans, never worked out here. */
import type { ListPlan, RenderedMessage } from 'klikspor';
import type { Draft, ListCost } from './protocol.ts';

interface Extreme {
  readonly index: number;
  readonly message: RenderedMessage | null;
}

export class EmptyFields {
  readonly #fields = new Map<string, { recipients: number; first: number }>();

  add(fields: ListPlan['emptyFields'], offset: number): void {
    for (const { name, recipients, first } of fields) {
      const known = this.#fields.get(name);
      if (known !== undefined) known.recipients += recipients;
      else this.#fields.set(name, { recipients, first: offset + first });
    }
  }

  result(): ListCost['emptyFields'] {
    return [...this.#fields].map(([name, entry]) => ({ name, ...entry }));
  }
}

export class CostSum {
  readonly #render: (index: number, draft: Draft) => RenderedMessage;
  #count = 0;
  #segments = 0;
  #ucs2 = 0;
  #firstUcs2 = -1;
  readonly #bySegments: number[] = [];
  #longest: Extreme = { index: -1, message: null };
  #shortest: Extreme = { index: -1, message: null };

  constructor(render: (index: number, draft: Draft) => RenderedMessage) {
    this.#render = render;
  }

  /** `offset`: row of the list that is the plan's first. `draft`: the text that was planned. */
  add(plan: ListPlan, offset: number, draft: Draft): void {
    this.#count += plan.recipients;
    this.#segments += plan.segmentsTotal;
    this.#ucs2 += plan.ucs2;
    if (plan.firstUcs2 >= 0 && (this.#firstUcs2 < 0 || offset + plan.firstUcs2 < this.#firstUcs2)) {
      this.#firstUcs2 = offset + plan.firstUcs2;
    }
    plan.recipientsBySegments.forEach((recipients, segments) => {
      this.#bySegments[segments] = (this.#bySegments[segments] ?? 0) + recipients;
    });
    this.#longest = this.#extreme(this.#longest, plan.longest, offset, draft, 1);
    this.#shortest = this.#extreme(this.#shortest, plan.shortest, offset, draft, -1);
  }

  #extreme(held: Extreme, candidate: number, offset: number, draft: Draft, sign: 1 | -1): Extreme {
    if (candidate < 0) return held;
    const index = offset + candidate;
    const message = this.#render(index, draft);
    if (held.message === null) return { index, message };
    const order = sign * compare(message, held.message);
    // The first of equals counts.
    return order > 0 || (order === 0 && index < held.index) ? { index, message } : held;
  }

  result(): Omit<ListCost, 'byCountry' | 'budget' | 'emptyFields' | 'longestNumber'> {
    return {
      recipients: this.#count,
      segmentsTotal: this.#segments,
      recipientsBySegments: Array.from(this.#bySegments, (recipients) => recipients ?? 0),
      ucs2: this.#ucs2,
      firstUcs2: this.#firstUcs2,
      longest: this.#longest.index,
      longestPlan: this.#longest.message?.plan ?? null,
      shortest: this.#shortest.index,
    };
  }
}

function compare(left: RenderedMessage, right: RenderedMessage): number {
  return left.plan.segments - right.plan.segments || left.plan.units - right.plan.units;
}
