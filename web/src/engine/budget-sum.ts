/** Adds up over the parts of a list what a limit on segments does to it. */
import { type Allotment, effectOf } from './budget.ts';
import { EmptyFields } from './cost-sum.ts';
import type { CountryColumn } from './country-column.ts';
import type { Budget, BudgetCost } from './protocol.ts';

export class BudgetSum {
  readonly #budget: Budget;
  readonly #effect: Budget['above'];
  #above = 0;
  #firstAbove = -1;
  #stillAbove = 0;
  #firstStillAbove = -1;
  #difference = 0;
  readonly #emptyFields = new EmptyFields();
  readonly #differences = new Map<string, number>();
  /** Recipients that are sent nothing, by country. */
  readonly leftOut = new Map<string, number>();

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#effect = effectOf(budget);
  }

  /** `first`: row of the list that is the part's first; `from`: its place in the column of countries, if they are told apart. */
  add({ above, asked, sent, plans }: Allotment, first: number, countries: CountryColumn | null, from: number): void {
    const { atMost } = this.#budget;
    const isSent = this.#effect === 'send';
    const isShortened = this.#effect === 'shorten';
    // A shorter text may be longer for somebody.
    const difference = new Int32Array(asked.length);
    let [count, still, total] = [0, 0, 0];
    for (let row = 0; row < asked.length; row++) {
      if (above[row] !== 1) continue;
      const now = sent[row] ?? 0;
      const saved = (asked[row] ?? 0) - (isSent ? atMost : now);
      difference[row] = saved;
      total += saved;
      if (count++ === 0 && this.#firstAbove < 0) this.#firstAbove = first + row;
      if (isShortened && now > atMost && still++ === 0 && this.#firstStillAbove < 0) {
        this.#firstStillAbove = first + row;
      }
    }
    this.#above += count;
    this.#stillAbove += still;
    this.#difference += total;
    if (this.#effect === 'shorten') this.#emptyFields.add(plans.at(-1)?.plan.emptyFields ?? [], first);
    if (countries === null) return;
    countries.sum(difference, from, this.#differences);
    if (this.#effect === 'leave-out') countries.sum(above, from, this.leftOut);
  }

  /** `only`: the country of all recipients; null: they are of several. */
  result(only: string | null): BudgetCost {
    const byCountry =
      only === null
        ? [...this.#differences].map(([country, segments]) => ({ country, segments }))
        : [{ country: only, segments: this.#difference }];
    return {
      effect: this.#effect,
      above: this.#above,
      firstAbove: this.#firstAbove,
      leftOut: this.#effect === 'leave-out' ? this.#above : 0,
      stillAbove: this.#stillAbove,
      firstStillAbove: this.#firstStillAbove,
      difference: { segments: this.#difference, byCountry },
      emptyFields: this.#emptyFields.result(),
    };
  }
}
