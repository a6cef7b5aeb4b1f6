/**
 * How long whoever sends waits: for one call, and for all calls of a batch. Made for thousands of calls, some at a time:
 * AbortSignal.timeout leaves a timer behind for its whole time, however soon its call was answered, of which an invocation may have
 * 10,000; and a signal of its own for each call costs a tenth of the call.
 */
const BATCH_MS = 60_000;

export class Deadline {
  readonly #free: AbortController[] = [];
  /** Until when each is waited for. */
  readonly #underWay = new Map<AbortController, number>();
  #untilMs = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ringsMs = Number.POSITIVE_INFINITY;

  /** A batch begins: no call of it begins later than a minute after this. */
  begin(): void {
    this.#untilMs = Date.now() + BATCH_MS;
  }

  isPast(): boolean {
    return Date.now() > this.#untilMs;
  }

  /** For one call, whose signal is aborted after so long. To be given back when the call is over. */
  take(longestMs: number): AbortController {
    const controller = this.#free.pop() ?? new AbortController();
    const untilMs = Date.now() + longestMs;
    this.#underWay.set(controller, untilMs);
    if (untilMs < this.#ringsMs) this.#ringAt(untilMs);
    return controller;
  }

  giveBack(controller: AbortController): void {
    this.#underWay.delete(controller);
    if (!controller.signal.aborted) this.#free.push(controller);
  }

  /** Nobody is waited for any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#ringsMs = Number.POSITIVE_INFINITY;
  }

  #ringAt(ms: number): void {
    clearTimeout(this.#timer);
    this.#ringsMs = ms;
    this.#timer = setTimeout(() => this.#ring(), Math.max(0, ms - Date.now()));
  }

  #ring(): void {
    this.#ringsMs = Number.POSITIVE_INFINITY;
    const nowMs = Date.now();
    for (const [controller, untilMs] of this.#underWay) if (untilMs <= nowMs) controller.abort();
    const next = Math.min(...[...this.#underWay.values()].filter((untilMs) => untilMs > nowMs));
    if (next < Number.POSITIVE_INFINITY) this.#ringAt(next);
  }
}
