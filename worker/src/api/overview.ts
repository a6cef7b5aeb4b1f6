/** All campaigns with their figures: sorted, searched and filtered where they are stored, and handed out in pages. */
import * as v from 'valibot';
import { fromBase64, toBase64 } from '../octets.ts';
import type { OverviewAsk } from '../rpc/catalogue.ts';
import { workspaceStub } from '../stubs.ts';
import { campaign } from './campaign.ts';
import { campaignId } from './campaign-id.ts';
import { endpoint } from './endpoint.ts';
import { count, LAST_MOMENT, moment } from './fields.ts';
import { ApiProblem } from './problem.ts';
import { cursor, oneOf, phrase, truth, wholeNumber } from './query.ts';

const A_PAGE = 50;
const MOST_A_PAGE = 100;
const MOST_WORDS = 10;

const SORTS = ['date', 'name', 'recipients', 'ctr', 'clicks', 'opt-outs'] as const;
const ORDERS = ['ascending', 'descending'] as const;

const { id, name, host, recipients, tracking, kind, basis, archived, createdAtMs } = campaign.entries;
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const figures = {
  clicks: count,
  /** Recipients with at least one click; 0 where nobody is counted. */
  clickers: count,
  /** What CTR divides by; of several campaigns the sum over those that count recipients. */
  reached: count,
  /** Clickers / reached. Null: nobody is counted. */
  ctr: v.nullable(share),
  confirmedOptOuts: count,
};

const entry = v.strictObject({
  ...{ id, name, host, recipients, tracking, kind, basis, archived, createdAtMs },
  ...figures,
  /** Which count `reached` is, as in the report. */
  denominator: v.picklist(['sent', 'delivered']),
  /** Clicks of the first three days, by three hours. Empty: none told yet. */
  early: v.array(count),
  /** Counters tell these when they copy their totals: they are of this moment. 0: none told yet. */
  asOfMs: moment,
});
export type OverviewEntry = v.InferOutput<typeof entry>;

const overview = v.strictObject({
  entries: v.array(entry),
  /** Of all that were asked for. Absent: this is a further page. */
  totals: v.exactOptional(v.strictObject({ campaigns: count, recipients: count, ...figures })),
  /** When the first and the last of the shelf were published, whatever else was asked. Absent: a further page, or none. */
  published: v.exactOptional(v.strictObject({ fromMs: moment, toMs: moment })),
  /** Absent: there is no further page. */
  _links: v.strictObject({ next: v.exactOptional(v.string()) }),
});
export type Overview = v.InferOutput<typeof overview>;

export const overviewEndpoints = [
  endpoint({
    route: 'GET /api/overview',
    summary: 'Campaigns with their figures, sorted and searched',
    access: 'campaigns:read',
    query: {
      sort: oneOf('What they are sorted by; date without it', ...SORTS),
      order: oneOf('Which way; descending without it', ...ORDERS),
      search: phrase('Words that all stand in name or message, capitals of no account', 200),
      host: phrase('On this link domain alone', 253),
      from: wholeNumber('Published at this moment or later', 0, LAST_MOMENT),
      until: wholeNumber('Published before this moment', 0, LAST_MOMENT),
      archived: truth('Those put away alone, or the others alone; all without it'),
      pageLimit: wholeNumber('How many; 50 without it', 1, MOST_A_PAGE),
      cursor: cursor('From the last page'),
    },
    answer: overview,
    examples: [{}, { query: { sort: 'ctr', search: 'spring', archived: false, pageLimit: 10 } }],
    handle: async ({ env, query }): Promise<Overview> => {
      const { sort = 'date', order = 'descending', pageLimit = A_PAGE } = query;
      const ask: OverviewAsk = {
        sort,
        isAscending: order === 'ascending',
        words: wordsOf(query.search ?? ''),
        host: query.host?.toLowerCase() ?? null,
        fromMs: query.from ?? null,
        untilMs: query.until ?? null,
        archived: query.archived ?? null,
        after: query.cursor === undefined ? null : placeOf(query.cursor, sort, order),
        // One more than asked for tells whether there is a next page.
        most: pageLimit + 1,
      };
      const found = await workspaceStub(env).overview(ask);
      const page = found.rows.slice(0, pageLimit);
      const last = page.at(-1);
      const { totals, span } = found;
      return {
        entries: page.map(({ campaign: { record, info }, isDelivered, reached, clicks, clickers, ...row }) => ({
          id: campaignId(record.host, record.number),
          name: info.name,
          host: record.host,
          recipients: info.sentTo,
          tracking: record.tracking,
          ...(info.kind && { kind: info.kind }),
          ...(info.basis && { basis: info.basis }),
          ...(info.archived && { archived: true }),
          createdAtMs: record.publishedAtMs,
          ...{
            clicks,
            clickers,
            reached,
            confirmedOptOuts: row.confirmedOptOuts,
            early: row.early,
            asOfMs: row.asOfMs,
          },
          denominator: isDelivered ? 'delivered' : 'sent',
          ctr: record.tracking === 'recipient' ? shareOf(clickers, reached) : null,
        })),
        ...(totals && {
          totals: {
            campaigns: totals.campaigns,
            recipients: totals.recipients,
            clicks: totals.clicks,
            clickers: totals.clickers,
            reached: totals.reached,
            ctr: shareOf(totals.clickers, totals.reached),
            confirmedOptOuts: totals.confirmedOptOuts,
          },
        }),
        ...(span && { published: span }),
        _links:
          found.rows.length > pageLimit && last !== undefined
            ? { next: nextOf(query, cursorOf(sort, order, last)) }
            : {},
      };
    },
  }),
];

const shareOf = (clickers: number, reached: number): number | null => (reached === 0 ? null : clickers / reached);

function wordsOf(search: string): string[] {
  const words = search.split(/\s+/u).filter((word) => word !== '');
  if (words.length <= MOST_WORDS) return words;
  throw new ApiProblem(400, `search has ${words.length} words; it takes ${MOST_WORDS}: leave some out.`);
}

function nextOf(query: Readonly<Record<string, unknown>>, cursor: string): string {
  const kept = Object.entries(query).filter(([name, value]) => name !== 'cursor' && value !== undefined);
  const all = [...kept, ['cursor', cursor] as const];
  return `/api/overview?${all.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

type Place = NonNullable<OverviewAsk['after']>;

/** Opaque to the caller: where the last row stood in that order. */
function cursorOf(sort: string, order: string, { at, seq }: Place): string {
  return toBase64(new TextEncoder().encode(JSON.stringify([sort, order, at, seq])));
}

const place = v.strictTuple([
  v.string(),
  v.string(),
  v.union([v.number(), v.string()]),
  v.pipe(v.number(), v.safeInteger()),
]);

function placeOf(cursor: string, sort: string, order: string): Place {
  let told: unknown;
  try {
    told = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fromBase64(cursor)));
  } catch {
    // Told below.
  }
  const read = v.safeParse(place, told);
  if (!read.success || read.output[0] !== sort || read.output[1] !== order) {
    throw new ApiProblem(400, 'The cursor is not one that a page in this order gave out: start without one.');
  }
  return { at: read.output[2], seq: read.output[3] };
}
