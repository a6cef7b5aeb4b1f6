/** A campaign as it is told, from what is stored of it. */
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { takesAnswers } from '../ways.ts';
import type { Campaign } from './campaign.ts';
import { campaignId } from './campaign-id.ts';
import { linkPrefixOf } from './hosts.ts';
import { shownLink } from './links.ts';

/** `requestUrl`: of whoever asks, which says how links are shown. */
export function shownCampaign(requestUrl: string, { record, info, width }: StoredCampaign): Campaign {
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
    ...(info.sentAtMs !== undefined && { sentAtMs: info.sentAtMs }),
    expiresAtMs,
    width,
    linkPrefix: `${info.writeScheme ? 'https://' : ''}${linkPrefixOf(requestUrl, host)}`,
    shards,
    ...(info.archived && { archived: true }),
    ...(info.limit && { limit: info.limit }),
    ...(info.cost && { cost: info.cost }),
    ...(info.registrations && { registrations: info.registrations }),
    ...(info.list && { list: info.list }),
    ...(record.listName !== undefined && { listName: record.listName }),
    ...(info.conversionDays !== undefined && { conversionDays: info.conversionDays }),
    ...(info.otherVersion !== undefined && { otherVersion: campaignId(host, info.otherVersion) }),
    ...(record.contact && { contact: record.contact }),
    takesAnswers: takesAnswers(record),
  };
}
