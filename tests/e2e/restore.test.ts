/**
 * The catalogue's database is put back from a backup, in the real runtime: what was published since is not in it, and its
 * links are in people's phones.
 */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Campaign, OptOuts, Repair, Report, Status } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { pause } from '../support/load.ts';
import { addDomainAt, type Owner, ownerSecrets, publishAt, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const HOST = 's.restored.example';
const PARTS = ['', '-wal', '-shm'];

let bundle: string;
let kv: KvStandIn;
beforeAll(() => {
  bundle = bundleWorker();
});
// A store for each test: what its worker writes last would be found by the worker of the next.
beforeEach(async () => {
  kv = await KvStandIn.start();
});
afterEach(() => kv.stop());

/** Copies the files of a class, with what SQLite has not moved into them yet; the process must be down. */
function copyObjects(server: Workerd, className: string, from: string, to: string): void {
  for (const file of server.objectFiles(className)) {
    for (const part of PARTS) {
      const [source, target] = [`${file}${from}${part}`, `${file}${to}${part}`];
      rmSync(target, { force: true });
      if (existsSync(source)) copyFileSync(source, target);
    }
  }
}

const clicksOf = async (owner: Owner, id: string, clicks: number): Promise<Report> => {
  for (let attempt = 0; ; attempt++) {
    const report = await owner<Report>('GET', `/api/campaigns/${encodeURIComponent(id)}/report`);
    if ((report.numbers.clicks === clicks && report.pending === 0) || attempt === 100) return report;
    await pause(50);
  }
};

for (const isKvEmptied of [false, true]) {
  const name = isKvEmptied ? 'with KV emptied as well, by what its counter knows' : 'by what KV knows';
  test(`after a restore no number is used again, ${name}; what was sent works and can be taken up again`, async () => {
    const secrets = ownerSecrets();
    const server = await Workerd.create({
      bundle,
      kv: kv.address,
      vars: { ...secrets, SETTLE_MS: '100', PUBLISH_INTERVAL_MS: '1000' },
    });
    try {
      await server.start();
      const owner = await signInAt(server.origin);
      await addDomainAt(owner, server.port, HOST);
      await publishAt(owner, kv, secrets, HOST, { recipients: 1_000 });
      await server.kill();
      copyObjects(server, 'Workspace', '', '.backup');

      await server.start();
      const sent = [];
      for (const path of ['a', 'b', 'c']) {
        const links = [{ kind: 'destination', url: `https://sent.dk/${path}` }, { kind: 'opt-out' }];
        sent.push(await publishAt(owner, kv, secrets, HOST, { links, recipients: 1_000 }));
      }
      for (const campaign of sent) {
        const { status } = await askLinkHost(server.port, HOST, `/${campaign.slug(7)}`, phones[0]);
        expect(status).toBe(302);
        await clicksOf(owner, `${HOST}:${campaign.record.number}`, 1);
        const post = { ...phones[0], method: 'POST', form: '' };
        expect((await askLinkHost(server.port, HOST, `/${campaign.slug(8, 1)}`, post)).status).toBe(303);
      }
      await server.kill();
      copyObjects(server, 'Workspace', '.backup', '');
      if (isKvEmptied) kv.entries.clear();

      await server.start();
      const next = await publishAt(owner, kv, secrets, HOST, { recipients: 1_000 });
      expect(sent.map(({ record }) => record.number)).toEqual([2, 3, 4]);
      expect(next.record.number).toBeGreaterThan(4);
      const report = await owner<Report>('GET', `/api/campaigns/${HOST}:${next.record.number}/report`);
      expect(report.numbers).toMatchObject({ clicks: 0, optOut: { confirmed: 0 } });
      expect(report.recovered).toBeUndefined();
      const { copies } = await owner<Status>('GET', '/api/status?copies=all');
      expect(copies.numbersSkipped).toBeGreaterThan(2);
      expect(copies.otherPublishing).toEqual([]);
      const link = await askLinkHost(server.port, HOST, `/${next.slug(7)}`, phones[0]);
      expect(link.headers.location).toBe('https://www.barnetsverden.dk/');
      if (isKvEmptied) return;

      const ids = sent.map(({ record }) => `${HOST}:${record.number}`);
      expect(copies.unknownCampaigns).toEqual(ids);
      for (const [i, campaign] of sent.entries()) {
        const { headers } = await askLinkHost(server.port, HOST, `/${campaign.slug(9)}`, phones[0]);
        expect(headers.location).toBe(`https://sent.dk/${'abc'[i]}`);
      }
      expect((await owner<Repair>('POST', '/api/repair', undefined, 200)).adopted).toEqual(ids);
      for (const id of ids) {
        expect(await owner<Campaign>('GET', `/api/campaigns/${id}`)).toMatchObject({ id });
        expect((await clicksOf(owner, id, 2)).numbers).toMatchObject({ clicks: 2, optOut: { confirmed: 1 } });
        expect((await owner<OptOuts>('GET', `/api/campaigns/${id}/opt-outs`)).recipients).toEqual([8]);
      }
    } finally {
      await server.remove();
    }
  });
}

test('counters that are lost report what they had published, and say so', async () => {
  const secrets = ownerSecrets();
  const host = 's.lost.example';
  const server = await Workerd.create({
    bundle,
    kv: kv.address,
    vars: { ...secrets, SETTLE_MS: '100', PUBLISH_INTERVAL_MS: '1000' },
  });
  try {
    await server.start();
    const owner = await signInAt(server.origin);
    await addDomainAt(owner, server.port, host);
    const campaign = await publishAt(owner, kv, secrets, host, { recipients: 1_000 });
    for (let recipient = 0; recipient < 50; recipient++) {
      await askLinkHost(server.port, host, `/${campaign.slug(recipient)}`, phones[0]);
    }
    const before = await clicksOf(owner, `${host}:1`, 50);
    for (let attempt = 0; attempt < 100 && !kv.text(`counts/${host}/1/0`)?.includes('"clickers":50'); attempt++) {
      await pause(100);
    }
    await server.kill();
    for (const file of server.objectFiles('ClickCounter'))
      for (const part of PARTS) rmSync(file + part, { force: true });

    await server.start();
    for (let recipient = 50; recipient < 60; recipient++) {
      await askLinkHost(server.port, host, `/${campaign.slug(recipient)}`, phones[0]);
    }
    const after = await clicksOf(owner, `${host}:1`, 60);
    expect(after.numbers).toMatchObject({ clicks: 60, uniqueClicks: 60 });
    expect(after.recovered).toMatchObject({ shards: 1, unread: 0 });
    expect(after.recovered?.asOfMs).toBeGreaterThanOrEqual(before.campaign.createdAtMs);
    const { copies } = await owner<Status>('GET', '/api/status');
    expect(copies.recovered).toMatchObject([{ campaign: `${host}:1`, shard: 0 }]);
    for (let attempt = 0; attempt < 100 && !kv.text(`counts/${host}/1/0`)?.includes('"clickers":60'); attempt++) {
      await pause(100);
    }
    expect(kv.text(`counts/${host}/1/0`)).toContain('"clickers":60');
  } finally {
    await server.remove();
  }
});
