/**
 * What a worker of an earlier version stored, kept in tests/data/stored/<commit>, and the questions whose answers must not
 * change when today's worker opens it. `make-stored.ts` made it and says how.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseOf } from './database-text.ts';
import type { KvStandIn } from './kv-stand-in.ts';
import { askLinkHost } from './link-host.ts';
import type { Workerd } from './workerd.ts';

export const CLASSES = ['Workspace', 'ClickCounter'] as const;

/** Of no other worker, and known to all: nothing that these open is anybody's. */
export const SECRETS = { SLUG_KEY_1: btoa('0123456789abcdefghijklmnopqrstuv'), code: 'the code of the tests' };

export const storedFolder = (commit: string): string =>
  fileURLToPath(new URL(`../data/stored/${commit}/`, import.meta.url));

/** What was published by the earlier version, with what its links answered. */
export interface Stored {
  readonly host: string;
  /** Shown once by the earlier version. */
  readonly token: string;
  readonly session: string;
  /** A publication whose key is still kept. */
  readonly once: { readonly key: string; readonly body: string };
  readonly answers: Answers;
}

export interface Answers {
  /** By path of the API, ports written as PORT. */
  readonly api: Readonly<Record<string, unknown>>;
  /** By path of a link: where it leads. */
  readonly links: Readonly<Record<string, string>>;
}

/** The disk and the KV of the earlier version, for a worker that does not run yet. */
export function putStored(commit: string, server: Workerd, kv: KvStandIn): void {
  const folder = storedFolder(commit);
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
    const [className = '', id = ''] = name.slice(0, -'.sql'.length).split('-');
    databaseOf(readFileSync(join(folder, name), 'utf8'), join(server.objectFolder(className), `${id}.sqlite`));
  }
  const entries = JSON.parse(readFileSync(join(folder, 'kv.json'), 'utf8')) as Record<string, string>;
  for (const [key, value] of Object.entries(entries)) kv.entries.set(key, Buffer.from(value));
}

export const storedBy = (commit: string): Stored =>
  JSON.parse(readFileSync(join(storedFolder(commit), 'stored.json'), 'utf8')) as Stored;

/** Asks the API as the bearer of a token: what is JSON comes parsed, everything else as text. */
export async function askApi(
  server: Workerd,
  token: string,
  method: string,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(server.origin + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = (await response.text()).replaceAll(`:${server.port}`, ':PORT');
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, answer: isJson ? JSON.parse(text) : text };
}

/** The same questions to every version. Following the links is last: it counts. */
export async function answersOf(
  server: Workerd,
  { host, token }: Pick<Stored, 'host' | 'token'>,
  campaigns: number,
  linkPaths: readonly string[],
): Promise<Answers> {
  const ids = Array.from({ length: campaigns }, (_, i) => `${host}:${i + 1}`);
  const paths = [
    ...['/api/campaigns', '/api/domains', `/api/domains/${host}/vanity`, '/api/tokens'],
    ...ids.flatMap((id) => [
      `/api/campaigns/${id}/report`,
      `/api/campaigns/${id}/opt-outs`,
      `/api/campaigns/${id}/hits.csv`,
      `/api/campaigns/${id}/slugs?from=0&count=1`,
    ]),
  ];
  const api: Record<string, unknown> = {};
  for (const path of paths) {
    const { status, answer } = await askApi(server, token, 'GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    api[path] = answer;
  }
  const links: Record<string, string> = {};
  for (const path of linkPaths) {
    const { status, headers } = await askLinkHost(server.port, host, path);
    links[path] = headers.location ?? String(status);
  }
  return { api, links };
}
