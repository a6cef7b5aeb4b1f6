/**
 * Gateways, through which messages are sent. What a gateway needs to be asked is given once: it is encrypted, used, and never
 * shown again. The outbox is there from the start, and nothing leaves through it.
 */
import * as v from 'valibot';
import { Deadline } from '../gateways/deadline.ts';
import { callbackUrl, type Fault, type Refusal, type SendOutcome } from '../gateways/gateway.ts';
import { KANNEL_INBOUND_QUERY } from '../gateways/kannel.ts';
import { type GatewayKind, KINDS } from '../gateways/kinds.ts';
import {
  callbackSecret,
  errorsIn,
  forgetGateway,
  isKind,
  opened,
  openGateway,
  reportUrlOf,
  sealedSecrets,
  secretsOf,
} from '../gateways/open.ts';
import { OUTBOX } from '../gateways/outbox.ts';
import { requestFor, SAMPLE, templateFaults } from '../gateways/template-request.ts';
import { pollGateway, TEST_PREFIX } from '../gateways/told.ts';
import { inGroups } from '../in-groups.ts';
import { log } from '../log.ts';
import { toHex } from '../octets.ts';
import { isFinal } from '../refusal.ts';
import type { StoredGateway } from '../rpc/gateways.ts';
import { storable } from '../sending/outcomes.ts';
import type { SenderName } from '../sending/rpc.ts';
import type { MessageState } from '../sending/states.ts';
import { MOST_GATEWAYS } from '../stores/gateway-store.ts';
import { senderStub, workspaceStub } from '../stubs.ts';
import { texts } from '../texts.ts';
import { within } from '../within.ts';
import { campaignId } from './campaign-id.ts';
import { endpoint } from './endpoint.ts';
import {
  type GatewayDetails,
  gateway,
  gatewayEdit,
  newGateway,
  polled,
  preview,
  previewed,
  type SendingUnderWay,
  shortGateway,
  type TestOutcome,
  testMessage,
  testOutcome,
  underWay,
} from './gateway-shapes.ts';
import { ApiProblem, fieldProblem, outage } from './problem.ts';
import { progressOf } from './senders.ts';

/** What each means, for whoever looks at it without our page. */
const WORDS: Readonly<Record<Refusal, string>> = {
  credentials: 'The gateway does not accept the name, password or key: check them.',
  'not-allowed': 'The account may not do that: ask the gateway to allow it (its own words say what).',
  'no-credit': 'The account has no money left: fill it up.',
  address: 'There is no such gateway at this address: check it.',
  full: 'The outbox holds as many messages as it may: export and empty it.',
  misread: 'The gateway could not read what was sent: its own words say why.',
  number: 'The gateway takes the number for none that can be sent to.',
  blocked: 'The gateway has the number on a list of those who want no messages.',
  sender: 'The gateway does not accept the sender: its own words say why.',
  text: 'The text is empty, or longer than the gateway takes.',
  refused: 'The gateway refused the message: its own words say why.',
  busy: 'The gateway is asked too often or has too much to do: it is asked again later.',
  unavailable: 'The gateway was not reached: nothing was sent, and it is asked again later.',
  'no-route': 'The gateway has no way to the network of this number, or its connection was stopped.',
  'no-answer': 'The gateway did not answer: it may have the message, or not.',
  unclear: 'The gateway answered with a failure that does not say whether it has the message.',
};

const ask404 = { 404: 'There is no such gateway' };
/** Stands for the id of the one that was made. */
const SAMPLE_ID = 'fedcba9876543210';

export const gatewayEndpoints = [
  endpoint({
    route: 'GET /api/gateways',
    summary: 'Gateways, through which messages are sent',
    access: 'campaigns:read',
    answer: v.strictObject({ entries: v.array(shortGateway) }),
    examples: [{}],
    handle: async ({ env }) => {
      const stored = await workspaceStub(env).gateways();
      const entries = await Promise.all(
        stored.map(async (one) => ({
          id: one.id,
          kind: kindOf(one),
          name: one.name,
          isReadable: await opens(env, one),
        })),
      );
      return { entries: [{ id: OUTBOX, kind: 'outbox' as const, name: 'Outbox', isReadable: true }, ...entries] };
    },
  }),
  endpoint({
    route: 'POST /api/gateways',
    summary: 'Add a gateway; its secrets are encrypted and never shown again',
    access: 'admin',
    body: newGateway,
    answer: gateway,
    status: 201,
    refusals: { 409: 'There are as many gateways as there may be, or one of this name' },
    examples: [
      {
        body: {
          kind: 'kannel',
          name: 'Our own Kannel',
          settings: { url: 'http://127.0.0.1:13013/cgi-bin/sendsms', username: 'klikspor' },
          secrets: { password: 'correct horse' },
        },
      },
    ],
    handle: async ({ context, env, body: { kind, name, settings, secrets } }) => {
      refuseFaults(kind, settings, secrets);
      const nowMs = Date.now();
      const id = toHex(crypto.getRandomValues(new Uint8Array(8)));
      const made: StoredGateway = {
        ...{ id, kind, name, settings: JSON.stringify(settings), createdAtMs: nowMs, changedAtMs: nowMs },
        ...(await sealedSecrets(env, id, secrets)),
      };
      const outcome = await workspaceStub(env).addGateway(made);
      if (outcome === 'same-name') throw sameName(name);
      if (outcome === 'full') {
        throw new ApiProblem(409, `There are ${MOST_GATEWAYS} gateways, as many as there may be: remove one.`);
      }
      return detailsOf(env, originOf(context.req.url), made);
    },
  }),
  endpoint({
    route: 'POST /api/gateways/preview',
    summary: 'The request that a template would make of a sample message; nothing is sent',
    access: 'admin',
    body: preview,
    answer: previewed,
    examples: [
      {
        body: {
          kind: 'template',
          settings: {
            method: 'POST',
            url: 'https://gateway.example/v1/messages',
            headers: [{ name: 'authorization', value: 'Bearer {{secret.key}}' }],
            body: '{"to": "{{to}}", "text": "{{text}}"}',
          },
          secretNames: ['key'],
        },
      },
    ],
    handle: async ({ context, body: { settings, secretNames } }) => {
      const reportUrl = callbackUrl(originOf(context.req.url), '0'.repeat(16), '***', 'report');
      const { method, url, headers, body = null } = requestFor(settings, [], { ...SAMPLE, reportUrl });
      return {
        ...{ method, url, headers: Object.entries(headers).map(([name, value]) => ({ name, value })), body },
        faults: [...templateFaults(settings, secretNames)],
      };
    },
  }),
  endpoint({
    route: 'GET /api/gateways/{id}',
    summary: 'One gateway: its settings, where it is to call back, what it did not take last',
    access: 'admin',
    answer: gateway,
    refusals: ask404,
    examples: [{ params: { id: SAMPLE_ID } }],
    handle: async ({ context, env, params: { id } }) =>
      detailsOf(env, originOf(context.req.url), await stored(env, id)),
  }),
  endpoint({
    route: 'GET /api/gateways/{id}/sendings',
    summary: 'Campaigns with messages on their way through a gateway, of the last 50 that it was used for',
    access: 'campaigns:read',
    answer: v.strictObject({ entries: v.array(underWay) }),
    refusals: ask404,
    examples: [{ params: { id: OUTBOX } }],
    handle: async ({ env, params: { id } }) => {
      if (id !== OUTBOX) await stored(env, id);
      return { entries: await sendingsThrough(env, id) };
    },
  }),
  endpoint({
    route: 'PATCH /api/gateways/{id}',
    summary: 'Change a gateway: what is not named stays, so secrets need not be given again',
    access: 'admin',
    body: gatewayEdit,
    answer: gateway,
    refusals: { ...ask404, 409: 'It was changed by another meanwhile, is of another kind, or another has the name' },
    examples: [{ params: { id: SAMPLE_ID }, body: { kind: 'kannel', name: 'Kannel in Aarhus' } }],
    handle: async ({ context, env, params: { id }, body }) => {
      const before = await stored(env, id);
      if (before.kind !== body.kind) {
        throw new ApiProblem(409, `This gateway is of the kind ${before.kind}: add another for ${body.kind}.`);
      }
      const settings = body.settings ?? JSON.parse(before.settings);
      const secrets = secretsAfter(body.kind, await secretsOf(env, before), body.secrets);
      refuseFaults(body.kind, settings, secrets);
      const after: StoredGateway = {
        ...{ ...before, name: body.name ?? before.name, settings: JSON.stringify(settings) },
        changedAtMs: Math.max(Date.now(), before.changedAtMs + 1),
        ...(body.secrets !== undefined && (await sealedSecrets(env, id, secrets))),
      };
      const outcome = await workspaceStub(env).changeGateway(after, before.changedAtMs);
      if (outcome === 'same-name') throw sameName(after.name);
      if (outcome === 'changed') {
        throw new ApiProblem(409, 'The gateway was changed or removed meanwhile: look at it again.');
      }
      forgetGateway(id);
      return detailsOf(env, originOf(context.req.url), after);
    },
  }),
  endpoint({
    route: 'POST /api/gateways/{id}/test',
    summary: 'Send one message through a gateway, to try it',
    access: 'admin',
    body: testMessage,
    answer: testOutcome,
    refusals: { ...ask404, 409: 'The credentials do not open any more: give them again' },
    examples: [
      {
        params: { id: OUTBOX },
        body: { to: '+4520123456', from: 'Brand', text: 'Hej med dig' },
      },
    ],
    handle: async ({ context, env, params: { id }, body }) => {
      const of = id === OUTBOX ? null : await stored(env, id);
      const gateway = of === null ? await openGateway(env, OUTBOX) : await opened(env, of);
      if (gateway === null) throw new ApiProblem(409, 'The credentials do not open any more: give them again.');
      const test = `${TEST_PREFIX}${toHex(crypto.getRandomValues(new Uint8Array(12)))}`;
      const nowMs = Date.now();
      // Before it goes out: a report may come before the answer.
      if (of !== null) await workspaceStub(env).noteGatewayTest(id, { id: test, atMs: nowMs, outcome: 'unknown' });
      const reportUrl = await reportUrlOf(env, originOf(context.req.url), id);
      const plan = (await texts()).planSegments(body.text);
      const { encoding = plan.encoding, segments = plan.segments, ...message } = body;
      const out = { id: test, ...message, encoding, segments, reportUrl };
      const [told] = await gateway.send([out], new Deadline());
      if (told === undefined) throw new Error('a gateway gave no outcome for its message');
      const outcome = storable(told, out);
      if (of !== null) {
        await workspaceStub(env).noteGatewayTestOutcome(id, test, outcome.is);
        const errors = errorsIn([outcome], nowMs);
        if (errors.length > 0) await workspaceStub(env).noteGatewayErrors(id, errors);
        else await workspaceStub(env).noteGatewayUse(id, null, nowMs);
      }
      return { ...shownOutcome(outcome), ...(of !== null && { test }) };
    },
  }),
  endpoint({
    route: 'POST /api/gateways/{id}/poll',
    summary: 'Ask a gateway for reports and texts, where it does not call back; one that only calls back has none',
    access: 'admin',
    answer: polled,
    refusals: {
      ...ask404,
      409: 'The credentials do not open any more: give them again',
      503: 'The gateway does not answer, or storage is out of reach',
    },
    examples: [{ params: { id: SAMPLE_ID } }],
    handle: async ({ env, params: { id } }) => {
      const gateway = await opened(env, await stored(env, id));
      if (gateway === null) throw new ApiProblem(409, 'The credentials do not open any more: give them again.');
      const found = await pollGateway(env, id, gateway, new Deadline()).catch(() => null);
      if (found === null)
        throw outage('The gateway does not answer, or does not accept the key. Try again in a while.');
      return found;
    },
  }),
  endpoint({
    route: 'DELETE /api/gateways/{id}',
    summary: 'Remove a gateway with its credentials: what it calls back about from now on is not heard',
    access: 'admin',
    refusals: ask404,
    examples: [{ params: { id: SAMPLE_ID } }],
    handle: async ({ env, params: { id } }) => {
      const senders = await workspaceStub(env).removeGateway(id);
      if (senders === null) throw noGateway();
      forgetGateway(id);
      await inGroups(senders, AT_ONCE, (sender) => stopSender(env, id, sender));
    },
  }),
];

/** One that does not answer, or has yet to begin, stops by itself within half a minute: it finds no gateway. */
async function stopSender(env: Env, gateway: string, sender: SenderName): Promise<void> {
  try {
    await within(senderStub(env, sender, sender.shard).gatewayGone(sender.publishedAtMs, gateway), ANSWER_MS);
  } catch (error) {
    if (!isFinal(error))
      log('sender-silent', { host: sender.host, campaign: sender.number, shard: sender.shard, error });
  }
}

const noGateway = () => new ApiProblem(404, 'There is no such gateway.');

const originOf = (url: string): string => new URL(url).origin;

async function stored(env: Env, id: string): Promise<StoredGateway> {
  const found = await workspaceStub(env).gateway(id);
  if (found === null || !isKind(found.kind)) throw noGateway();
  return found;
}

function kindOf({ kind }: StoredGateway): GatewayKind {
  if (!isKind(kind)) throw new Error('a later version made a gateway of another kind');
  return kind;
}

const opens = async (env: Env, one: StoredGateway): Promise<boolean> => (await opened(env, one)) !== null;

const sameName = (name: string): ApiProblem =>
  fieldProblem(
    409,
    '/name',
    'same-name',
    `There is a gateway called ${name}: who sends chooses by the name, so give another.`,
  );

function refuseFaults(kind: GatewayKind, settings: unknown, secrets: unknown): void {
  const faults: readonly Fault[] = KINDS[kind].faultsOf([settings, secrets]);
  const [first] = faults;
  if (first !== undefined) throw new ApiProblem(422, first.detail, faults);
}

/** `before`: null, if they do not open. `edit`: undefined, if none is changed. */
function secretsAfter(kind: GatewayKind, before: unknown, edit: unknown): unknown {
  if (edit === undefined) {
    if (before !== null) return before;
    throw fieldProblem(422, '/secrets', 'missing', 'The secrets do not open any more: give them again.');
  }
  const { secrets, missing } = KINDS[kind].changed(before, edit);
  const errors = missing.map((path) => ({
    ...{ pointer: `/secrets${path}`, code: 'missing' },
    detail: `There is no secret /secrets${path} that could stay as it is: give it.`,
  }));
  const [first] = errors;
  if (first !== undefined) throw new ApiProblem(422, first.detail, errors);
  return secrets;
}

async function detailsOf(env: Env, origin: string, one: StoredGateway): Promise<GatewayDetails> {
  const [{ errors, tests, acceptedAtMs }, callback, secrets, gateway] = await Promise.all([
    workspaceStub(env).gatewayNews(one.id),
    callbackSecret(env, one.id),
    secretsOf(env, one),
    opened(env, one),
  ]);
  const kind = kindOf(one);
  const inbound = callbackUrl(origin, one.id, callback, 'inbound');
  return {
    ...{ id: one.id, kind, name: one.name, settings: JSON.parse(one.settings), isReadable: gateway !== null },
    ...{ secretNames: KINDS[kind].secretNames(secrets), refusesKnownIds: gateway?.refusesKnownIds ?? null },
    ...{ createdAtMs: one.createdAtMs, changedAtMs: one.changedAtMs },
    callbacks: {
      report: callbackUrl(origin, one.id, callback, 'report'),
      inbound: kind === 'kannel' ? inbound + KANNEL_INBOUND_QUERY : inbound,
    },
    errors: errors.map((error) => ({ ...error, words: WORDS[error.reason] })),
    acceptedAtMs,
    lastTest: tests[0] ?? null,
    tests,
  };
}

/** States in which a message is not at its end, and does not wait to be handed over. */
const OPEN = ['handed-over', 'accepted', 'unknown'] as const satisfies readonly MessageState[];
const AT_ONCE = 10;
const ANSWER_MS = 15_000;

async function sendingsThrough(env: Env, id: string): Promise<SendingUnderWay[]> {
  const campaigns = await workspaceStub(env).gatewayCampaigns(id, Date.now());
  const all = await inGroups(campaigns, AT_ONCE, async (campaign): Promise<SendingUnderWay[]> => {
    const progress = await progressOf(env, campaign).catch(noSending);
    if (progress === null || progress.gateway !== id) return [];
    const { state, messages } = progress;
    if (state === 'cancelled' || state === 'collecting') return [];
    const open = OPEN.reduce((sum, one) => sum + messages[one], 0);
    if (messages.waiting + open === 0) return [];
    const { host, number } = campaign.record;
    return [{ id: campaignId(host, number), name: campaign.info.name, state, waiting: messages.waiting, open }];
  });
  return all.flat();
}

/** Its senders know nothing of it, as after a restored backup. */
function noSending(error: unknown): null {
  if (error instanceof ApiProblem && (error.status === 404 || error.status === 409)) return null;
  throw error;
}

function shownOutcome(outcome: SendOutcome): TestOutcome {
  if (outcome.is === 'accepted') {
    const { is, ...more } = outcome;
    return { outcome: is, ...more };
  }
  const { is, reason, detail } = outcome;
  return { outcome: is, reason, words: WORDS[reason], ...(detail !== undefined && { detail }) };
}
