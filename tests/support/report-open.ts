/** Publishes a campaign at the API and opens its report. */
import type { Page } from 'playwright-core';
import type { Campaign, CampaignComparison, NewCampaign, Report } from '../../worker/api.ts';
import type { DevWorker } from './dev-worker.ts';
import { addDomain, type Language } from './drive.ts';
import { LINK_HOST } from './main-states.ts';
import { untilProved } from './proved.ts';

/** Signs in and adds the link domain. */
export async function signInWithDomain(page: Page, worker: DevWorker, language: Language): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await addDomain(page, language, LINK_HOST);
  await untilProved(page);
}

export const CAMPAIGN: NewCampaign = {
  name: 'Adgang for alle andre',
  host: LINK_HOST,
  recipients: 8_240,
  kind: 'marketing',
  basis: { kind: 'consent' },
  senderName: 'BarnetsV',
  contact: '+45 70 10 20 30',
  links: [
    { kind: 'destination', url: 'https://www.barnetsverden.dk/pages/du-har-adgang', label: 'Udsalg' },
    { kind: 'destination', url: 'https://www.barnetsverden.dk/butikker', label: 'Butikker' },
    { kind: 'opt-out' },
  ],
  template:
    'Kære {{navn}}, nu er der adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang Find din butik: www.barnetsverden.dk/butikker Afmeld: {{afmeld}}',
  cost: { segments: 8_912, amounts: [{ currency: 'DKK', amount: 3_119.2 }] },
};

export const publish = (page: Page, campaign: NewCampaign): Promise<Campaign> =>
  page.evaluate(async (body) => {
    const answer = await fetch('/api/campaigns', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Campaign;
  }, campaign);

/** What the worker says of a campaign. */
export async function asked(page: Page, id: string): Promise<{ report: Report; comparison: CampaignComparison }> {
  const ask = <T>(part: string): Promise<T> =>
    page.evaluate(
      async (path) => (await (await fetch(path)).json()) as unknown as T,
      `/api/campaigns/${encodeURIComponent(id)}/${part}`,
    ) as Promise<T>;
  return { report: await ask<Report>('report'), comparison: await ask<CampaignComparison>('comparison') };
}

export const reportOf = (worker: DevWorker, id: string): string =>
  `${worker.origin}/#/campaigns/${encodeURIComponent(id)}`;
