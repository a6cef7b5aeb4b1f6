/** Questions to the engine of which only the newest is worth an answer. */

/** Asks at once; whatever is called while a question is under way becomes one more question after it. Must not throw. */
export function newestOnly(ask: () => Promise<void>): () => void {
  let asking = false;
  let again = false;
  const run = async () => {
    asking = true;
    do {
      again = false;
      await ask();
    } while (again);
    asking = false;
  };
  return () => {
    if (asking) again = true;
    else void run();
  };
}
