/** Files for gateways: what each takes, from `core/data/gateways.json`. Texts stand there exactly as they are to be sent. */
import type { Texts } from 'klikspor/texts';
import data from '../../../core/data/gateways.json';
import type { NumberedMessage } from './recipients.ts';

type Json = string | number | null | readonly Json[] | { readonly [key: string]: Json };

interface Common {
  readonly name: string;
  /** Where the columns or keys are from, and when that was read. */
  readonly source: string;
  readonly read: string;
}
export type GatewayFormat = Common &
  (
    | { readonly file: 'csv'; readonly columns: Readonly<Record<string, string>> }
    | {
        readonly file: 'json-lines';
        /** Messages of one request, which is one line. */
        readonly perLine: number;
        readonly request: Json;
        readonly message: Json;
        readonly encodings: Readonly<Record<'gsm7' | 'ucs2', string>>;
      }
  );

export type Gateway = keyof typeof data;
export const GATEWAYS = data as unknown as Readonly<Record<Gateway, GatewayFormat>>;

/** What stands for `$name` in a format. */
type Values = Readonly<Record<string, Json>>;

function valuesOf({ number, message }: NumberedMessage, sender: string): Values {
  return {
    $number: number,
    $e164: `+${number}`,
    // Fifteen digits at most (E.164): exact as a number.
    $msisdn: Number(number),
    $sender: sender,
    $text: message.text,
    $segments: message.plan.segments,
  };
}

/** The pattern with every `$name` replaced by its value. */
export function filled(pattern: Json, values: Values): Json {
  if (typeof pattern === 'string') {
    if (!pattern.startsWith('$')) return pattern;
    const value = values[pattern];
    if (value === undefined) throw new RangeError(`a gateway's format asks for ${pattern}`);
    return value;
  }
  if (pattern === null || typeof pattern === 'number') return pattern;
  if (isList(pattern)) return pattern.map((entry) => filled(entry, values));
  return Object.fromEntries(Object.entries(pattern).map(([key, entry]) => [key, filled(entry, values)]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Lines for messages in order; `end` gives what is left of a request that is not full. */
export interface LineWriter {
  readonly head: string;
  lines(messages: Iterable<NumberedMessage>): string;
  end(): string;
}

export function lineWriter(core: Texts, format: GatewayFormat, sender: string): LineWriter {
  if (format.file === 'csv') {
    const columns = Object.entries(format.columns);
    const line = (cells: readonly string[]) => `${cells.map((cell) => core.csvField(cell, ',', true)).join(',')}\r\n`;
    return {
      head: line(columns.map(([heading]) => heading)),
      lines(messages) {
        let text = '';
        for (const message of messages) {
          const values = valuesOf(message, sender);
          text += line(columns.map(([, value]) => String(filled(value, values))));
        }
        return text;
      },
      end: () => '',
    };
  }
  let waiting: Json[] = [];
  const request = () => {
    const values = { $messages: waiting, $message: waiting[0] ?? null };
    waiting = [];
    return `${JSON.stringify(filled(format.request, values))}\n`;
  };
  return {
    head: '',
    lines(messages) {
      let text = '';
      for (const message of messages) {
        const encoding = format.encodings[message.message.plan.encoding];
        waiting.push(filled(format.message, { ...valuesOf(message, sender), $encoding: encoding }));
        if (waiting.length === format.perLine) text += request();
      }
      return text;
    },
    end: () => (waiting.length === 0 ? '' : request()),
  };
}
