/** What gateways tell, on its way to whom it concerns: reports to whoever sent, texts to the suppression set and the inbox. */
import { campaignId } from '../api/campaign-id.ts';
import { log, nameOf } from '../log.ts';
import { reporting } from '../reporting.ts';
import type { NumberWord } from '../rpc/suppression.ts';
import { takeMessageReports } from '../sending/reports.ts';
import { deriveNumberKey } from '../slug-keys.ts';
import type { KeptTold } from '../stores/told-store.ts';
import { workspaceStub } from '../stubs.ts';
import { kept } from './boxes.ts';
import type { Deadline } from './deadline.ts';
import type { Gateway, GatewayReport, InboundText, Told } from './gateway.ts';
import { keptSealing } from './sealing.ts';

/** Ids of messages that were sent to try a gateway; no message of a campaign has one that begins so. */
export const TEST_PREFIX = 'test_';

/**
 * Whoever calls answers the gateway only when this is done: what is told and not stored would not be told again. Reports of
 * ids that nobody knows are left.
 */
export async function takeReports(env: Env, gateway: string, reports: readonly GatewayReport[]): Promise<void> {
  for (const { id, state, atMs = Date.now() } of reports) {
    if (id?.startsWith(TEST_PREFIX)) await workspaceStub(env).noteGatewayTestState(gateway, id, state, atMs);
  }
  await takeMessageReports(env, gateway, reports);
}

/** How much of what it told was taken in; one that only calls back tells nothing. Rejects if it does not answer. */
export async function pollGateway(
  env: Env,
  id: string,
  gateway: Gateway,
  deadline: Deadline,
): Promise<{ reports: number; texts: number; more: boolean }> {
  if (gateway.poll === undefined) return { reports: 0, texts: 0, more: false };
  let [reports, texts] = [0, 0];
  const more = await gateway.poll(deadline, async (told) => {
    if (told.reports.length + told.inbound.length === 0) return;
    // On disk before anything else: what was told is told nobody a second time.
    const sealed = await keptSealing(env).seal(TOLD, JSON.stringify(told));
    const seq = await workspaceStub(env).keepTold(id, sealed);
    await takeKeptTold(env, { ...sealed, seq, gateway: id });
    reports += told.reports.length;
    texts += told.inbound.length;
  });
  return { reports, texts, more };
}

const TOLD = 'told';

/** Never rejects: what cannot be taken in now is kept, and tried again in a while. Taken in twice it counts once. */
export async function takeKeptTold(env: Env, { seq, gateway, ...sealed }: KeptTold): Promise<void> {
  try {
    const text = await keptSealing(env).open(TOLD, sealed);
    if (text === null) throw new Error('it does not open');
    const { reports, inbound } = JSON.parse(text) as Told;
    await Promise.all([takeReports(env, gateway, reports), takeInbound(env, gateway, inbound)]);
    await workspaceStub(env).dropTold(seq);
  } catch (error) {
    log('told-waits', { object: gateway, error: nameOf(error) });
  }
}

/**
 * STOP and START go to the suppression set at once, and all of it into the inbox. A text that is told twice changes nothing
 * the second time.
 */
export async function takeInbound(env: Env, gateway: string, texts: readonly InboundText[]): Promise<void> {
  if (texts.length === 0) return;
  const nowMs = Date.now();
  const { inboundWord } = await reporting();
  const words = texts.map(({ text }) => inboundWord(text));
  const said = await Promise.all(
    texts.map(async ({ from, maybe, atMs = nowMs }, at): Promise<NumberWord[]> => {
      const says = words[at];
      if (says !== 'stop' && says !== 'start') return [];
      const numbers = [from, ...(maybe === undefined ? [] : [maybe])].filter((number) => E164.test(number));
      const hashes = await hashesOf(env, numbers);
      return hashes.map((hash) => ({ hash, host: null, says, source: 'keyword', atMs: Math.min(atMs, nowMs) }));
    }),
  );
  // First: whoever wrote STOP is not to be sent another message for the inbox's sake.
  if (said.flat().length > 0) await workspaceStub(env).takeWords(said.flat());
  const sealing = keptSealing(env);
  const campaigns = await lastCampaigns(env, texts);
  const messages = texts.map(async ({ from, to, text, key, atMs = nowMs }, at) => {
    const word = words[at] ?? 'neither';
    const campaign = campaigns[at];
    const whole = { gateway, from, to, text, word, ...(typeof campaign === 'string' && { campaign }) };
    const sealed = await kept(sealing, 'inbox', { id: `${gateway} ${key}`, atMs: Math.min(atMs, nowMs), text: whole });
    // What STOP and START are for is done: nobody has to read them.
    return { ...sealed, word, isUnread: word === 'neither' };
  });
  await workspaceStub(env).keepMessages('inbox', await Promise.all(messages));
}

/** Which campaign each of them was sent last; null: none lately. */
async function lastCampaigns(env: Env, texts: readonly InboundText[]): Promise<(string | null)[]> {
  const hashes = await Promise.all(
    texts.map(
      async ({ from, maybe }) =>
        await hashesOf(
          env,
          [from, maybe ?? from].filter((one) => E164.test(one)),
        ),
    ),
  );
  return Promise.all(
    hashes.map(async (own) => {
      for (const hash of own) {
        const campaign = await workspaceStub(env).lastSentTo(hash);
        if (campaign !== null) return campaignId(campaign.host, campaign.number);
      }
      return null;
    }),
  );
}

export const E164 = /^\+[1-9]\d{6,14}$/;

/** Of numbers in the form of E.164. */
export async function hashesOf(env: Env, numbers: readonly string[]): Promise<Uint8Array[]> {
  const { hashNumbers } = await reporting();
  const key = await deriveNumberKey(env);
  return numbers.map((number) => hashNumbers(key, Float64Array.of(Number(number.slice(1)))));
}
