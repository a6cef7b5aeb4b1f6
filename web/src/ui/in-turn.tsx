/**
 * The first drawing of the page, turn by turn: in one piece it would hold up a slow machine for a quarter of a second. What is
 * drawn in a turn is a task of its own, once the frame with the turn before it is out.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

interface Part {
  readonly turn: number;
  draw(): void;
}

let waiting: Part[] = [];
let isUnderWay = false;
/** What is drawn after the first drawing is drawn at once. */
let isOver = false;
let tellDrawn = (): void => {};

/** Resolves once all that wait are drawn; at once where none do. */
export const allDrawn = (): Promise<void> =>
  new Promise((resolve) => {
    tellDrawn = resolve;
    if (!isUnderWay) resolve();
  });

/** A page that nobody sees has no frames. */
const LONGEST_FRAME_MS = 200;

function afterFrame(act: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    act();
  };
  const due = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    port2.postMessage(null);
  };
  const timer = setTimeout(due, LONGEST_FRAME_MS);
  const frame = requestAnimationFrame(due);
}

function next(): void {
  const turn = Math.min(...waiting.map((part) => part.turn));
  const due = waiting.filter((part) => part.turn === turn);
  waiting = waiting.filter((part) => part.turn !== turn);
  isOver = due.length === 0;
  isUnderWay = !isOver;
  for (const part of due) part.draw();
  if (isOver) tellDrawn();
  else afterFrame(next);
}

/** Whether a part's turn has come: the lower before the higher, those of the same turn together. */
export function useTurn(turn: number): boolean {
  const [isDue, setDue] = useState(isOver);
  useLayoutEffect(() => {
    if (isDue) return;
    waiting.push({ turn, draw: () => setDue(true) });
    if (!isUnderWay) afterFrame(next);
    isUnderWay = true;
  }, []);
  return isDue;
}

export function InTurn({ turn, children }: { turn: number; children: ComponentChildren }) {
  return useTurn(turn) ? children : null;
}
