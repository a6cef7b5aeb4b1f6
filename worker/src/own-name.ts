/**
 * What one request tells another goes on in the name of whoever told it, once the engine has compiled the code: an answer
 * with a body that is made there cannot be sent, as its body belongs to that request. One without a body can.
 */

/** Between two looks, at most. */
const LONGEST_LOOK_MS = 16;

/** As `told` comes out, in the caller's own name. By timers of its own, so not for what must be quick. */
export async function inOwnName<T>(told: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  void told.then(over, over);
  for (let pauseMs = 1; !isOver; pauseMs = Math.min(2 * pauseMs, LONGEST_LOOK_MS)) await scheduler.wait(pauseMs);
  return told;
}
