/**
 * All figures of a campaign by plain arithmetic over its files alone: hits in either format, orders, opt-outs, what gateways said.
 * Nothing here asks the core: whoever has the files can do the same.
 */
import { env } from 'cloudflare:workers';
import { type Hit, load } from 'klikspor/edge';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, ConversionReport, ConversionsTold, Figure, OptOuts, Report } from '../../worker/api.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf, shardOf } from '../../worker/src/shard-identity.ts';
import { counterStub } from '../../worker/src/stubs.ts';
import { phones } from '../support/agents.ts';
import { packedOnce } from '../support/batches.ts';
import { randomFrom } from '../support/random.ts';
import { addDomain, type Caller, json, pathOf, publish, signIn, withToken } from './caller.ts';

const core = await load();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A spreadsheet would compute it, and a file that is cut at commas and line ends would fall apart. */
const STRANGE = '=HYPERLINK("http://x","a, b")\r\n@é🎉';

let owner: Caller;
beforeAll(async () => {
  owner = await withToken(await signIn(), ['admin']);
});
afterEach(() => vi.restoreAllMocks());

/** RFC 4180. */
function rowsOf(text: string): Record<string, string>[] {
  const lines: string[][] = [[]];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isQuoted && sign === '"' && text[at + 1] === '"') {
      field += '"';
      at++;
    } else if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted || (sign !== ',' && sign !== '\r' && sign !== '\n')) field += sign;
    else if (sign !== '\r') {
      lines.at(-1)?.push(field);
      field = '';
      if (sign === '\n') lines.push([]);
    }
  }
  const [names = [], ...rows] = lines.slice(0, -1);
  return rows.map((row) => {
    expect(row).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, at) => [name, row[at] ?? '']));
  });
}

interface Line {
  readonly atMs: number;
  readonly recipient: string;
  readonly link: number;
  readonly class: string;
  readonly country: string;
  readonly userAgent: string;
  readonly counted: string;
}

const textOf = async (campaign: Campaign, file: string) => {
  const answer = await owner('GET', `${pathOf(campaign)}/${file}`);
  expect(answer.status).toBe(200);
  // `text()` warns of a type that it does not know to be text.
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await answer.arrayBuffer());
  return { text, type: answer.headers.get('content-type') };
};

async function linesOfCsv(campaign: Campaign): Promise<Line[]> {
  const { text, type } = await textOf(campaign, 'hits.csv');
  expect(type).toBe('text/csv; charset=utf-8');
  return rowsOf(text).map((row) => ({
    atMs: Date.parse(row.time ?? ''),
    recipient: row.recipient ?? '',
    link: Number(row.link),
    class: row.class ?? '',
    country: row.country ?? '',
    // What keeps a spreadsheet from computing it.
    userAgent: (row.user_agent ?? '').replace(/^'(?==)/, ''),
    counted: row.counted ?? '',
  }));
}

async function linesOfJson(campaign: Campaign): Promise<Line[]> {
  const { text, type } = await textOf(campaign, 'hits.ndjson');
  expect(type).toBe('application/x-ndjson; charset=utf-8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const row = JSON.parse(line) as Record<string, string | number>;
      expect(typeof row.link).toBe('number');
      expect(typeof row.asn).toBe('number');
      return {
        atMs: Date.parse(String(row.time)),
        recipient: String(row.recipient),
        link: Number(row.link),
        class: String(row.class),
        country: String(row.country),
        userAgent: String(row.userAgent),
        counted: String(row.counted),
      };
    });
}

/** How many of each. */
function tally(keys: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
const different = (keys: readonly string[]) => new Set(keys).size;
/** The smallest value that so many of them do not exceed. */
const nearest = (sorted: readonly number[], share: number) => sorted[Math.ceil(share * sorted.length) - 1];

/** Everything that hits say. */
function recounted(lines: readonly Line[], { links, createdAtMs, sentAtMs = createdAtMs }: Campaign) {
  const counted = lines.filter((line) => line.counted === 'yes').sort((a, b) => a.atMs - b.atMs);
  const people = counted.filter((line) => line.class === 'human');
  const clicks = people.filter(({ link }) => links[link]?.kind === 'destination');
  const of = (link: number) => people.filter((line) => line.link === link);
  const since = (atMs: number, stepMs: number) => Math.floor((atMs - createdAtMs) / stepMs);
  const firsts = new Map<string, number>();
  for (const { recipient, atMs } of clicks) if (!firsts.has(recipient)) firsts.set(recipient, atMs);
  // Each in the minute that ends behind it.
  const seconds = [...firsts.values()]
    .map((atMs) => Math.ceil((createdAtMs + (since(atMs, MINUTE) + 1) * MINUTE - sentAtMs) / 1_000))
    .filter((s) => s > 0)
    .sort((a, b) => a - b);
  const firstMinute = Math.floor((sentAtMs - createdAtMs) / MINUTE);
  const minutes = clicks.map(({ atMs }) => since(atMs, MINUTE)).filter((minute) => minute >= firstMinute);
  return {
    clicks: clicks.length,
    uniqueClicks: links.reduce(
      (sum, { kind }, link) => sum + (kind === 'destination' ? different(of(link).map((l) => l.recipient)) : 0),
      0,
    ),
    clickers: firsts.size,
    pagesOpened: different(people.filter((line) => !clicks.includes(line)).map((line) => line.recipient)),
    links: links.map((_, link) => [of(link).length, different(of(link).map((line) => line.recipient))]),
    classes: tally(counted.map((line) => line.class)),
    countries: tally(clicks.flatMap(({ country }) => (country === '' ? [] : [country]))),
    hours: tally(clicks.map(({ atMs }) => since(atMs, HOUR))),
    minutes: tally(minutes),
    before: firsts.size - seconds.length,
    medianS: nearest(seconds, 0.5),
    p90S: nearest(seconds, 0.9),
  };
}

/** The same, as the report tells it. */
async function reported(campaign: Campaign) {
  const { numbers, totals, times } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  const people = numbers.links.reduce((sum, { clicks }) => sum + clicks, 0);
  const classes = { human: people, ...numbers.machineHits };
  return {
    clicks: numbers.clicks,
    uniqueClicks: numbers.uniqueClicks,
    clickers: totals.clickers,
    pagesOpened: numbers.optOut.pagesOpened,
    links: numbers.links.map(({ clicks, uniqueClicks }) => [clicks, uniqueClicks]),
    classes: Object.fromEntries(Object.entries(classes).filter(([, hits]) => hits > 0)),
    countries: totals.countries,
    hours: Object.fromEntries(totals.timeline.map(([hour, clicks]) => [hour, clicks])),
    minutes: Object.fromEntries(totals.minutes.map(([minute, clicks]) => [minute, clicks])),
    before: times.before,
    medianS: times.medianS ?? undefined,
    p90S: times.p90S ?? undefined,
  };
}

/** Ten-thousandths. */
const exact = (money: string) => {
  const [whole = '', decimals = ''] = money.split('.');
  return BigInt(whole + decimals.padEnd(4, '0'));
};

test.each([1, 3] as const)(
  'every figure of a campaign with %i counters is what its files add up to',
  async (shards) => {
    const random = randomFrom(4_211 * shards);
    const { host } = await addDomain(owner, `n${shards}.example`);
    let nowMs = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
    const recipients = shards === 1 ? 400 : 200_001;
    const destination = (path: string) => ({ kind: 'destination' as const, url: `https://brand.example/${path}` });
    const published = await publish(owner, host, {
      recipients,
      links: [destination('a'), destination('b'), { kind: 'opt-out' }],
      cost: { segments: recipients, amounts: [{ currency: 'DKK', amount: 125.5 }] },
    });
    const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, published.number), 'json');
    if (record === null) throw new Error('published, and not in KV');
    expect(record.shards).toBe(shards);
    const sentAtMs = published.createdAtMs + 2 * HOUR + 17_000;
    const campaign = await json<Campaign>(await owner('PATCH', pathOf(published), { body: { sentAtMs } }));

    // Hits of all classes, before the sending and after it, of the first 40 recipients.
    for (let i = 0; i < 250; i++) {
      const atMs = i < 5 ? sentAtMs - HOUR + i : sentAtMs + random(i < 120 ? 10 * MINUTE : 20 * HOUR);
      const recipient = random(40);
      const kind = random(8);
      const hit: Hit = {
        ...{ atMs, recipient, link: random(3), class: 'human', reason: 'person', rules: 20_261_130 },
        ...{ userAgent: phones[0].userAgent, country: ['DK', 'SE', ''][random(3)] ?? '', asn: 3_292, signals: 8 },
        ...(kind === 0 && { class: 'preview' as const, reason: 'phone-preview' as const, userAgent: STRANGE }),
        ...(kind === 1 && { class: 'head' as const, reason: 'method-head' as const }),
        ...(kind === 2 && { recipient: core.testRecipient(3) }),
      };
      nowMs = Math.max(nowMs, atMs + 100);
      const shard = kind === 2 ? 0 : shardOf(record, recipient);
      await counterStub(env, record, shard).store(identityOf(record, shard), batchId(), packedOnce(core, [hit]));
    }
    nowMs += HOUR;
    const optedOut = [3, 4, 9, 17];
    for (const recipient of optedOut) {
      const shard = shardOf(record, recipient);
      await counterStub(env, record, shard).optOut(identityOf(record, shard), recipient, nowMs);
    }
    // Orders, some of them outside the window, told twice, without a value, or taken back before or after they were told.
    const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=60`)).text();
    const orders = Array.from({ length: 80 }, (_, i) => ({
      slug: slugs.slice(random(60) * 24).slice(0, 8),
      orderId: `#${i}`,
      atMs: sentAtMs + i * 10_000,
      ...(i % 5 > 0 && { value: `${random(900)}.${10 + random(90)}`, currency: i % 4 === 0 ? 'EUR' : 'DKK' }),
    }));
    const back = orders.filter((_, i) => i % 9 === 0).map(({ slug, orderId }) => ({ slug, orderId, cancelled: true }));
    for (const conversions of [back.slice(0, 4), orders, orders.slice(0, 20), back, back]) {
      const told = await json<ConversionsTold>(
        await owner('POST', '/api/conversions', { body: { host, conversions } }),
      );
      expect(told.refused).toBe(0);
    }
    // Of the first 400 nine in ten are delivered to, of all others nothing is said.
    const states = Array.from({ length: 400 }, (_, i) => (i % 10 === 7 ? 'f' : 'd')).join('');
    expect((await owner('POST', `${pathOf(campaign)}/delivery`, { body: { first: 0, states } })).status).toBe(204);
    const reached = shards === 1 ? 360 : recipients;
    const denominator = shards === 1 ? 'delivered' : 'sent';

    const lines = await linesOfCsv(campaign);
    expect(await linesOfJson(campaign)).toEqual(lines);
    expect(lines).toHaveLength(250);
    expect(lines.some(({ userAgent }) => userAgent === STRANGE)).toBe(true);
    const found = recounted(lines, campaign);
    expect(await reported(campaign)).toEqual(found);
    expect(Object.keys(found.classes).sort()).toEqual(expect.arrayContaining(['head', 'human', 'preview', 'test']));
    expect([found.before > 0, found.clicks > 50, found.pagesOpened > 10]).toEqual([true, true, true]);

    const { numbers, denominator: of } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
    expect(of).toBe(denominator);
    expect(numbers.ctr).toMatchObject({ numerator: found.clickers, denominator: reached });
    expect(numbers.ctr.value).toBe(found.clickers / reached);
    const { recipients: out } = await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`));
    expect([...out].sort((a, b) => a - b)).toEqual(optedOut);
    expect(numbers.optOut).toMatchObject({ confirmed: 4, rate: { numerator: 4, denominator: reached } });

    // Orders, from their own file and who clicked in the file of hits.
    const rows = rowsOf((await textOf(campaign, 'conversions.csv')).text);
    expect(rows).toHaveLength(80);
    const counted = rows.filter((row) => row.counted === 'yes');
    const isDestination = (link: number) => campaign.links[link]?.kind === 'destination';
    const clickers = new Set(
      lines.filter((line) => line.class === 'human' && isDestination(line.link)).map((line) => line.recipient),
    );
    for (const row of rows) expect(row.clicked).toBe(clickers.has(row.recipient ?? '') ? 'yes' : 'no');
    const sold = await json<ConversionReport>(await owner('GET', `${pathOf(campaign)}/conversions`));
    const buyers = different(counted.map((row) => row.recipient ?? ''));
    const clicked = counted.filter((row) => row.clicked === 'yes');
    expect(sold).toMatchObject({
      conversions: 80 - back.length,
      cancelled: back.length,
      converters: buyers,
      withoutClick: counted.length - clicked.length,
      withoutValue: counted.filter((row) => row.value === '').length,
      ofClickers: { numerator: different(clicked.map((row) => row.recipient ?? '')), denominator: found.clickers },
      ofSent: { numerator: buyers, denominator: reached, value: buyers / reached },
      denominator,
    });
    for (const { currency, value, perSpent } of sold.currencies) {
      const of = counted.filter((row) => row.currency === currency).map((row) => exact(row.value ?? ''));
      const sum = of.reduce((all, amount) => all + amount, 0n);
      expect(exact(value)).toBe(sum);
      expect(perSpent).toBe(currency === 'DKK' ? Number(sum) / 1_255_000 : null);
    }

    // The table of figures says the same once more, as CSV and as JSON.
    const { entries } = await json<{ entries: Figure[] }>(await owner('GET', `${pathOf(campaign)}/figures`));
    const table = rowsOf((await textOf(campaign, 'figures.csv')).text);
    expect(
      table.map((row) => [row.figure, row.link, row.label, row.count, row.of, row.denominator, Number(row.rate)]),
    ).toEqual(
      entries.map((one) => [
        ...[one.figure, String(one.link ?? ''), one.label ?? '', String(one.count), one.of ?? ''],
        ...[String(one.denominator ?? ''), Number((one.rate ?? 0).toFixed(6))],
      ]),
    );
    const figure = (name: string, label = '') => {
      const row = table.find((one) => one.figure === name && one.label === label);
      return [Number(row?.count), row?.of, row?.denominator, row?.rate];
    };
    const rate = (n: number, d: number, name: string) => [n, name, String(d), (n / d).toFixed(6)];
    expect(figure('clickers')).toEqual(rate(found.clickers, reached, denominator));
    expect(figure('opt-outs')).toEqual(rate(4, reached, denominator));
    expect(figure('converters')).toEqual(rate(buyers, reached, denominator));
    expect(figure('converting-clickers')).toEqual(rate(sold.ofClickers.numerator, found.clickers, 'clickers'));
    expect(figure('conversions')[0]).toBe(counted.length);
    expect(figure('orders-cancelled')[0]).toBe(back.length);
    expect(figure('seconds-to-half-of-clickers')[0]).toBe(found.medianS);
    expect(figure('seconds-to-nine-tenths-of-clickers')[0]).toBe(found.p90S);
    expect(figure('clickers-before-sending')[0]).toBe(found.before);
    const steps = (name: string) =>
      Object.fromEntries(table.filter((row) => row.figure === name).map((row) => [row.label, Number(row.count)]));
    expect(steps('clicks-by-hour')).toEqual(found.hours);
    expect(steps('clicks-by-minute')).toEqual(found.minutes);
    expect(Object.values(steps('clickers-within-seconds')).at(-1)).toBe(found.clickers - found.before);
  },
  60_000,
);
