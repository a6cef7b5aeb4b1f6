import type {
  Core,
  ErrorName,
  MessageOptions,
  TemplateField,
  TemplateLink,
  TemplateOutline,
  TemplateProblem,
} from '../core.d.ts';
import { checkInteger } from './check.ts';
import type { RawModule } from './raw.d.ts';
import { type RawOptions, rawOptions } from './segment.ts';
import { readText, textBuffer } from './text-buffer.ts';

export interface RawMessage {
  _messageText(units: number): number;
  _messageNumbers(count: number): number;
  _messageOctets(count: number): number;
  _messageTextOut(): number;
  _messageNumbersOut(): number;
  _messageOctetsOut(): number;
  _messageUse(length: number, prefix: number, keep: number, width: number, ...options: RawOptions): void;
  _messageOutline(): void;
  _messageErrorName(error: number): number;
  _csvField(separator: number, defuse: number): number;
}

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What crosses into the core for messages and lists, and back. */
export class MessageDoor {
  readonly writeText: (...texts: string[]) => number;
  readonly #raw: RawModule & RawMessage;

  constructor(raw: RawModule & RawMessage) {
    this.#raw = raw;
    this.writeText = textBuffer(raw, raw._messageText);
  }

  writeNumbers(numbers: ArrayLike<number>): number {
    // The address first: making room may move the memory.
    const at = this.#raw._messageNumbers(numbers.length) >> 2;
    this.#raw.HEAPU32.set(numbers, at);
    return numbers.length;
  }

  /** One behind the other. */
  writeOctets(...parts: readonly Uint8Array[]): void {
    let at = this.#raw._messageOctets(parts.reduce((sum, { length }) => sum + length, 0));
    for (const part of parts) {
      this.#raw.HEAPU8.set(part, at);
      at += part.length;
    }
  }

  /** A field of a CSV file; `defuse`: a spreadsheet may open it. */
  csvField(value: string, separator: number, defuse: boolean): string {
    this.writeOctets(utf8.encode(value));
    return decoder.decode(this.octets(this.#raw._csvField(separator, defuse ? 1 : 0)));
  }

  /** Reads the template and the options of the calls that follow. */
  use(template: string, options: MessageOptions): void {
    const { linkPrefix, width, keepLinks = [], segments } = options;
    if (width !== 8 && width !== 9) throw new RangeError(`width is ${width}; it must be 8 or 9`);
    for (const [i, link] of keepLinks.entries()) checkInteger(`keepLinks[${i}]`, link, 0, 4294967295);
    const raw = rawOptions(segments);
    this.writeText(template, linkPrefix);
    this.writeNumbers(keepLinks);
    this.#raw._messageUse(template.length, linkPrefix.length, keepLinks.length, width, ...raw);
  }

  /** The numbers of the last answer from `from` on. */
  numbers(from: number, count: number): Uint32Array {
    const at = (this.#raw._messageNumbersOut() >> 2) + from;
    return this.#raw.HEAPU32.slice(at, at + count);
  }

  /** Code units of the last answer, as they are. */
  text(length: number): string {
    return readText(this.#raw, this.#raw._messageTextOut(), length);
  }

  octets(length: number): Uint8Array<ArrayBuffer> {
    const at = this.#raw._messageOctetsOut();
    return this.#raw.HEAPU8.slice(at, at + length);
  }

  /** The stable name of an error's number. */
  errorName(error: number): ErrorName {
    return decoder.decode(this.octets(this.#raw._messageErrorName(error)));
  }
}

const NO_LINK = 4294967295;
/** What stands beside a link, in the order of the core's bits. */
const BESIDE: TemplateLink['beside'] = ['joined-before', 'sign-behind', 'joined-behind'];

export function messageFunctions(
  raw: RawModule & RawMessage,
  door: MessageDoor,
): Pick<Core, 'outlineTemplate' | 'csvField'> {
  return {
    outlineTemplate(template, keepLinks = []): TemplateOutline {
      door.use(template, { linkPrefix: '', width: 8, keepLinks });
      raw._messageOutline();
      const [linksInMessage = 0, fieldCount = 0, linkCount = 0, problemCount = 0] = door.numbers(0, 4);
      const numbers = door.numbers(4, fieldCount * 5 + linkCount * 5 + problemCount * 3);
      let at = 0;
      const next = () => numbers[at++] ?? 0;

      const rows = Array.from({ length: fieldCount }, () => [next(), next(), next(), next(), next()] as const);
      const names = door.text(rows.reduce((sum, [, , , name, fallback]) => sum + name + fallback, 0));
      let read = 0;
      const take = (length: number) => {
        read += length;
        return names.slice(read - length, read);
      };
      const fields = rows.map(
        ([start, end, maxLength, name, fallback]): TemplateField => ({
          name: take(name),
          start,
          end,
          fallback: take(fallback),
          maxLength,
        }),
      );
      const links = Array.from({ length: linkCount }, (): TemplateLink => {
        const [link, kind, start, end, bits] = [next(), next(), next(), next(), next()];
        const optOut = kind === 1;
        return {
          link: link === NO_LINK ? -1 : link,
          kind: optOut ? 'opt-out' : 'destination',
          url: optOut ? '' : template.slice(start, end),
          start,
          end,
          beside: BESIDE.filter((_, bit) => bits & (1 << bit)),
        };
      });
      const problems = Array.from({ length: problemCount }, (): TemplateProblem => {
        const [error, start, end] = [next(), next(), next()];
        return { error: door.errorName(error), start, end };
      });
      return { fields, links, problems, linksInMessage };
    },

    csvField(value, separator, exact = false) {
      return door.csvField(value, separatorCode(separator), !exact);
    },
  };
}

export function separatorCode(separator: ',' | ';'): number {
  if (separator !== ',' && separator !== ';') throw new RangeError(`separator is "${separator}"; it must be , or ;`);
  return separator.charCodeAt(0);
}
