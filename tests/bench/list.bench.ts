/** A template over a whole list, in Chromium: planned anew after an edit, and finished as CSV. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { launchBrowser } from '../support/browser.ts';
import { COLUMNS, fill, open, renderAll, replan } from './list-page.ts';

const REPLANNED = 100_000;
const RENDERED = 1_000_000;
const ROUNDS = 15;
/** Rows of one list, finished at once: as many as the composer holds together and asks slugs for. */
const PART = 20_000;
const MIB = 2 ** 20;

const PLANNED_TEMPLATE =
  'Kære {{navn|kunde}}, din pakke fra {{butik}} ligger klar i {{by}} indtil fredag. Sådan henter du den: www.barnetsverden.dk/pages/hent-din-pakke Afmeld: {{afmeld}}';
const RENDERED_TEMPLATE =
  'Kære {{navn|kunde}}, du har nu adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre Afmeld: {{afmeld}}';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

async function serveCore() {
  const server = createServer(async (request, response) => {
    const name = (request.url ?? '/').slice(1);
    if (!/^[\w-]+\.(js|mjs|wasm)$/.test(name)) {
      response.writeHead(name === '' ? 200 : 404, { 'content-type': 'text/html' }).end();
      return;
    }
    const file = await readFile(new URL(`../../wasm/dist/${name}`, import.meta.url)).catch(() => null);
    if (file === null) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': types[extname(name)] ?? '' }).end(file);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const rounded = (value: number) => Number(value.toFixed(2));

export async function run() {
  const server = await serveCore();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(server.address);
    await page.evaluate(open, server.address);

    await page.evaluate(fill, { columns: COLUMNS, count: REPLANNED, part: REPLANNED });
    const planned = await page.evaluate(replan, { columns: COLUMNS, template: PLANNED_TEMPLATE, rounds: ROUNDS });
    const core = median(planned.core);

    const appendMs = await page.evaluate(fill, { columns: COLUMNS, count: RENDERED, part: PART });
    await page.evaluate(renderAll, { template: RENDERED_TEMPLATE });
    const rendered = [];
    for (let i = 0; i < 5; i++) {
      rendered.push(await page.evaluate(renderAll, { template: RENDERED_TEMPLATE }));
    }
    const [some] = rendered;
    const peak = Math.max(...rendered.map(({ memory, largest }) => memory + largest));
    const failures = [...planned.disagreements];
    if (some?.lines !== RENDERED) failures.push(`${some?.lines} lines instead of ${RENDERED}`);

    return {
      figures: {
        'list.replan100k.ms': rounded(core),
        'list.replan100k.vsJs': rounded(median(planned.plain) / core),
        'list.replan100k.vsTable': rounded(median(planned.table) / core),
        'list.replan100k.js.ms': rounded(median(planned.plain)),
        'list.append1m.ms': rounded(appendMs),
        'list.render1m.ms': rounded(median(rendered.map(({ ms }) => ms))),
        'list.render1m.MiB': rounded((some?.octets ?? 0) / MIB),
        'list.render1m.peakMiB': rounded(peak / MIB),
      },
      notes: [
        `medians of ${ROUNDS} edits and 5 files; the peak is the core's memory, list included, and the largest piece of ${PART} rows with its slugs`,
      ],
      failures,
    };
  } finally {
    await browser.close();
    server.stop();
  }
}
