/** The page's end of the engine: what is cancelled is not begun, or told so. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { FromEngine, ToEngine } from '../../web/src/engine/protocol.ts';

class EngineStandIn extends EventTarget {
  readonly heard: ToEngine[] = [];
  postMessage(message: ToEngine): void {
    this.heard.push(message);
  }
  say(message: FromEngine): void {
    this.dispatchEvent(new MessageEvent('message', { data: message }));
  }
}

const engine = new EngineStandIn();
let client: typeof import('../../web/src/engine/client.ts');
beforeAll(async () => {
  vi.stubGlobal('Worker', function Worker() {
    return engine;
  });
  client = await import('../../web/src/engine/client.ts');
});
afterAll(() => vi.unstubAllGlobals());

const heard = async () => {
  await new Promise((resolve) => setTimeout(resolve));
  return engine.heard.splice(0).map(({ id, call }) => ({ id, call }));
};

test('what is cancelled while the engine loads is never begun', async () => {
  const first = client.ask('prepareList', null);
  first.cancel();
  await expect(first.answer).rejects.toThrow(client.Cancelled);
  engine.say({ kind: 'ready', coreVersion: '' });
  expect(await heard()).toEqual([]);
});

test('of two asked at once the first, cancelled for the second, is not begun', async () => {
  const first = client.ask('prepareList', null);
  first.cancel();
  const second = client.ask('prepareList', null);
  await expect(first.answer).rejects.toThrow(client.Cancelled);
  const begun = await heard();
  expect(begun).toHaveLength(1);
  engine.say({ kind: 'answer', id: begun[0]?.id ?? 0, value: null });
  expect(await second.answer).toBeNull();
});

test('what is under way is told to stop, and what has ended is not', async () => {
  const running = client.ask('prepareList', null);
  const id = (await heard())[0]?.id ?? 0;
  running.cancel();
  expect(await heard()).toEqual([{ id, call: 'cancel' }]);
  engine.say({ kind: 'cancelled', id });
  await expect(running.answer).rejects.toThrow(client.Cancelled);
  running.cancel();
  expect(await heard()).toEqual([]);
});
