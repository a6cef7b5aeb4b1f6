import { type Context, Hono } from 'hono';
import { SLOTS_PER_CAMPAIGN } from 'klikspor';
import type { Campaign, CampaignEdit, NewCampaign, NewLink } from '../../api.d.ts';
import { forgetRecords } from '../campaigns.ts';
import { core } from '../core.ts';
import type { CampaignRecord, DomainRecord, LinkRecord } from '../records.ts';
import type { CampaignInfo, StoredCampaign } from '../rpc.ts';
import { shardsFor } from '../shards.ts';
import { deriveSlugKey, SlugKeyError } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, need, sha256Hex } from './auth.ts';
import { readBody } from './body.ts';
import { campaignId, campaignOfId } from './campaign-id.ts';
import { linkPrefixOf } from './domains.ts';
import { ApiProblem, fieldProblem } from './problem.ts';
import { refusalText } from './refusals.ts';
import { campaignEdit, newCampaign } from './schemas.ts';

const MOST_A_PAGE = 250;
const A_PAGE = 50;

export const campaigns = new Hono<ApiEnv>()
  .get('/', need('campaigns:read'), async (context) => {
    const limit = pageLimit(context.req.query('pageLimit'));
    const before = cursor(context.req.query('cursor'));
    // One more than asked for tells whether there is a next page.
    const found = await workspaceStub(context.env).campaigns(before, limit + 1);
    const entries = found.slice(0, limit);
    const last = entries.at(-1);
    const next =
      found.length > limit && last !== undefined
        ? { next: `/api/campaigns?pageLimit=${limit}&cursor=${last.seq}` }
        : {};
    return context.json({ entries: entries.map((stored) => shown(context, stored)), _links: next });
  })
  .post('/', need('campaigns:write'), async (context) => {
    const { value, octets } = await readBody(context.req.raw, newCampaign);
    const workspace = workspaceStub(context.env);
    const host = value.host.toLowerCase();
    const domain = await workspace.domain(host);
    if (domain === null) {
      throw fieldProblem(422, '/host', 'unknown-domain', `${value.host} is no link domain yet: add it first.`);
    }
    await checkKeys(context.env, host, domain);
    const links = finishedLinks(value.links);
    const { draft, info } = drafted(value, host, domain, links);
    const once = await onceOf(context, octets);
    const stored = await workspace.publish(host, draft, info, once);
    if (stored === 'other-body') {
      throw new ApiProblem(422, 'This Idempotency-Key was used with another body: send a new key, or the same body.');
    }
    if (stored === null) throw new ApiProblem(409, `${host} is no link domain any more.`);
    forgetRecords();
    const campaign = shown(context, stored);
    return context.json<Campaign>(campaign, 201, { location: `/api/campaigns/${encodeURIComponent(campaign.id)}` });
  })
  .get('/:id', need('campaigns:read'), async (context) =>
    context.json<Campaign>(shown(context, await campaignOfId(context.env, context.req.param('id')))),
  )
  .patch('/:id', need('campaigns:write'), async (context) => {
    const { value } = await readBody(context.req.raw, campaignEdit);
    const { record, info } = await campaignOfId(context.env, context.req.param('id'));
    const edited = applied(value, record, info);
    const stored = await workspaceStub(context.env).editCampaign(edited.record, edited.info);
    if (stored === null) throw new ApiProblem(404, 'The campaign is gone.');
    forgetRecords();
    return context.json<Campaign>(shown(context, stored));
  });

function pageLimit(text: string | undefined): number {
  if (text === undefined) return A_PAGE;
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_A_PAGE) {
    throw new ApiProblem(400, `pageLimit is "${text}"; it must be a whole number from 1 to ${MOST_A_PAGE}.`);
  }
  return limit;
}

function cursor(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seq = Number(text);
  if (!Number.isSafeInteger(seq) || seq < 1) throw new ApiProblem(400, 'The cursor is not one that a page gave out.');
  return seq;
}

/** A wrong secret would seal links that never open. */
async function checkKeys(env: Env, host: string, domain: DomainRecord): Promise<void> {
  const newest = domain.keys[0];
  if (newest === undefined) throw new ApiProblem(503, `${host} has no slug key.`);
  try {
    const { fingerprint } = await deriveSlugKey(env, newest.key, host);
    if (fingerprint === newest.fingerprint) return;
  } catch (error) {
    if (error instanceof SlugKeyError) throw new ApiProblem(503, error.message);
    throw error;
  }
  throw new ApiProblem(
    503,
    `SLUG_KEY_${newest.key} is not the key that ${host} was set up with. Put the right secret back: with this one no link would open.`,
  );
}

/** Every destination finished by the core; all refusals are told at once. */
function finishedLinks(links: readonly NewLink[]): LinkRecord[] {
  const errors: ConstructorParameters<typeof ApiProblem>[2] = links.flatMap((link, i) => {
    if (link.kind === 'opt-out') return [];
    const outcome = core.buildDestination(link.url, link.parameters);
    if (outcome.ok) return [];
    const field = outcome.error === 'parameter-name' ? 'parameters' : 'url';
    return [{ pointer: `/links/${i}/${field}`, code: outcome.error, detail: refusalText(outcome.error) }];
  });
  const [first] = errors;
  if (first !== undefined) throw new ApiProblem(422, first.detail, errors);
  return links.map((link) => {
    if (link.kind === 'opt-out') return { kind: 'opt-out', url: null, tracked: true };
    const outcome = core.buildDestination(link.url, link.parameters);
    return { kind: 'destination', url: outcome.ok ? outcome.url : null, tracked: link.tracked ?? true };
  });
}

function drafted(
  value: NewCampaign,
  host: string,
  domain: DomainRecord,
  links: LinkRecord[],
): { draft: Omit<CampaignRecord, 'number'>; info: CampaignInfo } {
  const tracking = value.tracking ?? 'recipient';
  // The last slot of each link belongs to the test recipient.
  const most = Math.floor(SLOTS_PER_CAMPAIGN / links.length) - 1;
  if (tracking === 'recipient' && value.recipients > most) {
    throw fieldProblem(
      422,
      '/recipients',
      'too-many-recipients',
      `With ${links.length} links a campaign holds ${most} recipients: split the list at ${most}.`,
    );
  }
  const nowMs = Date.now();
  if (typeof value.expiresAtMs === 'number' && value.expiresAtMs <= nowMs) {
    throw fieldProblem(
      422,
      '/expiresAtMs',
      'in-the-past',
      'The links would have expired already: choose a later moment.',
    );
  }
  const recipients = tracking === 'aggregate' ? 1 : value.recipients;
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
      senderName: value.senderName || domain.senderName,
      language: value.language ?? 'da',
    },
    info: {
      name: value.name,
      template: value.template ?? '',
      labels: value.links.map((link) => (link.kind === 'destination' ? (link.label ?? '') : '')),
      sentTo: value.recipients,
    },
  };
}

async function onceOf(context: Context<ApiEnv>, octets: Uint8Array<ArrayBuffer>) {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return null;
  if (key === '' || key.length > 200) throw new ApiProblem(400, 'An Idempotency-Key has 1 to 200 characters.');
  return { key: `${context.get('credential').id} ${key}`, bodyHash: await sha256Hex(octets) };
}

function applied(
  edit: CampaignEdit,
  record: CampaignRecord,
  info: CampaignInfo,
): { record: CampaignRecord; info: CampaignInfo } {
  const links = record.links.map((link) => ({ ...link }));
  const labels = [...info.labels];
  for (const [i, change] of (edit.links ?? []).entries()) {
    const link = links[change.link];
    const at = `/links/${i}`;
    if (link === undefined) {
      throw fieldProblem(
        422,
        `${at}/link`,
        'no-such-link',
        `The campaign has links 0 to ${links.length - 1}: their number is frozen.`,
      );
    }
    if (change.url === undefined && change.parameters !== undefined) {
      throw fieldProblem(422, `${at}/parameters`, 'url-missing', 'Parameters are added to a url: send both.');
    }
    if (change.url !== undefined) {
      if (link.kind === 'opt-out')
        throw fieldProblem(422, `${at}/url`, 'opt-out-link', 'The opt-out link has no destination.');
      const outcome = core.buildDestination(change.url, change.parameters);
      if (!outcome.ok) throw fieldProblem(422, `${at}/url`, outcome.error, refusalText(outcome.error));
      link.url = outcome.url;
    }
    if (change.label !== undefined) labels[change.link] = change.label;
  }
  return {
    record: { ...record, links, ...(edit.expiresAtMs !== undefined && { expiresAtMs: edit.expiresAtMs }) },
    info: { ...info, labels, ...(edit.name !== undefined && { name: edit.name }) },
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
    links: record.links.map(({ kind, url, tracked }, i) => ({ kind, url, tracked, label: info.labels[i] ?? '' })),
    tracking,
    counting,
    template: info.template,
    senderName,
    language,
    createdAtMs: publishedAtMs,
    expiresAtMs,
    width,
    linkPrefix: linkPrefixOf(context.req.url, host),
    shards,
  };
}
