/**
 * Asks a host whether it leads here. A worker of its own, because of where it may ask: the page's Content-Security-Policy
 * lets it talk to klikspor alone, which holds the list in the browser, and this file has a policy of its own that allows other
 * hosts (`public/_headers`). It knows nothing of the page, asks one path, sends no cookie, and hands on one short text.
 */
import type { Found } from './found.ts';

interface WorkerScope {
  postMessage(found: Found): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<string>) => void): void;
}
const scope = self as unknown as WorkerScope;

const PATH = '/.well-known/klikspor';
/** What every klikspor's answer begins with: many servers answer any path with a page of their own. */
const MARK = 'klikspor-proof.';
const LONGEST_ANSWER = 200;
const PATIENCE_MS = 8_000;

scope.addEventListener('message', ({ data }) => {
  void ask(new URL(PATH, data).href).then((found) => scope.postMessage(found));
});

async function ask(url: string): Promise<Found> {
  const init = () =>
    ({
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(PATIENCE_MS),
    }) as const;
  try {
    const proof = await shortTextOf(await fetch(url, { ...init(), redirect: 'error' }));
    return proof.startsWith(MARK) ? { kind: 'answered', proof } : { kind: 'foreign' };
  } catch {
    // Refused by a server that does not know this page, or nobody there: the answer itself stays hidden, not that there is one.
    return fetch(url, { ...init(), mode: 'no-cors' }).then(
      () => ({ kind: 'foreign' }),
      () => ({ kind: 'unreachable' }),
    );
  }
}

/** Empty: longer than any proof, or refused. */
async function shortTextOf(response: Response): Promise<string> {
  if (!response.ok || response.body === null) return '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += piece.value;
    if (text.length > LONGEST_ANSWER) {
      await reader.cancel();
      return '';
    }
  }
  return text;
}
