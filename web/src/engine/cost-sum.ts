/** Adds up the plans of parts. Which of two messages is longer is read from their plans, never worked out here. */
import type { ListPlan, RenderedMessage, SegmentPlan } from 'klikspor';
import type { LimitCost } from '../limit/sum.ts';
import type { CountryCost } from './country-column.ts';
import type { Draft } from './draft.ts';
import type { EmptyField } from './empty-fields.ts';

/** What the whole list costs, by what everybody is really sent. Rows are counted from 0 over the rows kept; -1: none. */
export interface ListCost {
  readonly recipients: number;
  readonly segmentsTotal: number;
  readonly recipientsBySegments: readonly number[];
  readonly ucs2: number;
  readonly firstUcs2: number;
  readonly longest: number;
  readonly longestPlan: SegmentPlan | null;
  /** Phone number of the recipient with the longest message. */
  readonly longestNumber: string;
  readonly shortest: number;
  /** Of the message itself, over those who are sent it. */
  readonly emptyFields: readonly EmptyField[];
  /** Most recipients first. */
  readonly byCountry: readonly CountryCost[];
  /** Null: there is no limit. */
  readonly limit: LimitCost | null;
}

interface Extreme {
  readonly index: number;
  readonly message: RenderedMessage | null;
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

  result(): Omit<ListCost, 'byCountry' | 'limit' | 'emptyFields' | 'longestNumber'> {
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
