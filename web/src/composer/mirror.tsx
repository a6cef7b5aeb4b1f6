/** The layer behind a text field that repeats its text and shows what is in it. */
import { useMemo } from 'preact/hooks';
import type { Look } from '../engine/look.ts';
import { carryOver, marksOf, NO_MARKS, type Piece, pieces } from './marks.ts';

/** `seen`: the last look at the text, and the text it was taken of. */
export function Mirror({ text, seen }: { text: string; seen: { template: string; look: Look } | null }) {
  const marks = useMemo(() => (seen === null ? NO_MARKS : marksOf(seen.look)), [seen]);
  const current = seen === null ? marks : carryOver(marks, seen.template, text);
  return (
    <div class="mirror" aria-hidden="true">
      {pieces(text, current).map(drawn)}
      {'\u200b'}
    </div>
  );
}

function drawn(piece: Piece) {
  if (piece.kind === 'text') return piece.text;
  if (piece.kind === 'border') return <i key={`border-${piece.start}`} class="border" />;
  return (
    <mark key={`${piece.kind}-${piece.start}`} class={`mark-${piece.kind}`}>
      {piece.text}
    </mark>
  );
}
