/** The engine: core and recipients in a Web Worker, so that no list, however long, holds up a keystroke. */
import { load } from 'klikspor/texts';
import { CANCELLED, type Control } from './control.ts';
import { createEngine } from './engine.ts';
import type { Calls, FromEngine, ToEngine } from './protocol.ts';

interface WorkerScope {
  postMessage(message: FromEngine): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToEngine>) => void): void;
}
const scope = self as unknown as WorkerScope;

const cancelled = new Set<number>();
const running = new Set<number>();

try {
  const core = await load();
  const engine = createEngine(core);
  scope.addEventListener('message', ({ data }) => {
    if (data.call === 'cancel') {
      if (running.has(data.id)) cancelled.add(data.id);
      return;
    }
    void serve(engine, data);
  });
  scope.postMessage({ kind: 'ready', coreVersion: core.version });
} catch (error) {
  scope.postMessage({ kind: 'broken', reason: String(error) });
}

async function serve(engine: ReturnType<typeof createEngine>, message: Exclude<ToEngine, { call: 'cancel' }>) {
  const { id } = message;
  running.add(id);
  const control = {
    cancelled: () => cancelled.has(id),
    progress: (done: number, total: number) => scope.postMessage({ kind: 'progress', id, done, total }),
  };
  try {
    const handle = engine[message.call] as (
      ask: unknown,
      control: Control,
    ) => Promise<Calls[typeof message.call]['answer'] | typeof CANCELLED>;
    const value = await handle(message.ask, control);
    scope.postMessage(value === CANCELLED ? { kind: 'cancelled', id } : { kind: 'answer', id, value });
  } catch (error) {
    scope.postMessage({ kind: 'failed', id, reason: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
    cancelled.delete(id);
  }
}
