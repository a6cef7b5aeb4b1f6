/** How a long piece of work in the engine stays polite: it reports, yields and can be told to stop. */

export const CANCELLED: unique symbol = Symbol('cancelled');

export interface Control {
  cancelled(): boolean;
  progress(done: number, total: number): void;
}

const channel = new MessageChannel();
const resumers: (() => void)[] = [];
channel.port1.onmessage = () => resumers.shift()?.();

/** Lets messages in: those posted to the worker meanwhile are handled before this returns. Costs some microseconds, unlike a timer. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    resumers.push(resolve);
    channel.port2.postMessage(null);
  });
}
