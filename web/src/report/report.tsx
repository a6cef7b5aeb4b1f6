/** One campaign: its messages to download, its links to try, and its numbers with the formula beside each. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Campaign, Report } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { formatInteger, formatMoment, formatTime, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { halfOf, otherVersionOf } from '../state/campaign-list.ts';
import { copyCampaign } from '../state/copy.ts';
import { justPublished } from '../state/publishing.ts';
import { CAMPAIGNS, COMPOSE, go, reportAddress } from '../state/route.ts';
import { writeSecondVersion } from '../state/second-version.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { CampaignTerms } from './campaign-terms.tsx';
import { DownloadSection } from './download.tsx';
import { Numbers } from './numbers.tsx';
import { Recovered } from './recovered.tsx';
import { TestLinks } from './test-links.tsx';
import { Timeline } from './timeline.tsx';

const REFRESH_MS = 5_000;

function Messages({ campaign }: { campaign: Campaign }) {
  return (
    <>
      <DownloadSection campaign={campaign} />
      <TestLinks campaign={campaign} />
    </>
  );
}

/** Of two versions: where the other's report is, or that it is still to be published. */
function Sibling({ campaign }: { campaign: Campaign }) {
  const words = onUse.value.versions;
  const half = halfOf(campaign);
  if (half === null) return null;
  const name = half === 0 ? 'B' : 'A';
  const other = otherVersionOf(campaign);
  if (other !== null) {
    return (
      <p class="hint">
        <a href={reportAddress(other)}>{words.sibling(name)}</a>
      </p>
    );
  }
  return (
    <div class="notice standing">
      <p>{words.notYet(name)}</p>
      {half === 0 && (
        <button
          type="button"
          onClick={async () => {
            await writeSecondVersion(campaign);
            go(COMPOSE);
          }}
        >
          {words.complete(name)}
        </button>
      )}
    </div>
  );
}

export function ReportPage({ id }: { id: string }) {
  const words = onUse.value.report;
  const [report, setReport] = useState<Report | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const load = useCallback(async () => {
    const answer = await api.report(id);
    if (answer.ok) {
      setReport(answer.value);
      setFailure(null);
    } else {
      setFailure(answer);
    }
  }, [id]);

  useEffect(() => {
    void load();
    // A page nobody looks at asks for nothing.
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void load();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [load]);

  const campaign = report?.campaign;
  // Right after publishing the messages matter, later the clicks do.
  const isNew = justPublished.value === id;
  return (
    <main id="content" class="page report" tabIndex={-1}>
      <div class="sheet">
        <p class="back">
          <a href={CAMPAIGNS}>← {words.back}</a>
        </p>
        <h1>{campaign?.name ?? words.title}</h1>
        <FailureNotice failure={failure} />
        {report === null && failure === null && <p class="loading">{t.value.common.loading}</p>}
        {report !== null && campaign !== undefined && (
          <>
            <p class="lead">
              {words.published(formatMoment(campaign.createdAtMs), campaign.host, formatInteger(campaign.recipients))}
            </p>
            <CampaignTerms campaign={campaign} />
            <Sibling campaign={campaign} />
            {isNew && (
              <p class="notice is-good" role="status">
                {words.publishedNow}
              </p>
            )}
            {isNew && <Messages campaign={campaign} />}
            <section aria-labelledby="numbers-heading">
              <div class="section-head">
                <h2 id="numbers-heading">{words.numbers}</h2>
                <p class="as-of">
                  {words.asOf(formatTime(report.asOfMs))}
                  {report.pending > 0 && ` · ${words.pending(report.pending, formatInteger(report.pending))}`}
                </p>
                <button type="button" class="quiet" title={words.autoRefresh} onClick={() => void load()}>
                  {words.refresh}
                </button>
              </div>
              <Recovered recovered={report.recovered} />
              <Numbers report={report} />
            </section>
            <Timeline totals={report.totals} />
            {!isNew && <Messages campaign={campaign} />}
            <section aria-labelledby="sent-heading">
              <h2 id="sent-heading">{words.message}</h2>
              <p class="sent-template">{campaign.template}</p>
              <p class="buttons">
                <button
                  type="button"
                  onClick={async () => {
                    await copyCampaign(campaign);
                    go(COMPOSE);
                  }}
                >
                  {words.reuse}
                </button>
                <a class="button quiet" href={api.hitsAddress(id)} download="">
                  {words.hits}
                </a>
              </p>
            </section>
          </>
        )}
      </div>
    </main>
  );
}
