/** What the mirror layer draws behind the text. Positions are indices into the template. */
import type { Look } from '../engine/look.ts';

export type MarkKind = 'field' | 'link' | 'kept-link' | 'opt-out' | 'ucs2' | 'problem';

export interface Mark {
  readonly kind: MarkKind;
  readonly start: number;
  readonly end: number;
}

export interface Marks {
  readonly spans: readonly Mark[];
  /** Where a new segment begins. */
  readonly borders: readonly number[];
}

export const NO_MARKS: Marks = { spans: [], borders: [] };

export function marksOf(look: Look): Marks {
  const refused = new Set(look.destinations.filter(({ outcome }) => !outcome.ok).map(({ link }) => link));
  const spans: Mark[] = [
    ...look.outline.problems.map(({ start, end }) => ({ kind: 'problem' as const, start, end })),
    ...look.outline.fields.map(({ start, end }) => ({ kind: 'field' as const, start, end })),
    ...look.outline.links.map(({ kind, link, start, end }): Mark => {
      if (kind === 'opt-out') return { kind, start, end };
      return { kind: refused.has(link) ? 'problem' : link < 0 ? 'kept-link' : 'link', start, end };
    }),
    ...look.offending.flatMap(({ text, positions }) =>
      positions.map((start) => ({ kind: 'ucs2' as const, start, end: start + text.length })),
    ),
  ];
  return { spans: withoutOverlap(spans), borders: look.borders };
}

/** The first of two overlapping marks wins; equal starts keep their order, problems first. */
function withoutOverlap(spans: readonly Mark[]): Mark[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const kept: Mark[] = [];
  let end = 0;
  for (const span of sorted) {
    if (span.start < end || span.end <= span.start) continue;
    kept.push(span);
    end = span.end;
  }
  return kept;
}

/**
 * Marks of an older text carried over to a newer one, so that they stay in place for the few milliseconds until the
 * engine has answered: what lies before the edit stays, what lies behind moves along, what was cut through goes.
 */
export function carryOver(marks: Marks, from: string, to: string): Marks {
  if (from === to) return marks;
  let head = 0;
  const shorter = Math.min(from.length, to.length);
  while (head < shorter && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < shorter - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  const cut = from.length - tail;
  const moved = to.length - from.length;
  const spans = marks.spans.flatMap((span) => {
    if (span.end <= head) return [span];
    if (span.start >= cut) return [{ ...span, start: span.start + moved, end: span.end + moved }];
    return [];
  });
  const borders = marks.borders.flatMap((at) => (at <= head ? [at] : at >= cut ? [at + moved] : []));
  return { spans, borders };
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly start: number }
  | { readonly kind: 'border'; readonly start: number }
  | { readonly kind: MarkKind; readonly text: string; readonly start: number };

/** The text cut at every mark and border, in order. */
export function pieces(text: string, { spans, borders }: Marks): Piece[] {
  const found: Piece[] = [];
  const pending = [...borders];
  const push = (kind: MarkKind | 'text', start: number, end: number) => {
    let at = start;
    while (at < end) {
      const border = pending[0];
      if (border !== undefined && border <= at) {
        found.push({ kind: 'border', start: border });
        pending.shift();
        continue;
      }
      const stop = border !== undefined && border < end ? border : end;
      found.push({ kind, text: text.slice(at, stop), start: at });
      at = stop;
    }
  };
  let at = 0;
  for (const span of spans) {
    push('text', at, span.start);
    push(span.kind, span.start, Math.min(span.end, text.length));
    at = span.end;
  }
  push('text', at, text.length);
  return found;
}
