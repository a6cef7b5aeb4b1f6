import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { Campaign, CampaignEdit, NewCampaign, Registration } from '../../api.d.ts';
import { type Addresses, addresses } from '../addresses.ts';
import { forgetCampaign } from '../campaigns.ts';
import { core } from '../core.ts';
import type { CampaignRecord, DomainRecord, LinkRecord } from '../records.ts';
import type { CampaignInfo, StoredCampaign } from '../rpc.ts';
import { shardsFor } from '../shards.ts';
import { workspaceStub } from '../stubs.ts';
import { canAnswer, takesAnswers } from '../ways.ts';
import { type ApiEnv, need, sha256Hex } from './auth.ts';
import { readBody } from './body.ts';
import { campaignId, campaignOfId } from './campaign-id.ts';
import { requireWayOut, takenContact } from './contact.ts';
import { hostsOf } from './destinations.ts';
import { linkPrefixOf, proofUrlOf } from './hosts.ts';
import { readyToSeal } from './keys.ts';
import { LinkFinisher, shownLink } from './links.ts';
import { checkList, otherVersionOf } from './list-identity.ts';
import { ApiProblem, fieldProblem, outage } from './problem.ts';
import { truth, wholeNumber } from './query.ts';
import { campaignEdit, newCampaign } from './schemas.ts';

const MOST_A_PAGE = 250;
const A_PAGE = 50;
/** Edits of one campaign at the same moment: each looks again at what the other left. */
const MOST_EDIT_ATTEMPTS = 5;
const DAY_MS = 86_400_000;

export const campaigns = new Hono<ApiEnv>()
  .get('/', need('campaigns:read'), async (context) => {
    const limit = wholeNumber('pageLimit', context.req.query('pageLimit'), 1, MOST_A_PAGE) ?? A_PAGE;
    const before = seqOf(context.req.query('cursor'));
    const archived = truth('archived', context.req.query('archived'));
    // One more than asked for tells whether there is a next page.
    const found = await workspaceStub(context.env).campaigns(before, limit + 1, archived ?? null);
    const entries = found.slice(0, limit);
    const last = entries.at(-1);
    const only = archived === undefined ? '' : `archived=${archived}&`;
    const next =
      found.length > limit && last !== undefined
        ? { next: `/api/campaigns?${only}pageLimit=${limit}&cursor=${cursorOf(last.seq)}` }
        : {};
    return context.json({ entries: entries.map((stored) => shown(context, stored)), _links: next });
  })
  .post('/', need('campaigns:write'), async (context) => {
    const { value, octets } = await readBody(context.req.raw, newCampaign);
    const workspace = workspaceStub(context.env);
    const host = value.host.toLowerCase();
    const once = await onceOf(context, octets);
    let stored: Awaited<ReturnType<typeof workspace.publish>> = 'keys-changed';
    // Twice at most: KV's keys are taken over once.
    for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS && stored === 'keys-changed'; attempt++) {
      const all = await workspace.domains();
      const found = all.find((domain) => domain.host === host);
      if (found === undefined) {
        throw fieldProblem(422, '/host', 'unknown-domain', `${value.host} is no link domain yet: add it first.`);
      }
      if (found.provedAtMs === null) throw unproved(host, proofUrlOf(context.req.url, host));
      const linkHosts = hostsOf(all);
      const finishing = await addresses();
      const finisher = new LinkFinisher(finishing, linkHosts);
      const links = value.links.map((link, i) => finisher.newLink(link, `/links/${i}`));
      finisher.throwIfAny();
      checkList(value, found.record);
      const versionOf = await otherVersionOf(context.env, value, host);
      const { record: domain } = await readyToSeal(context.env, found);
      const { draft, info } = drafted(finishing, value, host, domain, links, linkHosts);
      stored = await workspace.publish(host, draft, info, once, versionOf);
    }
    if (stored === 'other-body') {
      throw new ApiProblem(422, 'This Idempotency-Key was used with another body: send a new key, or the same body.');
    }
    if (stored === 'has-version') {
      throw fieldProblem(409, '/versionOf', 'has-version', `${value.versionOf} has its other version already.`);
    }
    if (stored === 'unsure' || stored === 'keys-changed') {
      throw outage(
        `Nobody can say which campaign numbers of ${host} are free: neither KV nor the counters answer. Nothing was published; try again in a minute.`,
      );
    }
    if (stored === null) throw new ApiProblem(409, `${host} is no link domain any more.`);
    await forgetCampaign(stored.record);
    const campaign = shown(context, stored);
    return context.json<Campaign>(campaign, 201, { location: `/api/campaigns/${encodeURIComponent(campaign.id)}` });
  })
  .get('/:id', need('campaigns:read'), async (context) =>
    context.json<Campaign>(shown(context, await campaignOfId(context.env, context.req.param('id')))),
  )
  .patch('/:id', need('campaigns:write'), async (context) => {
    const { value } = await readBody(context.req.raw, campaignEdit);
    const linkHosts = hostsOf(await workspaceStub(context.env).domains());
    for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS; attempt++) {
      const before = await campaignOfId(context.env, context.req.param('id'));
      const after = applied(await addresses(), value, before, linkHosts);
      const stored = await workspaceStub(context.env).editCampaign(before, after);
      if (stored === 'changed') continue;
      await forgetCampaign(stored.record);
      return context.json<Campaign>(shown(context, stored));
    }
    throw new ApiProblem(409, 'Others are changing this campaign at the same moment. Try again.');
  });

/** Links on a host that leads elsewhere would be dead, or open a stranger's pages. */
function unproved(host: string, proofUrl: string): ApiProblem {
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
  const leftOut = value.budget?.leftOut ?? 0;
  if (leftOut >= value.recipients) {
    throw fieldProblem(
      422,
      '/budget/leftOut',
      'nobody-left',
      `Of ${value.recipients} recipients ${leftOut} are left out: nobody would be sent a message.`,
    );
  }
  if (leftOut > 0 && typeof value.budget?.shorter === 'string') {
    throw fieldProblem(
      422,
      '/budget/leftOut',
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
    },
    info: {
      name: value.name,
      template: value.template ?? '',
      labels: value.links.map((link) => (link.kind === 'destination' ? (link.label ?? '') : '')),
      sentTo: value.recipients - leftOut,
      ...(value.budget && { budget: value.budget }),
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

async function onceOf(context: Context<ApiEnv>, octets: Uint8Array<ArrayBuffer>) {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return null;
  if (key === '' || key.length > 200) throw new ApiProblem(400, 'An Idempotency-Key has 1 to 200 characters.');
  return { key: `${context.get('credential').id} ${key}`, bodyHash: await sha256Hex(octets) };
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
  const { archived, ...kept } = info;
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
    },
  };
}

export function shown(context: Context<ApiEnv>, { record, info, width }: StoredCampaign): Campaign {
  const { host, number, tracking, counting, senderName, language, publishedAtMs, expiresAtMs, shards } = record;
  return {
    id: campaignId(host, number),
    number,
    name: info.name,
    host,
    recipients: info.sentTo,
    links: record.links.map((link, i) => shownLink(link, info.labels[i] ?? '')),
    ...(info.kind && { kind: info.kind }),
    tracking,
    ...(info.basis && { basis: info.basis }),
    counting,
    template: info.template,
    senderName,
    language,
    createdAtMs: publishedAtMs,
    expiresAtMs,
    width,
    linkPrefix: `${info.writeScheme ? 'https://' : ''}${linkPrefixOf(context.req.url, host)}`,
    shards,
    ...(info.archived && { archived: true }),
    ...(info.budget && { budget: info.budget }),
    ...(info.registrations && { registrations: info.registrations }),
    ...(info.list && { list: info.list }),
    ...(info.otherVersion !== undefined && { otherVersion: campaignId(host, info.otherVersion) }),
    ...(record.contact && { contact: record.contact }),
    takesAnswers: takesAnswers(record),
  };
}
