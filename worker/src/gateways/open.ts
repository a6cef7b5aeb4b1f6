/**
 * Gateways as they are used: opened with what the workspace keeps of them, and kept open for a while, because every batch
 * and every callback asks.
 */
import { log } from '../log.ts';
import { toBase64 } from '../octets.ts';
import { reporting } from '../reporting.ts';
import type { GatewayError, StoredGateway } from '../rpc/gateways.ts';
import { deriveCallbackKey } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { callbackUrl, type Gateway, type GatewayTools, type SendOutcome } from './gateway.ts';
import { type GatewayKind, KINDS } from './kinds.ts';
import { OUTBOX, outbox } from './outbox.ts';
import { keptSealing, Sealing } from './sealing.ts';

/** How long what was changed is used as it was before. */
export const GATEWAY_LIFE_MS = 30_000;
const MOST_OPEN = 100;
const SECRET_LETTERS = 24;

export const GATEWAY_ID = /^(?:[0-9a-f]{16}|outbox)$/;

interface Opened {
  readonly gateway: Gateway;
  readonly untilMs: number;
}

const open = new Map<string, Opened>();

/** Null: there is none (any more), or what is stored of it cannot be read: its credentials are to be given anew. */
export async function openGateway(env: Env, id: string): Promise<Gateway | null> {
  const known = open.get(id);
  const nowMs = Date.now();
  if (known !== undefined && nowMs < known.untilMs && known.untilMs - nowMs <= GATEWAY_LIFE_MS) return known.gateway;
  const gateway = id === OUTBOX ? openOutbox(env) : await opened(env, await workspaceStub(env).gateway(id));
  if (open.size >= MOST_OPEN) open.clear();
  if (gateway === null) open.delete(id);
  else open.set(id, { gateway, untilMs: nowMs + GATEWAY_LIFE_MS });
  return gateway;
}

/** In this isolate. */
export const forgetGateway = (id: string): boolean => open.delete(id);

/** As openGateway, of what was read already. */
export async function opened(env: Env, stored: StoredGateway | null): Promise<Gateway | null> {
  if (stored === null || !isKind(stored.kind)) return null;
  const secrets = await secretsOf(env, stored);
  if (secrets === null) log('gateway-unread', { object: stored.id });
  return secrets === null
    ? null
    : KINDS[stored.kind].gatewayOf([JSON.parse(stored.settings), secrets], await toolsOf());
}

export const isKind = (kind: string): kind is GatewayKind => Object.hasOwn(KINDS, kind);

async function toolsOf(): Promise<GatewayTools> {
  return { core: await reporting(), fetch: (url, init) => fetch(url, init) };
}

function openOutbox(env: Env): Gateway {
  return outbox(keptSealing(env), (messages) => workspaceStub(env).keepMessages(OUTBOX, messages));
}

/** Null: they do not open, as after the worker's secret was lost. */
export async function secretsOf(env: Env, { id, key, sealed }: StoredGateway): Promise<unknown> {
  const text = await new Sealing(env, 'gateway-credentials').open(id, { key, octets: sealed });
  return text === null ? null : JSON.parse(text);
}

export async function sealedSecrets(
  env: Env,
  id: string,
  secrets: unknown,
): Promise<Pick<StoredGateway, 'key' | 'sealed'>> {
  const { key, octets } = await new Sealing(env, 'gateway-credentials').seal(id, JSON.stringify(secrets));
  return { key, sealed: octets };
}

/** What stands in the addresses that a gateway calls back at, and nowhere else: made of its id, and stored nowhere. */
export async function callbackSecret(env: Env, id: string): Promise<string> {
  const key = await deriveCallbackKey(env);
  const octets = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(id)));
  return toBase64(octets).replaceAll('+', '-').replaceAll('/', '_').slice(0, SECRET_LETTERS);
}

/** Where reports of messages that go through this gateway are to go; `origin`: that of the app. */
export async function reportUrlOf(env: Env, origin: string, id: string): Promise<string> {
  return callbackUrl(origin, id, await callbackSecret(env, id), 'report');
}

/** What was not accepted, for whoever looks after the gateway: each once, with how often. */
export function errorsIn(outcomes: readonly SendOutcome[], atMs: number): GatewayError[] {
  const found = new Map<string, GatewayError>();
  for (const outcome of outcomes) {
    if (outcome.is === 'accepted') continue;
    const { is, reason, detail = '' } = outcome;
    const key = JSON.stringify([is, reason, detail]);
    found.set(key, { outcome: is, reason, detail, atMs, times: (found.get(key)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}

/** Notes what was not accepted; whoever sends calls it after some batches. */
export async function noteOutcomes(env: Env, id: string, outcomes: readonly SendOutcome[]): Promise<void> {
  const errors = errorsIn(outcomes, Date.now());
  if (errors.length > 0) await workspaceStub(env).noteGatewayErrors(id, errors);
}
