/**
 * The case from the field, through every room: a marketer composes in a real browser, a thousand recipients get links,
 * phones and machines follow them, and every place that counts says the same.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { load } from 'klikspor/edge';
import type { Browser, Page } from 'playwright-core';
import { SegmentedMessage } from 'sms-segments-calculator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../worker/api.ts';
import { phones, previewers } from '../support/agents.ts';
import { launchBrowser, within } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { askLinkHost, inParallel } from '../support/link-host.ts';
import { untilProved } from '../support/proved.ts';

const HOST = 's.barnetsverden.dk';
const DESTINATION = 'https://www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre';
const TEMPLATE =
  'Kære {{navn}}, du har nu adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre Afmeld: {{afmeld}}';
const root = fileURLToPath(new URL('../../', import.meta.url));

/** A thousand recipients; every tenth or so has a name outside GSM-7 or none at all. */
const names = ['Åse', 'Søren', 'Zoë', 'Łukasz', '', 'Mette', 'Jens Peter', 'Bjørn', 'Ægir', 'Anne-Marie'];
const recipients = Array.from({ length: 1000 }, (_, i) => ({
  number: `+4521${String(100_000 + i)}`,
  name: names[(i * 7) % names.length] ?? '',
}));

let worker: DevWorker;
let browser: Browser;
let page: Page;
let folder: string;
/** Lines of the downloaded file without its heading. */
let messages: { text: string; segments: number; slugs: [destination: string, optOut: string] }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'klikspor-field-'));
  worker = await startDevWorker({ PUBLISH_INTERVAL_MS: '1000', SETTLE_MS: '500' });
  browser = await launchBrowser();
  const context = await browser.newContext({
    locale: 'da-DK',
    acceptDownloads: true,
    viewport: { width: 1360, height: 1000 },
    ...within(worker.net),
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
  await rm(folder, { recursive: true, force: true });
});

const ask = (path: string, options: Parameters<typeof askLinkHost>[3] = {}) =>
  askLinkHost(worker.port, HOST, path, options);
const phone = (i: number) => phones[i % phones.length] ?? phones[0];
const messageOf = (i: number) => {
  const message = messages[i];
  if (message === undefined) throw new Error(`no message ${i}`);
  return message;
};

describe('the case from the field', () => {
  test('the composer shows what everyone gets, publishes, and saves a file that keeps the promise', async () => {
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await page.getByLabel('Kampagnens navn').fill('Adgang før alle andre');
    await page.getByLabel('Afsender').fill('Barnets Verden');
    await page.getByLabel('Nyt linkdomæne').fill(HOST);
    await page.getByRole('button', { name: 'Tilføj domæne' }).click();
    // What stands below moves while the domain is asked: a press would miss.
    await untilProved(page);

    const file = join(folder, 'modtagere.csv');
    await writeFile(
      file,
      `mobil;navn\r\n${recipients.map(({ number, name }) => `${number};${name}`).join('\r\n')}\r\n`,
    );
    const chooser = page.waitForEvent('filechooser');
    await page.locator('button', { hasText: 'Vælg fil' }).click();
    await (await chooser).setFiles(file);
    await page.getByText('1.000 modtagere', { exact: true }).first().waitFor();

    await page.getByLabel('Beskedens tekst').fill(TEMPLATE);
    await page.getByText(`${HOST}/`).first().waitFor();

    // What the panel "Hele listen" promises, as a person reads it.
    const panel = page.getByRole('region', { name: 'Hele listen' });
    await panel.getByText('segmenter', { exact: false }).first().waitFor();
    const total = Number((await panel.locator('strong').first().innerText()).replace(/\D/g, ''));
    const promised = new Map<number, number>();
    for (const row of await panel.getByRole('listitem').allInnerTexts()) {
      const [, segments, count] = /^(\d+) segment(?:er)?\s+([\d.]+) modtagere?/.exec(row) ?? [];
      if (segments !== undefined && count !== undefined) promised.set(Number(segments), Number(count.replace('.', '')));
    }
    expect([...promised.values()].reduce((sum, count) => sum + count, 0)).toBe(1000);

    await page.getByLabel('Modtagerne har givet samtykke').check();
    await page.getByRole('button', { name: 'Udgiv kampagne' }).click();
    await page.getByRole('button', { name: 'Hent beskeder' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Hent beskeder' }).click();
    const saved = readFileSync(await (await download).path(), 'utf8');

    const [heading, ...lines] = saved
      .replace(/^\uFEFF/, '')
      .split('\r\n')
      .filter(Boolean);
    expect(heading).toBe('mobil;besked;segmenter;kodning');
    expect(lines).toHaveLength(1000);
    messages = lines.map((line) => {
      const [, text, segments] = /^[^;]*;(.*);(\d+);(?:GSM-7|UCS-2|gsm7|ucs2)$/.exec(line) ?? [];
      if (text === undefined) throw new Error(`unexpected line: ${line}`);
      const plain = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
      const [destination, optOut] = Array.from(
        plain.matchAll(/s\.barnetsverden\.dk\/(\S+)/g),
        (match) => match[1] ?? '',
      );
      if (destination === undefined || optOut === undefined) throw new Error(`two links expected: ${plain}`);
      return { text: plain, segments: Number(segments), slugs: [destination, optOut] };
    });
    expect(new Set(messages.flatMap(({ slugs }) => slugs)).size).toBe(2000);

    const counted = new Map<number, number>();
    messages.forEach(({ text, segments, slugs: [destination, optOut] }, i) => {
      const name = recipients[i]?.name ?? '';
      expect(text).toBe(
        `Kære ${name}, du har nu adgang for alle andre: ${HOST}/${destination} Afmeld: ${HOST}/${optOut}`,
      );
      // An independent counter agrees with every line.
      expect(segments).toBe(new SegmentedMessage(text).segmentsCount);
      counted.set(segments, (counted.get(segments) ?? 0) + 1);
    });
    expect(counted).toEqual(promised);
    expect(messages.reduce((sum, { segments }) => sum + segments, 0)).toBe(total);
    // Two names of ten cost UCS-2, so more than one row stands in the table.
    expect(counted.size).toBeGreaterThan(1);
  });

  test('people, machines and opt-outs come', async () => {
    const tap = async (i: number) => {
      const answer = await ask(`/${messageOf(i).slugs[0]}`, phone(i));
      expect(answer.status).toBe(302);
      expect(answer.headers.location).toBe(DESTINATION);
      expect(answer.headers['cache-control']).toBe('private, no-store');
      expect(answer.headers['set-cookie']).toBeUndefined();
    };
    const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
    await inParallel(range(0, 200), 8, tap);
    await inParallel(range(0, 50), 8, tap);

    const fetchers = Object.values(previewers);
    await inParallel(range(200, 100), 8, async (i) => {
      const userAgent = fetchers[i % fetchers.length] ?? '';
      expect((await ask(`/${messageOf(i).slugs[0]}`, { userAgent })).status).toBe(302);
    });
    await inParallel(range(300, 50), 8, async (i) => {
      expect((await ask(`/${messageOf(i).slugs[0]}`, { ...phone(i), method: 'HEAD' })).status).toBe(302);
    });

    await inParallel(range(500, 40), 8, async (i) => {
      const path = `/${messageOf(i).slugs[1]}`;
      const opened = await ask(path, phone(i));
      expect(opened.status).toBe(200);
      expect(opened.text).toContain('Barnets Verden');
      if (i >= 510) return;
      // The page's own form, as a phone without JavaScript would send it.
      const action = /<form[^>]*method="post"[^>]*>/i.exec(opened.text)?.[0] ?? '';
      expect(action).not.toBe('');
      const target = new URL(/action="([^"]*)"/.exec(action)?.[1] ?? '', `http://${HOST}${path}`);
      const confirmed = await ask(target.pathname + target.search, { ...phone(i), method: 'POST', form: '' });
      expect([200, 303]).toContain(confirmed.status);
    });
  });

  test('report, counter object and KV copy all say the same', { timeout: 60_000 }, async () => {
    const cookies = await page.context().cookies(worker.origin);
    const id = decodeURIComponent(/campaigns?\/([^/?#]+)/.exec(page.url())?.[1] ?? '');
    const report = async (): Promise<Report> => {
      const response = await fetch(`${worker.origin}/api/campaigns/${id}/report`, {
        headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
      });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as Report;
    };
    let last = await report();
    for (
      let attempt = 0;
      attempt < 60 && (last.pending > 0 || last.publishedAtMs < last.asOfMs - 30_000 || last.numbers.clicks < 250);
      attempt++
    ) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      last = await report();
    }

    // 1. The API.
    expect(last.numbers).toMatchObject({
      clicks: 250,
      uniqueClicks: 200,
      ctr: { numerator: 200, denominator: 1000, value: 0.2 },
      optOut: { confirmed: 10, pagesOpened: 40 },
      machineHits: { preview: 100, head: 50, scanner: 0, prefetch: 0, test: 0 },
    });

    // 2. What a marketer reads.
    await page.getByRole('button', { name: 'Opdatér' }).click();
    const figure = (name: string) => page.locator('.figure', { hasText: name }).locator('.figure-value').first();
    await expect.poll(() => figure('Klikrate').innerText()).toMatch(/20,0\s%/);
    expect(await figure('Alle klik på links').innerText()).toBe('250');
    expect(await figure('Unikke klik').innerText()).toBe('200');
    const page_ = await page.locator('main').innerText();
    expect(page_).toMatch(/200 modtagere med mindst ét klik ÷ 1\.000 sendte/);

    // 3. The counter object's own file, and 4. the copy in KV.
    const core = await load();
    const number = Number(id.split(':')[1]);
    expect(await countsInKv(number)).toMatchObject({
      totals: {
        clickers: 200,
        openers: 40,
        links: [{ hits: { human: 250, preview: 100, head: 50 }, unique: 200 }, { hits: { human: 40 } }],
      },
      confirmedOptOuts: 10,
    });
    const shape = {
      recipients: 1000,
      links: ['destination', 'opt-out'],
      shards: 1,
      shard: 0,
      tracking: 'recipient',
      publishedAtMs: last.campaign.createdAtMs,
    } as const;
    const { state, optOuts } = counterOnDisk();
    const totals = core.loadShardState(state, shape).totals();
    expect(totals).toMatchObject({
      clickers: 200,
      openers: 40,
      links: [{ hits: { human: 250, preview: 100, head: 50 }, unique: 200 }, { hits: { human: 40 } }],
    });
    expect(optOuts).toBe(10);
  });

  test('a forged slug gets the same answer as any other', async () => {
    const answers = await Promise.all(['/Xk7Rm2Pq', '/zzzzzzzz', '/nonsense', '/Xk7Rm2P'].map((path) => ask(path)));
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.text).toBe(answers[0]?.text);
    }
  });
});

/** `counts/…` as the worker's alarm wrote it. */
async function countsInKv(number: number): Promise<unknown> {
  const read = () =>
    execFileSync(
      join(root, 'node_modules/.bin/wrangler'),
      [
        'kv',
        'key',
        'get',
        `counts/${HOST}/${number}/0`,
        '--binding=KV',
        '--local',
        `--persist-to=${worker.stateFolder}`,
      ],
      {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
          WRANGLER_SEND_METRICS: 'false',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  for (let attempt = 0; attempt < 15; attempt++) {
    try {
      const counts = JSON.parse(read()) as { totals: { clickers: number; openers: number } };
      if (counts.totals.clickers === 200 && counts.totals.openers === 40) return counts;
    } catch {
      // not written yet
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return JSON.parse(read());
}

/** The one counter object that holds anything, read from its SQLite file. */
function counterOnDisk(): { state: Uint8Array; optOuts: number } {
  const objects = join(worker.stateFolder, 'v3/do/klikspor-ClickCounter');
  for (const name of readdirSync(objects).filter((entry) => entry.endsWith('.sqlite') && entry !== 'metadata.sqlite')) {
    const database = new DatabaseSync(join(objects, name), { readOnly: true });
    try {
      const rows = database.prepare('SELECT octets FROM state ORDER BY part').all();
      if (rows.length === 0) continue;
      const parts = rows.map((row) => Buffer.from(row.octets as Uint8Array));
      const optOuts = database.prepare('SELECT count(*) AS n FROM opt_out').get();
      return { state: new Uint8Array(Buffer.concat(parts)), optOuts: Number(optOuts?.n) };
    } finally {
      database.close();
    }
  }
  throw new Error('no counter object on disk');
}
