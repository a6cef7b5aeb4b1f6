/** Adds up over the parts of a list what a limit on segments does to it. */
import type { AboveLimit, LimitPlan } from 'klikspor';
import type { CountryColumn, Saved } from '../engine/country-column.ts';
import { type EmptyField, EmptyFields } from '../engine/empty-fields.ts';

/** What a limit does to a list. Rows are counted from 0; -1: none. */
export interface LimitCost {
  /** What is done: `Limit.above`, but 'send' while there is no shorter text. */
  readonly effect: AboveLimit;
  /** Recipients whose message is above the limit. */
  readonly above: number;
  readonly firstAbove: number;
  /** Of these, who is sent nothing. */
  readonly leftOut: number;
  /** Of these, whose shorter text is above the limit too. */
  readonly stillAbove: number;
  readonly firstStillAbove: number;
  /** Segments beyond the limit where the message is sent all the same; else those that are saved by not doing so. */
  readonly difference: Saved;
  /** Of the shorter text, over those who are sent it. */
  readonly emptyFields: readonly EmptyField[];
}

export class LimitSum {
  readonly #effect: AboveLimit;
  #above = 0;
  #firstAbove = -1;
  #stillAbove = 0;
  #firstStillAbove = -1;
  #difference = 0;
  readonly #emptyFields = new EmptyFields();
  readonly #differences = new Map<string, number>();
  /** Recipients that are sent nothing, by country. */
  readonly leftOut = new Map<string, number>();

  constructor(effect: AboveLimit) {
    this.#effect = effect;
  }

  /** `first`: row of the list that is the part's first; `from`: its place in the column of countries, if they are told apart. */
  add(part: LimitPlan, first: number, countries: CountryColumn | null, from: number): void {
    if (part.above === 0) return;
    if (this.#firstAbove < 0) this.#firstAbove = first + part.firstAbove;
    if (part.stillAbove > 0 && this.#firstStillAbove < 0) this.#firstStillAbove = first + part.firstStillAbove;
    this.#above += part.above;
    this.#stillAbove += part.stillAbove;
    this.#difference += part.difference;
    if (this.#effect === 'shorten') this.#emptyFields.add(part.shorter.emptyFields, first);
    if (countries === null) return;
    countries.sum(part.differences, from, this.#differences);
    // Who is left out saves all segments of the message; nobody else saves any then.
    if (this.#effect === 'leave-out') countries.count(part.differences, from, this.leftOut);
  }

  /** `only`: the country of all recipients; null: they are of several. */
  result(only: string | null): LimitCost {
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
