/** The test recipient's own links: trial clicks that no report counts. */
import { useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { type Answer, api, type Failure } from '../api/client.ts';
import { onUse } from '../i18n/on-use.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { Qr } from '../ui/qr.tsx';

export function TestLinks({ campaign }: { campaign: Campaign }) {
  const words = onUse.value.report;
  const [slugs, setSlugs] = useState<readonly string[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const show = async () => {
    const answer: Answer<string> = await api.testSlugs(campaign.id);
    if (!answer.ok) return setFailure(answer);
    setFailure(null);
    const count = answer.value.length / campaign.width;
    focusAfter(() => document.querySelector<HTMLElement>('.test-link a'));
    setSlugs(Array.from({ length: count }, (_, i) => answer.value.slice(i * campaign.width, (i + 1) * campaign.width)));
  };

  return (
    <section class="test-links" aria-labelledby="test-heading">
      <h2 id="test-heading">{words.test}</h2>
      <p>{words.testLead}</p>
      <FailureNotice failure={failure} />
      {slugs === null ? (
        <button type="button" onClick={() => void show()}>
          {words.testShow}
        </button>
      ) : (
        <ul class="test-list">
          {slugs.map((slug, position) => (
            <li key={slug} class="test-link">
              <TestLink campaign={campaign} slug={slug} position={position} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function TestLink({ campaign, slug, position }: { campaign: Campaign; slug: string; position: number }) {
  const words = onUse.value.report;
  const link = campaign.links[position];
  const shown = shortLink(campaign, slug);
  // As the app is reached: on a developer's own machine there is no https.
  const address = `${location.protocol}//${shown.replace('https://', '')}`;
  const name = link?.kind === 'opt-out' ? words.optOutLink : link?.label || link?.url || '';
  return (
    <>
      <Qr text={address} label={words.qr(shown)} />
      <a href={address} target="_blank" rel="noreferrer" aria-label={words.openTest(shown)}>
        {shown}
      </a>
      <span class="hint test-name">{name}</span>
    </>
  );
}

export function shortLink(campaign: Campaign, slug: string): string {
  return campaign.linkPrefix.endsWith('/') ? campaign.linkPrefix + slug : `${campaign.linkPrefix}/${slug}`;
}
