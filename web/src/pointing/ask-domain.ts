/** Finds out whether a link domain leads here, and proves it to the worker. Loaded when the first domain is asked. */
import type { Domain } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { keepDomain, loadDomains, type Pointing, pointing } from '../state/domains.ts';
import type { Found } from './found.ts';

/** Whoever asks while it is being asked waits for the same answer. */
const asking = new Map<string, Promise<Pointing | Failure>>();

/** The browser asks the host, the worker judges what it says. A failure: klikspor itself was out of reach. */
export function askDomain(domain: Pick<Domain, 'host' | 'proofUrl'>): Promise<Pointing | Failure> {
  const { host } = domain;
  let answer = asking.get(host);
  if (answer === undefined) {
    answer = findOut(domain).finally(() => asking.delete(host));
    asking.set(host, answer);
  }
  return answer;
}

async function findOut({ host, proofUrl }: Pick<Domain, 'host' | 'proofUrl'>): Promise<Pointing | Failure> {
  const found = await askHost(proofUrl);
  if (found.kind === 'answered') {
    const proved = await api.proveDomain(host, found.proof);
    if (proved.ok) {
      keepDomain(proved.value);
      return note(host, 'here');
    }
    const isRefused = proved.problem?.errors?.some(({ pointer }) => pointer === '/proof');
    if (isRefused) return note(host, 'refused');
    // Taken away in another window.
    if (proved.status === 404) await loadDomains();
    return proved;
  }
  if (found.kind === 'unreachable') {
    // Without a network nothing can be reached: that is no fault of the host's.
    const session = await api.session();
    if (!session.ok) return session;
  }
  return note(host, found.kind);
}

function note(host: string, found: Pointing): Pointing {
  pointing.value = new Map(pointing.peek()).set(host, found);
  return found;
}

function askHost(proofUrl: string): Promise<Found> {
  const worker = new Worker(new URL('./ask-host.ts', import.meta.url), { type: 'module' });
  return new Promise<Found>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Found>) => resolve(data));
    // Its file could not be loaded: this browser reaches nothing right now.
    worker.addEventListener('error', () => resolve({ kind: 'unreachable' }));
    worker.postMessage(proofUrl);
  }).finally(() => worker.terminate());
}
