/** The servers that are compared, each a workerd process of its own with the same flags. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCampaign } from '../support/campaign.ts';
import { Workerd } from '../support/workerd.ts';

/** An object class must be there because the configuration names it; nothing calls it. */
const CLASSES = 'export class Workspace {}\nexport class ClickCounter {}\n';

/** What a redirect costs at least. */
const BARE = `${CLASSES}
export default {
  fetch() {
    return new Response(null, { status: 302, headers: {
      location: 'https://www.barnetsverden.dk/pages/du-har-adgang?utm_source=sms',
      'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' } });
  },
};
`;

/** What a redirect costs at least that has to look into storage. */
const KV_FLOOR = `${CLASSES}
export default {
  async fetch(request, env) {
    const start = request.url.indexOf('/', 8) + 1;
    const location = await env.KV.get('floor/' + request.url.slice(start), 'text');
    if (location === null) return new Response(null, { status: 404 });
    return new Response(null, { status: 302, headers: {
      location: 'https://www.barnetsverden.dk/pages/du-har-adgang?utm_source=sms',
      'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' } });
  },
};
`;

export async function startBare(kv: string): Promise<Workerd> {
  return startScript('bare', BARE, kv);
}

export async function startKvFloor(kv: string): Promise<Workerd> {
  return startScript('kv-floor', KV_FLOOR, kv);
}

async function startScript(name: string, script: string, kv: string): Promise<Workerd> {
  const folder = join(mkdtempSync(join(tmpdir(), 'klikspor-bench-')), name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.js'), script);
  const server = await Workerd.create({ bundle: folder, kv, vars: {} });
  await server.start();
  return server;
}

export async function startKlikspor(
  bundle: string,
  kv: string,
  campaign: TestCampaign,
  vars: Readonly<Record<string, string>> = {},
): Promise<Workerd> {
  const server = await Workerd.create({ bundle, kv, vars: { ...campaign.secrets, ...vars } });
  await server.start();
  return server;
}
