/** Campaigns that are sent through a gateway of the test's own (`http-sink.ts`). */
import { env } from 'cloudflare:workers';
import { expect, inject } from 'vitest';
import type { Campaign, NewCampaign, NewPack, NewSending, Sending, SendingResults } from '../../worker/api.ts';
import { senderStub } from '../../worker/src/stubs.ts';
import { type Caller, json, pathOf, publish } from './caller.ts';
import type { Rule } from './http-sink.ts';

export interface Came {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly reportUrl: string;
}

export interface TestGateway {
  readonly id: string;
  /** What came, in its order. */
  came(): Promise<Came[]>;
  /** When each came, by the gateway's clock, and how many calls were under way then. */
  times(): Promise<{ readonly atMs: number; readonly underWay: number }[]>;
  answers(...rules: Rule[]): Promise<void>;
  /** As the gateway would: of one of our messages. */
  report(caller: Pick<Came, 'reportUrl'>, told: Readonly<Record<string, string>>): Promise<Response>;
}

/** `knownId`: it answers 409 to an id it has. */
export async function testGateway(
  owner: Caller,
  more: { knownId?: boolean; perSecond?: number } = {},
): Promise<TestGateway> {
  const own = crypto.randomUUID();
  const box = `${inject('sink')}/box/${own}`;
  const { id } = await json<{ id: string }>(
    await owner('POST', '/api/gateways', {
      body: {
        kind: 'template',
        name: `Prøve ${own}`,
        settings: {
          method: 'POST',
          url: `${box}/send`,
          body: '{"id":"{{id}}","to":"{{to}}","from":"{{from}}","text":"{{text}}","reportUrl":"{{reportUrl}}"}',
          answer: { id: 'id', reason: 'reason', ...(more.knownId && { knownId: [409] }) },
          report: {
            ...{ from: 'json', id: 'id', gatewayId: 'gatewayId', state: 'state', reason: 'reason' },
            words: [{ written: 'open', means: 'open' }],
          },
          perSecond: more.perSecond ?? 1_000,
        },
        secrets: { values: [] },
      },
    }),
    201,
  );
  return {
    id,
    came: async () => (await fetch(box)).json<Came[]>(),
    times: async () => (await fetch(`${box}/times`)).json(),
    answers: async (...rules) => {
      await fetch(`${box}/rules`, { method: 'PUT', body: JSON.stringify(rules) });
    },
    report: async ({ reportUrl }, told) => {
      const { exports } = await import('cloudflare:workers');
      return exports.default.fetch(reportUrl, { method: 'POST', body: JSON.stringify(told) });
    },
  };
}

export const numberOfRow = (row: number): string => `+45${20_000_000 + row}`;
export const textOfRow = (row: number): string => `Kære nr. ${row}, se s.brand.dk/abc\nHilsen Ærø`;

export const packOf = (pack: number, rows: readonly number[], more = {}): NewPack => ({
  pack,
  messages: rows.map((row) => ({
    ...{ row, to: numberOfRow(row), text: textOfRow(row), encoding: 'gsm7' as const, segments: 1, country: 'DK' },
    ...more,
  })),
});

export const range = (count: number): number[] => Array.from({ length: count }, (_, row) => row);

export class TestSending {
  readonly campaign: Campaign;
  readonly #owner: Caller;
  readonly #path: string;

  constructor(campaign: Campaign, owner: Caller) {
    this.campaign = campaign;
    this.#owner = owner;
    this.#path = `${pathOf(campaign)}/sending`;
  }

  ask(what = '', body?: unknown): Promise<Response> {
    return this.#owner('POST', `${this.#path}${what}`, body === undefined ? {} : { body });
  }

  async state(): Promise<Sending> {
    return json<Sending>(await this.#owner('GET', this.#path));
  }

  async results(query = ''): Promise<SendingResults> {
    return json<SendingResults>(await this.#owner('GET', `${this.#path}/results${query}`));
  }

  /** Once it is so; fails with the last state after ten seconds. */
  async until(isSo: (state: Sending) => boolean): Promise<Sending> {
    for (let attempt = 0; ; attempt++) {
      const state = await this.state();
      if (isSo(state)) return state;
      if (attempt === 200) throw new Error(`not so after ten seconds: ${JSON.stringify(state)}`);
      await scheduler.wait(50);
    }
  }

  get stub() {
    const { host, number } = this.campaign;
    return senderStub(env, { host, number, jurisdiction: null }, 0);
  }
}

/** Handed over, and not started yet. */
export async function handedOver(
  owner: Caller,
  host: string,
  gateway: Pick<TestGateway, 'id'>,
  rows: number,
  settings: Partial<NewSending> = {},
  more: Partial<NewCampaign> = {},
): Promise<TestSending> {
  const sending = new TestSending(await publish(owner, host, { recipients: rows, ...more }), owner);
  const body = { gateway: gateway.id, from: 'Brand', quietHours: false, ...settings };
  expect((await sending.ask('', body)).status).toBe(201);
  for (let first = 0; first < rows; first += 500) {
    const some = range(Math.min(500, rows - first)).map((row) => first + row);
    expect((await sending.ask('/packs', packOf(first / 500, some))).status).toBe(204);
  }
  return sending;
}
