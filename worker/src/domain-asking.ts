/** Asks DNS of a link domain, and the host itself for its proof. What it means is decided in `domain-check.ts`. */
import { type AskDns, type DnsAnswer, resolverOf, textUpTo } from './dns.ts';
import type { Heard, HostAnswer } from './domain-check.ts';
import { isProof, PROOF_MARK } from './domain-proof.ts';
import { isLocalName } from './hostname.ts';

const PATIENCE_MS = 8_000;
const LONGEST_PROOF = 200;
/** Names above the host that are asked; the last label alone is nobody's zone. */
const MOST_NAMES = 6;

/** Never rejects: what cannot be asked is told as such. */
export async function heardOf(env: Env, host: string, proofUrl: string): Promise<Heard> {
  const target = targetOf(env);
  if (isLocalName(host)) {
    const silent: DnsAnswer = { outcome: 'silent' };
    const answer: HostAnswer = { kind: 'not-asked' };
    return { host, isLocal: true, v4: silent, v6: silent, servers: [], issuers: [], answer, target };
  }
  const ask = resolverOf(env);
  const names = namesFrom(host);
  const [v4, v6, servers, issuers, answer] = await Promise.all([
    ask(host, 'A'),
    ask(host, 'AAAA'),
    askEach(ask, names, 'NS'),
    askEach(ask, names, 'CAA'),
    askHost(env, host, proofUrl),
  ]);
  return { host, isLocal: false, v4, v6, servers, issuers, answer, target };
}

/** Of the worker: what hosts of other zones are to be another name for. */
function targetOf({ LINK_TARGET }: Pick<Env, 'LINK_TARGET'>): string | null {
  return LINK_TARGET.trim().toLowerCase().replace(/\.$/, '') || null;
}

/** s.brand.dk, brand.dk. */
export function namesFrom(host: string): string[] {
  const labels = host.split('.');
  return labels
    .slice(0, -1)
    .map((_, at) => labels.slice(at).join('.'))
    .slice(-MOST_NAMES);
}

const askEach = (ask: AskDns, names: readonly string[], type: 'NS' | 'CAA') =>
  Promise.all(names.map(async (name) => ({ name, answer: await ask(name, type) })));

/** As a visitor would, without following where it leads. */
export async function askHost(env: Env, host: string, proofUrl: string, patienceMs = PATIENCE_MS): Promise<HostAnswer> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const answer = await fetch(proofUrl, {
      headers: { accept: 'text/plain', 'user-agent': 'klikspor', 'cache-control': 'no-cache' },
      redirect: 'manual',
      signal,
    });
    const { status } = answer;
    if (status >= 300 && status < 400) {
      await answer.body?.cancel();
      const to = URL.parse(answer.headers.get('location') ?? '', proofUrl)?.hostname ?? '';
      return { kind: 'redirect', status, to };
    }
    if (status >= 500) {
      await answer.body?.cancel();
      return { kind: 'failed', status };
    }
    const text = (await textUpTo(answer, LONGEST_PROOF)) ?? '';
    if (status !== 200 || !text.startsWith(PROOF_MARK)) return { kind: 'page', status };
    return { kind: (await isProof(env, host, text, Date.now())) ? 'ours' : 'other-klikspor' };
  } catch (error) {
    if (signal.aborted) return { kind: 'late' };
    // workerd says so of a connection that is refused or closed, and "internal error" where there was no handshake or no such name.
    const isRefused = error instanceof Error && Reflect.get(error, 'retryable') === true;
    return { kind: isRefused ? 'refused' : 'broken' };
  }
}
