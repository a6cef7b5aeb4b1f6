/** The page's end of the engine: calls as promises, progress, cancellation. */
import { engine, engineReady } from './begin.ts';
import type { CallName, Calls, FromEngine, ToEngine } from './protocol.ts';

export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

export interface Running<T> {
  readonly answer: Promise<T>;
  cancel(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  progress: ((done: number, total: number) => void) | undefined;
}

const waiting = new Map<number, Waiting>();
let nextId = 1;

engine.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => {
  if (data.kind === 'ready' || data.kind === 'broken') return;
  const entry = waiting.get(data.id);
  if (entry === undefined) return;
  if (data.kind === 'progress') return entry.progress?.(data.done, data.total);
  waiting.delete(data.id);
  if (data.kind === 'answer') entry.resolve(data.value);
  else if (data.kind === 'cancelled') entry.reject(new Cancelled());
  else entry.reject(new Error(data.reason));
});

export function ask<K extends CallName>(
  call: K,
  question: Calls[K]['ask'],
  progress?: (done: number, total: number) => void,
): Running<Calls[K]['answer']> {
  const id = nextId++;
  let isPosted = false;
  const answer = new Promise<Calls[K]['answer']>((resolve, reject) => {
    waiting.set(id, { resolve: (value) => resolve(value as Calls[K]['answer']), reject, progress });
    // What is posted before the core is loaded would be lost.
    engineReady.then(() => {
      // Cancelled meanwhile.
      if (!waiting.has(id)) return;
      isPosted = true;
      engine.postMessage({ id, call, ask: question } as ToEngine);
    }, reject);
  });
  return {
    answer,
    cancel() {
      const entry = waiting.get(id);
      if (entry === undefined) return;
      entry.progress = undefined;
      if (isPosted) return engine.postMessage({ id, call: 'cancel' } satisfies ToEngine);
      // The engine would take no notice of the end of what it has not begun, and answer: a list read so would take the next one's place.
      waiting.delete(id);
      entry.reject(new Cancelled());
    },
  };
}
