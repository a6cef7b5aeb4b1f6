/** Adds up over the parts of a list who has nothing in a merge field. */
import type { ListPlan } from 'klikspor';

/** Recipients without a value for a field that has no fallback. `first`: row of the first of them. */
export interface EmptyField {
  readonly name: string;
  readonly recipients: number;
  readonly first: number;
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

  result(): EmptyField[] {
    return [...this.#fields].map(([name, entry]) => ({ name, ...entry }));
  }
}
