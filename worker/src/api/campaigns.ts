/** Campaigns: published, listed, edited. */
import type { Context } from 'hono';
import * as v from 'valibot';
import { type Addresses, addresses } from '../addresses.ts';
import { forgetCampaign } from '../campaigns.ts';
import { core } from '../core.ts';
import type { CampaignRecord, DomainRecord, LinkRecord } from '../records.ts';
import type { CampaignInfo, Once, StoredCampaign } from '../rpc/catalogue.ts';
import { NOTHING_SENT } from '../sent.ts';
import { shardsFor } from '../shards.ts';
import { workspaceStub } from '../stubs.ts';
import { canAnswer, takesAnswers } from '../ways.ts';
import { type ApiEnv, credentialIn, sha256Hex } from './auth.ts';
import {
  type CampaignEdit,
  campaign,
  campaignEdit,
  type NewCampaign,
  newCampaign,
  type Registration,
} from './campaign.ts';
import { campaignOfId } from './campaign-id.ts';
import { requireWayOut, takenContact } from './contact.ts';
import { hostsOf } from './destinations.ts';
import { endpoint } from './endpoint.ts';
import { proofUrlOf } from './hosts.ts';
import { readyToSeal } from './keys.ts';
import { LinkFinisher } from './links.ts';
import { checkList, otherVersionOf } from './list-identity.ts';
import { noteList } from './list-names.ts';
import { ApiProblem, fieldProblem, outage } from './problem.ts';
import { cursor, truth, wholeNumber } from './query.ts';
import { shownCampaign } from './shown-campaign.ts';

const MOST_A_PAGE = 250;
const A_PAGE = 50;
/** Edits of one campaign at the same moment: each looks again at what the other left. */
const MOST_EDIT_ATTEMPTS = 5;
const DAY_MS = 86_400_000;

export const campaignEndpoints = [
  endpoint({
    route: 'POST /api/campaigns',
    summary: 'Publish a campaign (Idempotency-Key is honoured)',
    access: 'campaigns:write',
    body: newCampaign,
    answer: campaign,
    status: 201,
    refusals: { 409: 'The domain is not proved, or the other version has its other version already' },
    examples: [
      {
        body: {
          name: 'Spring',
          host: 's.brand.dk',
          recipients: 3,
          links: [
            { kind: 'destination', url: 'www.brand.dk/spring', parameters: [['utm_source', 'sms']] },
            { kind: 'opt-out' },
          ],
        },
      },
      {
        body: {
          name: 'Poster',
          host: 's.brand.dk',
          recipients: 2_000,
          tracking: 'aggregate',
          links: [{ kind: 'destination', url: 'https://www.brand.dk/summer', label: 'Summer sale' }],
        },
      },
    ],
    handle: async ({ context, env, body, octets }) => {
      const once = await onceOf(context, octets);
      const stored = await published(env, body, once, context.req.url);
      await forgetCampaign(stored.record);
      const told = shownCampaign(context.req.url, stored);
      context.header('location', `/api/campaigns/${encodeURIComponent(told.id)}`);
      return told;
    },
  }),
  endpoint({
    route: 'GET /api/campaigns',
    summary: 'Campaigns, newest first',
    access: 'campaigns:read',
    query: {
      cursor: cursor('From the last page'),
      pageLimit: wholeNumber('How many; 50 without it', 1, MOST_A_PAGE),
      archived: truth('Those put away alone, or the others alone; all without it'),
    },
    answer: v.strictObject({
      entries: v.array(campaign),
      /** Absent: there is no further page. */
      _links: v.strictObject({ next: v.exactOptional(v.string()) }),
    }),
    examples: [{}, { query: { pageLimit: 1, archived: false } }],
    handle: async ({ context, env, query: { cursor, pageLimit = A_PAGE, archived } }) => {
      // One more than asked for tells whether there is a next page.
      const found = await workspaceStub(env).campaigns(seqOf(cursor), pageLimit + 1, archived ?? null);
      const page = found.slice(0, pageLimit);
      const last = page.at(-1);
      const only = archived === undefined ? '' : `archived=${archived}&`;
      const next =
        found.length > pageLimit && last !== undefined
          ? { next: `/api/campaigns?${only}pageLimit=${pageLimit}&cursor=${cursorOf(last.seq)}` }
          : {};
      return { entries: page.map((stored) => shownCampaign(context.req.url, stored)), _links: next };
    },
  }),
  endpoint({
    route: 'GET /api/campaigns/{id}',
    summary: 'One campaign',
    access: 'campaigns:read',
    answer: campaign,
    refusals: { 404: 'There is no such campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ context, env, params: { id } }) => shownCampaign(context.req.url, await campaignOfId(env, id)),
  }),
  endpoint({
    route: 'PATCH /api/campaigns/{id}',
    summary: 'Change destinations, labels, name, expiry, contact, moment of sending; archive',
    access: 'campaigns:write',
    body: campaignEdit,
    answer: campaign,
    refusals: { 404: 'There is no such campaign', 409: 'Others are changing it at the same moment' },
    examples: [
      { params: { id: 's.brand.dk:1' }, body: { links: [{ link: 0, url: 'https://www.brand.dk/spring-sale' }] } },
      { params: { id: 's.brand.dk:1' }, body: { archived: true } },
      // When the messages went out: what the report counts from.
      { params: { id: 's.brand.dk:1' }, body: { sentAtMs: 4_102_444_800_000 } },
    ],
    handle: async ({ context, env, params: { id }, body }) => {
      const linkHosts = hostsOf(await workspaceStub(env).domains());
      for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS; attempt++) {
        const before = await campaignOfId(env, id);
        const after = applied(await addresses(), body, before, linkHosts);
        const stored = await workspaceStub(env).editCampaign(before, after);
        if (stored === 'changed') continue;
        await forgetCampaign(stored.record);
        return shownCampaign(context.req.url, stored);
      }
      throw new ApiProblem(409, 'Others are changing this campaign at the same moment. Try again.');
    },
  }),
];

/** `isRunning`: messages are added to it later, and none is sent now. */
export async function published(
  env: Env,
  body: NewCampaign,
  once: Once | null,
  requestUrl: string,
  isRunning = false,
): Promise<StoredCampaign> {
  const workspace = workspaceStub(env);
  const host = body.host.toLowerCase();
  let stored: Awaited<ReturnType<typeof workspace.publish>> = 'keys-changed';
  // Twice at most: KV's keys are taken over once.
  for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS && stored === 'keys-changed'; attempt++) {
    const all = await workspace.domains();
    const found = all.find((domain) => domain.host === host);
    if (found === undefined) {
      throw fieldProblem(422, '/host', 'unknown-domain', `${body.host} is no link domain yet: add it first.`);
    }
    if (found.provedAtMs === null) throw unproved(host, proofUrlOf(requestUrl, host));
    const linkHosts = hostsOf(all);
    const finishing = await addresses();
    const finisher = new LinkFinisher(finishing, linkHosts);
    const links = body.links.map((link, i) => finisher.newLink(link, `/links/${i}`));
    finisher.throwIfAny();
    checkList(body, found.record);
    const versionOf = await otherVersionOf(env, body, host);
    const { record: domain } = await readyToSeal(env, found);
    const { draft, info } = drafted(finishing, body, host, domain, links, linkHosts);
    if (body.listName !== undefined) await noteList(env, host, body.listName, '/listName');
    const running = isRunning && { isRunning: true as const, sentTo: 0, sent: [NOTHING_SENT] };
    stored = await workspace.publish(host, draft, { ...info, ...running }, once, versionOf);
  }
  switch (stored) {
    case 'other-body':
      throw new ApiProblem(422, 'This Idempotency-Key was used with another body: send a new key, or the same body.');
    case 'has-version':
      throw fieldProblem(409, '/versionOf', 'has-version', `${body.versionOf} has its other version already.`);
    case 'unsure':
    case 'keys-changed':
      throw outage(
        `Nobody can say which campaign numbers of ${host} are free: neither KV nor the counters answer. Nothing was published; try again in a minute.`,
      );
    case null:
      throw new ApiProblem(409, `${host} is no link domain any more.`);
    default:
      return stored;
  }
}

/** Links on a host that leads elsewhere would be dead, or open a stranger's pages. */
export function unproved(host: string, proofUrl: string): ApiProblem {
  return fieldProblem(
    409,
    '/host',
    'domain-unproved',
    `${host} does not point here yet: once ${proofUrl} answers, send what it says as {"proof": …} to POST /api/domains/${host}/proof.`,
  );
}

/** Opaque to the caller: pages go on where the last one ended, whatever is published meanwhile. */
const cursorOf = (seq: number): string => btoa(`seq ${seq}`).replaceAll('=', '');

function seqOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  let text = '';
  try {
    text = atob(cursor);
  } catch {
    // Told below.
  }
  const digits = /^seq ([1-9]\d{0,14})$/.exec(text)?.[1];
  if (digits === undefined) throw new ApiProblem(400, 'The cursor is not one that a page gave out: start without one.');
  return Number(digits);
}

function drafted(
  addresses: Addresses,
  value: NewCampaign,
  host: string,
  domain: DomainRecord,
  links: LinkRecord[],
  linkHosts: ReadonlySet<string>,
): { draft: Omit<CampaignRecord, 'number'>; info: CampaignInfo } {
  const tracking = value.tracking ?? 'recipient';
  // The last slot of each link belongs to the test recipient.
  const most = core.testRecipient(links.length);
  if (tracking === 'recipient' && value.recipients > most) {
    throw fieldProblem(
      422,
      '/recipients',
      'too-many-recipients',
      `With ${links.length} ${links.length === 1 ? 'link' : 'links'} a campaign holds ${most} recipients: split the list at ${most}.`,
    );
  }
  const leftOut = value.limit?.leftOut ?? 0;
  if (leftOut >= value.recipients) {
    throw fieldProblem(
      422,
      '/limit/leftOut',
      'nobody-left',
      `Of ${value.recipients} recipients ${leftOut} are left out: nobody would be sent a message.`,
    );
  }
  if (leftOut > 0 && typeof value.limit?.shorter === 'string') {
    throw fieldProblem(
      422,
      '/limit/leftOut',
      'nobody-left-out',
      'With a shorter text recipients above the limit are sent that, and nobody is left out: leftOut must be 0.',
    );
  }
  const nowMs = Date.now();
  checkExpiry(value.expiresAtMs, nowMs);
  if (tracking === 'aggregate' && value.basis !== undefined) {
    throw fieldProblem(
      422,
      '/basis',
      'nobody-counted',
      'An aggregate campaign counts in total only and needs no basis: leave it out, or track recipients.',
    );
  }
  checkRegistrations(value.registrations ?? [], nowMs);
  const recipients = tracking === 'aggregate' ? 1 : value.recipients;
  const senderName = value.senderName || domain.senderName;
  const answers = value.takesAnswers ?? canAnswer(senderName);
  const contact = takenContact(addresses, value.contact, linkHosts);
  requireWayOut(tracking, links, answers, contact);
  return {
    draft: {
      host,
      workspace: domain.workspace,
      links,
      recipients,
      tracking,
      counting: value.counting ?? 'fast',
      shards: shardsFor(recipients),
      jurisdiction: domain.jurisdiction,
      publishedAtMs: nowMs,
      expiresAtMs: value.expiresAtMs ?? null,
      senderName,
      language: value.language ?? 'da',
      ...(contact && { contact }),
      takesAnswers: answers,
      ...(value.listName !== undefined && { listName: value.listName }),
    },
    info: {
      name: value.name,
      template: value.template ?? '',
      labels: value.links.map((link) => (link.kind === 'destination' ? (link.label ?? '') : '')),
      sentTo: value.recipients - leftOut,
      ...(value.limit && { limit: value.limit }),
      ...(value.cost && { cost: value.cost }),
      ...(value.kind !== undefined && { kind: value.kind }),
      ...(value.basis !== undefined && { basis: { ...value.basis, statedAtMs: nowMs } }),
      ...(value.writeScheme && { writeScheme: true }),
      ...(value.registrations && { registrations: value.registrations }),
      ...(value.list !== undefined && { list: value.list }),
    },
  };
}

/** Each is stated once, and of the past; where the owner is it may be tomorrow already. */
function checkRegistrations(registrations: readonly Registration[], nowMs: number): void {
  const tomorrow = new Date(nowMs + DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length);
  const seen = new Set<string>();
  for (const [i, entry] of registrations.entries()) {
    const key = `${entry.country} ${entry.of}`;
    if (seen.has(key)) {
      throw fieldProblem(
        422,
        `/registrations/${i}`,
        'stated-twice',
        `The ${entry.of} is stated twice for ${entry.country}: leave one out.`,
      );
    }
    seen.add(key);
    if (entry.state !== 'not-asked' && entry.on > tomorrow) {
      throw fieldProblem(
        422,
        `/registrations/${i}/on`,
        'in-the-future',
        `${entry.on} is yet to come: state what was done.`,
      );
    }
  }
}

function checkExpiry(expiresAtMs: number | null | undefined, nowMs: number): void {
  if (typeof expiresAtMs !== 'number' || expiresAtMs > nowMs) return;
  throw fieldProblem(
    422,
    '/expiresAtMs',
    'in-the-past',
    'The links would have expired already: choose a later moment.',
  );
}

/** Before there were links no message had one. */
function checkSending(sentAtMs: number | null | undefined, publishedAtMs: number): void {
  if (typeof sentAtMs !== 'number' || sentAtMs >= publishedAtMs) return;
  throw fieldProblem(
    422,
    '/sentAtMs',
    'before-publishing',
    `The campaign was published at ${publishedAtMs} (createdAtMs): its messages cannot have gone out before.`,
  );
}

export async function onceOf(context: Context<ApiEnv>, octets: Uint8Array<ArrayBuffer>): Promise<Once | null> {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return null;
  if (key === '' || key.length > 200) throw new ApiProblem(400, 'An Idempotency-Key has 1 to 200 characters.');
  return { key: `${credentialIn(context).id} ${key}`, bodyHash: await sha256Hex(octets) };
}

function applied(
  addresses: Addresses,
  edit: CampaignEdit,
  { record, info }: StoredCampaign,
  linkHosts: ReadonlySet<string>,
): { record: CampaignRecord; info: CampaignInfo } {
  const links = [...record.links];
  const labels = [...info.labels];
  const finisher = new LinkFinisher(addresses, linkHosts);
  for (const [i, change] of (edit.links ?? []).entries()) {
    const link = finisher.edited(links[change.link], change, `/links/${i}`, links.length);
    if (link === undefined) continue;
    links[change.link] = link;
    if (change.label !== undefined) labels[change.link] = change.label;
  }
  finisher.throwIfAny();
  const { archived, sentAtMs: saidAtMs, ...kept } = info;
  const sentAtMs = edit.sentAtMs === undefined ? saidAtMs : edit.sentAtMs;
  checkSending(edit.sentAtMs, record.publishedAtMs);
  // In the order that its fields had: what is the same must read the same, or KV would be written for nothing.
  const edited: CampaignRecord = {
    ...record,
    links,
    ...(edit.expiresAtMs !== undefined && { expiresAtMs: edit.expiresAtMs }),
  };
  if (edit.contact !== undefined) {
    const contact = takenContact(addresses, edit.contact, linkHosts);
    requireWayOut(record.tracking, links, takesAnswers(record), contact);
    if (contact === undefined) delete edited.contact;
    else edited.contact = contact;
  }
  return {
    record: edited,
    info: {
      ...kept,
      labels,
      ...(edit.name !== undefined && { name: edit.name }),
      ...((edit.archived ?? archived) && { archived: true }),
      ...(typeof sentAtMs === 'number' && { sentAtMs }),
      ...(edit.conversionDays !== undefined && { conversionDays: edit.conversionDays }),
    },
  };
}
