/** Begins the engine. In the page's first script: its thread is made and the core is on its way while the page is read and drawn. */
import type { FromEngine } from './protocol.ts';

export const engine = new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module' });

/** Resolves when the core is loaded; rejects with the reason when this browser cannot run it. */
export const engineReady = new Promise<void>((resolve, reject) => {
  engine.addEventListener('error', () => reject(new Error('the engine did not start')));
  engine.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => {
    if (data.kind === 'ready') resolve();
    else if (data.kind === 'broken') reject(new Error(data.reason));
  });
});
// Whoever tells the person comes with the page's own script, later than this one: until then nobody has missed it.
engineReady.catch(() => {});
