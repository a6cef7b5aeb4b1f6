/** Webhooks: addresses of the marketer's own that are told of each text that comes into the inbox. */
import * as v from 'valibot';
import { isLocalApp } from '../hostname.ts';
import { toHex } from '../octets.ts';
import type { StoredWebhook } from '../rpc/boxes.ts';
import { MOST_WEBHOOKS } from '../stores/webhook-store.ts';
import { workspaceStub } from '../stubs.ts';
import { tell, webhookSecret } from '../webhooks.ts';
import { endpoint } from './endpoint.ts';
import { count, moment, named } from './fields.ts';
import { settled } from './keys.ts';
import { ApiProblem } from './problem.ts';

const newWebhook = v.strictObject({
  url: v.pipe(
    named('The address', 500),
    v.check((text) => {
      const url = URL.parse(text);
      return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocalApp(url.hostname)));
    }, 'The address must be whole and begin with https://: numbers and texts of people are sent there.'),
    v.check((text) => {
      const url = URL.parse(text);
      return url === null || (url.username === '' && url.password === '');
    }, 'The address holds a name or password: they would be dropped without a word. Check the signature instead.'),
  ),
});

const webhook = v.strictObject({
  id: v.string(),
  url: v.string(),
  createdAtMs: moment,
  /** What requests are signed with: give it to whoever reads them and to nobody else. */
  secret: v.string(),
  /** How many texts it took, how many wait to be told again, and how many were given up after three days. */
  told: count,
  waiting: count,
  givenUp: count,
  /** The last answer: a status, or `unreached`; null: it was told nothing yet. */
  answer: v.nullable(v.string()),
  answerAtMs: v.nullable(moment),
  /** It answered 410: it is told nothing any more. Remove it, and add it again if that was wrong. */
  isOff: v.boolean(),
});
export type Webhook = v.InferOutput<typeof webhook>;

/** Stands for the id of the one that was made. */
const SAMPLE_ID = 'abcdef0123456789';
const NO_WEBHOOK = 'There is no such webhook';

export const webhookEndpoints = [
  endpoint({
    route: 'GET /api/webhooks',
    summary: 'Addresses that are told of each text that comes in',
    access: 'admin',
    answer: v.strictObject({ entries: v.array(webhook) }),
    examples: [{}],
    handle: async ({ env }) => {
      const stored = await workspaceStub(env).webhooks();
      return { entries: await Promise.all(stored.map((one) => shown(env, one))) };
    },
  }),
  endpoint({
    route: 'POST /api/webhooks',
    summary: 'Have an address told of each text that comes in from now on',
    access: 'admin',
    body: newWebhook,
    answer: webhook,
    status: 201,
    refusals: { 409: 'There are as many as there may be' },
    examples: [{ body: { url: 'https://www.brand.dk/hooks/klikspor' } }],
    handle: async ({ env, body: { url } }) => {
      const id = toHex(crypto.getRandomValues(new Uint8Array(8)));
      const added = await workspaceStub(env).addWebhook(id, url, Date.now());
      if (added === null) {
        throw new ApiProblem(409, `There are ${MOST_WEBHOOKS} webhooks, as many as there may be: remove one.`);
      }
      return shown(env, added);
    },
  }),
  endpoint({
    route: 'POST /api/webhooks/{id}/test',
    summary: 'Tell an address something that says nothing (type "test"), to try it',
    access: 'admin',
    answer: v.strictObject({
      /** It answered with a status from 200 to 299. */
      isTaken: v.boolean(),
      answer: v.string(),
    }),
    refusals: { 404: NO_WEBHOOK },
    examples: [{ params: { id: SAMPLE_ID } }],
    handle: async ({ env, params: { id } }) => {
      const found = (await workspaceStub(env).webhooks()).find((one) => one.id === id);
      if (found === undefined) throw noWebhook();
      const event = { type: 'test', timestamp: new Date().toISOString(), data: {} };
      const { isTaken, answer } = await settled(() => tell(env, id, found.url, `event_${crypto.randomUUID()}`, event));
      return { isTaken, answer };
    },
  }),
  endpoint({
    route: 'DELETE /api/webhooks/{id}',
    summary: 'Tell an address nothing any more, nor what waits to be told',
    access: 'admin',
    refusals: { 404: NO_WEBHOOK },
    examples: [{ params: { id: SAMPLE_ID } }],
    handle: async ({ env, params: { id } }) => {
      if (!(await workspaceStub(env).removeWebhook(id))) throw noWebhook();
    },
  }),
];

const noWebhook = () => new ApiProblem(404, 'There is no such webhook.');

const shown = async (env: Env, stored: StoredWebhook): Promise<Webhook> => ({
  ...stored,
  secret: await settled(() => webhookSecret(env, stored.id)),
});
