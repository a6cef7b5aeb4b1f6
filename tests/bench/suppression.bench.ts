/**
 * A list of a million rows checked against a million people who opted out: what the composer's engine does before the first
 * row becomes a recipient. In Node, which runs the page's own files; beside it the hashes alone, and what WebCrypto takes.
 */
import { gzipSync } from 'node:zlib';
import { sending } from '../../web/src/engine/sending.ts';
import { changesKnown, readStops, stopsFor } from '../../web/src/engine/stops.ts';
import { answerStops, type Said, stopPage } from '../support/stop-pages.ts';

const PEOPLE = 1_000_000;
const ROUNDS = 9;
/** As many as the worker puts into one answer. */
const PAGE = 100_000;
/** Rows that are asked about at once, as a file is read. */
const AT_ONCE = 20_000;
const SAMPLE = 20_000;
const HOST = 's.brand.dk';

const LIST = 'Newsletter';
const SCOPES = [{ host: null }, { host: HOST }, { host: HOST, list: LIST }];
/** Those of every second number: half of the list is stopped, of all, of the domain, or of the list. */
const stopped = (row: number): Said => ({
  number: 4_520_000_000 + row * 2,
  ...[{}, { host: HOST }, { host: HOST, list: LIST }][row % 3],
  day: 20_000 + (row % 700),
});
const list = () => Float64Array.from({ length: PEOPLE }, (_, row) => 4_520_000_000 + row);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** What the processor spent on it: on a busy machine less than what passed. */
async function spent(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

export async function run() {
  let octets = 0;
  let packed = 0;
  globalThis.fetch = async (address) => {
    const answer = answerStops(String(address), (after) => {
      const from = Number(after ?? 0);
      const said = Array.from({ length: Math.min(PAGE, PEOPLE - from) }, (_, row) => stopped(from + row));
      const page = stopPage(said, { from, newest: PEOPLE, scopes: SCOPES });
      octets += page.length;
      packed += gzipSync(page).length;
      return page;
    });
    return answer ?? new Response('', { status: 404 });
  };
  if (!(await readStops()) || changesKnown() !== PEOPLE) throw new Error('the set was not read');

  const numbers = list();
  const parts = Array.from({ length: PEOPLE / AT_ONCE }, (_, part) =>
    numbers.subarray(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
  const made = await timed(() => stopsFor({ host: HOST, listName: LIST }));
  const stops = await stopsFor({ host: HOST, listName: LIST });
  if (stops === null) throw new Error('the key is not known');
  let found = 0;
  const checks: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    found = 0;
    checks.push(
      await timed(() => {
        for (const part of parts) for (const stop of stops.find(part)) if (stop !== 0) found++;
      }),
    );
  }
  const cpu: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    cpu.push(await spent(() => parts.map((part) => stops.find(part))));
  }
  const { hashNumbers } = await sending();
  const key = new Uint8Array(16);
  const hashes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    hashes.push(await timed(() => parts.map((part) => hashNumbers(key, part))));
  }
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const utf8 = new TextEncoder();
  const webCrypto = await timed(() =>
    Promise.all(
      Array.from(numbers.subarray(0, SAMPLE), (number) =>
        crypto.subtle.sign('HMAC', hmac, utf8.encode(String(number))),
      ),
    ),
  );

  const round = (value: number) => Number(value.toFixed(1));
  return {
    figures: {
      'suppression.check.1m.ms': round(median(checks)),
      'suppression.check.1m.cpu-ms': round(median(cpu)),
      'suppression.table.1m.ms': round(made),
      'suppression.hashes.1m.ms': round(median(hashes)),
      'suppression.webcrypto-hmac.1m.ms': round(webCrypto * (PEOPLE / SAMPLE)),
      'suppression.download.1m.mb': round(octets / 1e6),
      'suppression.download.1m.gzip-mb': round(packed / 1e6),
    },
    notes: [
      `${PEOPLE} rows against ${PEOPLE} changes of the set, ${AT_ONCE} at once, hashing included; the table is made once.`,
      `WebCrypto's HMAC-SHA-256 of ${SAMPLE} numbers, times ${PEOPLE / SAMPLE}.`,
    ],
    failures: found === PEOPLE / 2 ? [] : [`${found} of the list were found, not ${PEOPLE / 2}`],
  };
}
