import type { Core, Judge, Verdict, Visit } from '../core.d.ts';
import { checkInteger } from './check.ts';
import { HIT_CLASSES } from './hits.ts';
import { lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';

export interface RawVisitor {
  _visitorBuffer(): number;
  _visitorAnswer(): number;
  _visitorLengths(): number;
  _visitorLoad(rules: number, size: number): number;
  _visitorDispose(judge: number): void;
  _visitorVersion(judge: number): number;
  _visitorSignals(headers: number): number;
  _visitorJudge(judge: number, length: number, signals: number, asn: number): void;
  _visitorRejudge(judge: number, batch: number, size: number): number;
  _visitorRejudged(): number;
}

const DEVICES: readonly Verdict['device'][] = ['ios', 'android', 'other'];
/** What the rules look at; of the rest nothing is copied. */
const HEADERS = ['accept', 'accept-language', 'purpose', 'sec-fetch-mode', 'sec-purpose', 'x-moz', 'x-purpose'];
/** Octets of a user agent that are looked at, and of a method or header value. */
const LONGEST_AGENT = 1024;
const LONGEST_VALUE = 512;
const UINT32 = 4294967295;

const encoder = new TextEncoder();

export function visitorFunctions(raw: RawModule & RawVisitor): Pick<Core, 'createJudge'> {
  const buffer = raw._visitorBuffer();
  const answer = raw._visitorAnswer() / 4;
  const lengths = raw._visitorLengths() / 4;
  /** Writes a text as UTF-8 and returns its length; most are ASCII and short, and need no encoder. */
  const put = (text: string, at: number, longest: number): number => {
    const heap = raw.HEAPU8;
    const start = buffer + at;
    const end = Math.min(text.length, longest);
    for (let i = 0; i < end; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) return encoder.encodeInto(text, heap.subarray(start, start + longest)).written;
      heap[start + i] = unit;
    }
    return end;
  };

  const signalsOf = ({ method, headers }: Visit): number => {
    const heap = raw.HEAPU32;
    let count = 0;
    let at = 0;
    const add = (text: string): void => {
      const length = put(text, at, LONGEST_VALUE);
      heap[lengths + count++] = length;
      at += length;
    };
    add(method);
    for (const name of HEADERS) {
      const value = headers[name];
      if (value === undefined) continue;
      add(name);
      add(value);
    }
    return raw._visitorSignals((count - 1) / 2);
  };

  return {
    createJudge(rules): Judge {
      let judge = lend(raw, (loan) => raw._visitorLoad(loan.bytes(rules), rules.length));
      if (judge === 0) throw new TypeError('rules is not a visitor rules file this version can read');
      /** By their address in the rules: a handful, made into strings once. */
      const reasons = new Map<number, string>();
      const live = (): number => {
        if (judge === 0) throw new TypeError('the judge was disposed of');
        return judge;
      };
      const reasonAt = (pointer: number, length: number): string => {
        let reason = reasons.get(pointer);
        if (reason === undefined) {
          reason = String.fromCharCode(...raw.HEAPU8.subarray(pointer, pointer + length));
          reasons.set(pointer, reason);
        }
        return reason;
      };

      return Object.freeze({
        version: raw._visitorVersion(judge),
        judge(visit: Visit): Verdict {
          const asn = visit.asn ?? 0;
          checkInteger('asn', asn, 0, UINT32);
          const signals = signalsOf(visit);
          raw._visitorJudge(live(), put(visit.userAgent, 0, LONGEST_AGENT), signals, asn);
          const heap = raw.HEAPU32;
          return {
            class: HIT_CLASSES[heap[answer] ?? 0] ?? 'human',
            reason: reasonAt(heap[answer + 3] ?? 0, heap[answer + 4] ?? 0),
            device: DEVICES[heap[answer + 1] ?? 2] ?? 'other',
            signals,
          };
        },
        rejudge: (batch: Uint8Array): Uint8Array | null =>
          lend(raw, (loan) => {
            const size = raw._visitorRejudge(live(), loan.bytes(batch), batch.length);
            if (size === 0) return null;
            const start = raw._visitorRejudged();
            return raw.HEAPU8.slice(start, start + size);
          }),
        dispose(): void {
          if (judge !== 0) raw._visitorDispose(judge);
          judge = 0;
        },
      });
    },
  };
}
