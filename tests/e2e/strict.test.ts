/**
 * Many visitors of a strict campaign at once, who wait for each other's calls, in the real runtime: what one request tells
 * another there is no matter of a test's own clock. Some leave before they are answered, some counters are ill.
 */
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phones } from '../support/agents.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost, inParallel } from '../support/link-host.ts';
import { pause } from '../support/load.ts';
import { batchesOnDisk, recipientsOnDisk } from '../support/on-disk.ts';
import { QueueStandIn } from '../support/queue-stand-in.ts';
import { randomFrom } from '../support/random.ts';
import { bundleWorker, Workerd, type WorkerdOptions } from '../support/workerd.ts';

/** With a module more: other files of the run share theirs. */
let bundle: string;
let kv: KvStandIn;
beforeAll(async () => {
  bundle = mkdtempSync(join(tmpdir(), 'klikspor-bundle-'));
  cpSync(bundleWorker(), bundle, { recursive: true });
  copyFileSync(fileURLToPath(new URL('../support/ill-counter.js', import.meta.url)), `${bundle}/ill-counter.js`);
  kv = await KvStandIn.start();
});
afterAll(async () => {
  await kv?.stop();
  rmSync(bundle, { recursive: true, force: true });
});

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const ascending = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

async function click(server: Workerd, campaign: TestCampaign, recipient: number): Promise<void> {
  const path = `/${campaign.slug(recipient)}`;
  const { status } = await askLinkHost(server.port, campaign.record.host, path, phones[recipient % phones.length]);
  expect(status).toBe(302);
}

/** Asks, and leaves after so many milliseconds. */
function leave({ port }: Workerd, { record, slug }: TestCampaign, recipient: number, afterMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `GET /${slug(recipient)} HTTP/1.1\r\nHost: ${record.host}\r\nUser-Agent: ${phones[0].userAgent}\r\n\r\n`,
      );
      setTimeout(() => {
        socket.destroy();
        resolve();
      }, afterMs);
    });
    socket.once('error', reject);
  });
}

/** What the runtime says of requests that it took for hung, or that touched what belongs to another. */
const misgivings = (server: Workerd) =>
  server.output.split('\n').filter((line) => /hung|never complete|different request|"uncounted"/.test(line));

test('many at once, some of whom leave: who was answered is on disk, once, in far fewer batches', async () => {
  const campaign = await putCampaign(kv, { host: 'many.example', counting: 'strict' });
  const server = await Workerd.create({
    bundle,
    kv: kv.address,
    vars: { ...campaign.secrets, STRICT_DEADLINE_MS: '0' },
  });
  try {
    await server.start();
    const random = randomFrom(302);
    const left = new Set<number>();
    await inParallel(upTo(4_000), 64, async (recipient) => {
      if (recipient % 5 !== 3) return click(server, campaign, recipient);
      left.add(recipient);
      return leave(server, campaign, recipient, random(4));
    });
    // The work of those who left goes on, and so does what others wait for it.
    await pause(500);
    await click(server, campaign, 4_000);
    expect(misgivings(server)).toEqual([]);
    await server.kill();
    const stored = await recipientsOnDisk(server);
    expect(new Set(stored).size).toBe(stored.length);
    expect(ascending(stored.filter((recipient) => !left.has(recipient)))).toEqual(
      [...upTo(4_000), 4_000].filter((recipient) => !left.has(recipient)),
    );
    expect(batchesOnDisk(server)).toBeLessThan(stored.length / 3);
    console.log(`strict: ${stored.length} hits in ${batchesOnDisk(server)} batches, ${left.size} visitors left early`);
  } finally {
    await server.remove();
  }
});

// An answer with a body belongs to its request. What one tells another goes on in its own name only until the engine has compiled
// the code, which it does here at once.
test('opt-out pages, many at once: whoever is told by another that the view is on disk gets the page', async () => {
  const PAGES = 4_000;
  const campaign = await putCampaign(kv, {
    host: 'pages.example',
    counting: 'strict',
    links: [{ kind: 'opt-out', url: null, tracked: true }],
  });
  const server = await Workerd.create({
    bundle,
    kv: kv.address,
    vars: { ...campaign.secrets, STRICT_DEADLINE_MS: '0' },
    v8Flags: ['--invocation-count-for-turbofan=10', '--invocation-count-for-maglev=5'],
  });
  try {
    await server.start();
    const statuses = new Map<number, number>();
    await inParallel(upTo(PAGES), 64, async (recipient) => {
      const { host } = campaign.record;
      const { status } = await askLinkHost(server.port, host, `/${campaign.slug(recipient)}`, phones[0]);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
    expect([...statuses]).toEqual([[200, PAGES]]);
    expect(misgivings(server)).toEqual([]);
    await server.kill();
    expect(ascending(await recipientsOnDisk(server))).toEqual(upTo(PAGES));
  } finally {
    await server.remove();
  }
});

const DEADLINE_MS = 1_000;

for (const illness of ['hangs', 'breaks'] as const) {
  test(`a counter that ${illness}: all are answered within the deadline, by the queue, counted once, and no other counter waits`, async () => {
    const queue = await QueueStandIn.start();
    const ill = await putCampaign(kv, { host: `${illness}.example`, counting: 'strict' });
    const well = await putCampaign(kv, { host: `well.${illness}.example`, counting: 'strict' }, ill.secrets);
    const options: WorkerdOptions = {
      bundle,
      kv: kv.address,
      queue: queue.address,
      vars: { ...ill.secrets, STRICT_DEADLINE_MS: String(DEADLINE_MS) },
    };
    const server = await Workerd.create({ ...options, entry: 'ill-counter.js' });
    try {
      await server.start();
      // Reads the records.
      await click(server, well, 0);
      const tookMs = { ill: 0, well: 0 };
      const timed = async (name: 'ill' | 'well', campaign: TestCampaign, recipient: number) => {
        const beganMs = performance.now();
        await click(server, campaign, recipient);
        tookMs[name] = Math.max(tookMs[name], performance.now() - beganMs);
      };
      await Promise.all(upTo(120).map((n) => (n % 2 === 0 ? timed('ill', ill, n) : timed('well', well, n))));
      expect(tookMs.well).toBeLessThan(DEADLINE_MS);
      expect(tookMs.ill).toBeLessThan(3 * DEADLINE_MS);
      if (illness === 'hangs') expect(tookMs.ill).toBeGreaterThanOrEqual(DEADLINE_MS - 50);
      expect(queue.messages.length).toBeGreaterThan(0);
      expect(queue.messages.length).toBeLessThan(30);
      expect(misgivings(server)).toEqual([]);
      await server.kill();
      // In order again: the queue delivers, every message twice.
      await server.configure(options);
      await server.start();
      await queue.deliver(server, randomFrom(7));
      expect(queue.waiting).toBe(0);
      await server.kill();
      expect(ascending(await recipientsOnDisk(server))).toEqual([0, ...upTo(120)]);
    } finally {
      await server.remove();
      await queue.stop();
    }
  });
}
