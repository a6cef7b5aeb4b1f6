/** The request that publishes a draft, loaded with the first click on the button. */
import type { TemplateLink } from 'klikspor';
import type { Campaign, NewCampaign, NewLink } from '../../../worker/api.d.ts';
import { api } from '../api/client.ts';
import type { ListSummary, Look } from '../engine/protocol.ts';
import { language } from '../i18n/index.ts';
import { keepListOf } from './campaign-list.ts';
import { draft, expiresAtMs } from './draft.ts';
import { devicesOf, keepOnly, parametersOf, settingsOf } from './links.ts';
import { failure, justPublished, tried } from './publish.ts';

/** `seen`: the message as it stands, found in order. Null: refused, with the reason in `failure` or at its place. */
export async function send(recipients: ListSummary, seen: Look): Promise<Campaign | null> {
  const name = draft.name.peek().trim();
  if (draft.version.peek() !== '') {
    const { publishVersions } = await import('./publish-versions.ts');
    return publishVersions(name, recipients, seen);
  }
  const answer = await api.publish(newCampaign(name, recipients.size, draft.template.peek(), seen.outline.links));
  if (!answer.ok) {
    failure.value = answer;
    return null;
  }
  tried.value = false;
  keepOnly(seen.outline.links.map((link) => link.url));
  keepListOf(answer.value.id, recipients, recipients.fingerprint);
  justPublished.value = answer.value.id;
  return answer.value;
}

type OutlinedLink = Pick<TemplateLink, 'link' | 'kind' | 'url'>;

export function newCampaign(
  name: string,
  recipients: number,
  template: string,
  links: readonly OutlinedLink[],
): NewCampaign {
  return {
    name,
    host: draft.host.peek(),
    recipients,
    links: newLinks(links),
    template,
    senderName: draft.sender.peek().trim(),
    language: language.peek(),
    tracking: draft.tracking.peek(),
    expiresAtMs: expiresAtMs(draft.lastDay.peek()),
  };
}

function newLinks(links: readonly OutlinedLink[]): NewLink[] {
  const byPosition = new Map<number, NewLink>();
  for (const { link, kind, url } of links) {
    if (link < 0) continue;
    const { label, tracked, forwardQuery } = settingsOf(url);
    const parameters = parametersOf(url);
    const devices = Object.fromEntries(Object.entries(devicesOf(url)).filter(([, address]) => address !== ''));
    byPosition.set(
      link,
      kind === 'opt-out'
        ? { kind }
        : {
            kind,
            url,
            tracked,
            ...(label.trim() && { label: label.trim() }),
            ...(parameters.length > 0 && { parameters }),
            ...(Object.keys(devices).length > 0 && { devices }),
            ...(forwardQuery && { forwardQuery }),
          },
    );
  }
  return [...byPosition].sort(([a], [b]) => a - b).map(([, link]) => link);
}
