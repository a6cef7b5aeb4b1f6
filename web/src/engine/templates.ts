/** The templates that are being asked about, each read once by the core. */
import type { Template, TemplateOutline, Texts } from 'klikspor/texts';
import type { Draft } from './draft.ts';

/** Two versions of a message, their shorter texts, and the message as it would be within GSM-7. */
const MOST = 5;

interface Known {
  readonly template: Template;
  outline: TemplateOutline | null;
}

export class Templates {
  readonly #core: Texts;
  /** By options and text, the one asked for last at the end. */
  readonly #known = new Map<string, Known>();
  /** The one asked for last: a question asks many times, and with the same options. */
  #last: { readonly text: string; readonly options: Draft['options']; readonly known: Known } | null = null;

  constructor(core: Texts) {
    this.#core = core;
  }

  /** Freed when others are asked for: ask again after every `await`. */
  of(draft: Pick<Draft, 'template' | 'options'>): Template {
    return this.#find(draft).template;
  }

  outline(draft: Pick<Draft, 'template' | 'options'>): TemplateOutline {
    const known = this.#find(draft);
    known.outline ??= known.template.outline();
    return known.outline;
  }

  #find({ template: text, options }: Pick<Draft, 'template' | 'options'>): Known {
    if (this.#last?.text === text && this.#last.options === options) return this.#last.known;
    const key = `${JSON.stringify(options)} ${text}`;
    const known = this.#known.get(key) ?? { template: this.#core.createTemplate(text, options), outline: null };
    this.#known.delete(key);
    this.#known.set(key, known);
    this.#last = { text, options, known };
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) {
      this.#known.get(oldest)?.template.delete();
      this.#known.delete(oldest);
    }
    return known;
  }
}
