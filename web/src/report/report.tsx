/** One campaign: its messages to download, its links to try, and its numbers with the formula beside each. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Campaign, CampaignComparison, Report, Sending } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { addressOf } from '../api/request.ts';
import { formatInteger, formatMoment, formatTime, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { SendingPanel } from '../sending/panel.tsx';
import { besideFile } from '../sending/reasons.ts';
import { SendSection } from '../sending/send-section.tsx';
import { isOpen, useSending, type Watched } from '../sending/use-sending.ts';
import { halfOf, otherVersionOf } from '../state/campaign-list.ts';
import { copyCampaign } from '../state/copy.ts';
import { justPublished } from '../state/publishing.ts';
import { CAMPAIGNS, COMPOSE, go, reportAddress } from '../state/route.ts';
import { writeSecondVersion } from '../state/second-version.ts';
import { wayOut } from '../state/way-out.ts';
import { useTitle } from '../ui/title.ts';
import { useWhenBack } from '../ui/when-back.ts';
import '../styles/figures.css';
import '../styles/paper.css';
import { Breakdown } from './breakdown.tsx';
import { CampaignTerms } from './campaign-terms.tsx';
import { InComparison } from './comparison.tsx';
import { Conversions } from './conversions.tsx';
import { allHits } from './counted.ts';
import { DeliverySection } from './delivery.tsx';
import { DownloadSection } from './download.tsx';
import { JudgeAgain } from './judge-again.tsx';
import { LiveNote, useLive } from './live.tsx';
import { Numbers } from './numbers.tsx';
import { People } from './people.tsx';
import { PrivacySection } from './privacy.tsx';
import { useRawHits } from './raw-hits.ts';
import { Recovered } from './recovered.tsx';
import { said } from './said.ts';
import { SentText } from './sent-text.tsx';
import { isShared, sharedReport } from './shared-mode.ts';
import { SharedNote } from './shared-note.tsx';
import { FigureFiles, SharesSection } from './shares.tsx';
import { TestLinks } from './test-links.tsx';
import { Verdict } from './verdict.tsx';
import { When } from './when.tsx';
import { WhoClickedSection } from './who-clicked.tsx';
import { figures as drawn } from './words.ts';

function Messages({ campaign, watched, isNew }: { campaign: Campaign; watched: Watched; isNew: boolean }) {
  const { sending } = watched;
  const isBegun = isOpen(sending) && sending.state !== 'collecting';
  const isWanted = isNew && wayOut.peek() === 'send';
  const send = !isBegun && sending !== null && <SendSection {...{ campaign, watched, isWanted }} />;
  return (
    <>
      {isWanted && send}
      {isBegun && <FileBeside sending={sending} />}
      <DownloadSection campaign={campaign} />
      {!isWanted && send}
      <TestLinks campaign={campaign} />
    </>
  );
}

/** What the file would do beside the sending. */
function FileBeside({ sending }: { sending: Sending }) {
  const text = besideFile(sending);
  return text === null ? null : <p class="notice standing">{text}</p>;
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

/** `asked`: earlier campaigns hardly change while a page is open, so they are read when it opens and when somebody asks. Null: not read. */
function useComparison(id: string, asked: number): CampaignComparison | null {
  const [comparison, setComparison] = useState<CampaignComparison | null>(null);
  useEffect(() => {
    if (isShared) return;
    let isGone = false;
    void api.comparison(id).then((answer) => {
      if (!isGone && answer.ok) setComparison(answer.value);
    });
    return () => {
      isGone = true;
    };
  }, [id, asked]);
  return comparison;
}

export function ReportPage({ id }: { id: string }) {
  const words = onUse.value.report;
  const [report, setReport] = useState<Report | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const shown = useRef('');
  /** True: the figures are others than before. */
  const load = useCallback(async () => {
    const answer = await (isShared ? sharedReport() : api.report(id));
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) {
      // It has expired, or was revoked or deleted, while the page was open.
      if (answer.status === 404) setReport(null);
      return false;
    }
    setReport(answer.value);
    const before = shown.current;
    shown.current = JSON.stringify(answer.value.totals) + answer.value.numbers.optOut.confirmed;
    return shown.current !== before;
  }, [id]);
  useEffect(() => void load(), [load]);
  const watched = useSending(id, () => void load());
  const { sending } = watched;
  /** How often somebody asked, or changed what is counted: orders, which the report does not hold, are read anew then too. */
  const [asked, setAsked] = useState(0);
  const again = async () => {
    // Of what is sent, too: another window may have begun it, and of one who is erased nothing was.
    await Promise.all([load(), isShared ? null : watched.look()]);
    setAsked((times) => times + 1);
  };
  useWhenBack(failure, () => void again());
  const live = useLive(report, load);

  const comparison = useComparison(id, asked);
  const rawHits = useRawHits(id, report !== null && allHits(report.totals.links) > 0);
  const campaign = report?.campaign;
  useTitle(campaign?.name ?? words.title);
  const isNew = justPublished.value === id;
  // Until messages are out they matter, later the clicks do. As it was when the page opened: nothing moves while somebody reads.
  const isUnsent = useRef<boolean | null>(null);
  if (report !== null)
    isUnsent.current ??= report.campaign.sentAtMs === undefined && allHits(report.totals.links) === 0;
  const areMessagesFirst = isNew || isUnsent.current === true;
  return (
    <main id="content" class="page report" tabIndex={-1}>
      <div class="sheet">
        {!isShared && (
          <p class="back">
            <a href={CAMPAIGNS}>← {words.back}</a>
          </p>
        )}
        <h1>{campaign?.name ?? words.title}</h1>
        {isShared && <SharedNote failure={failure} />}
        {!isShared && failure !== null && (
          <p class="notice is-error" role="alert">
            {said(failure)}
          </p>
        )}
        {report === null && failure === null && <p class="loading">{t.value.common.loading}</p>}
        {report !== null && campaign !== undefined && (
          <>
            <p class="lead">
              {words.published(formatMoment(campaign.createdAtMs), campaign.host, formatInteger(campaign.recipients))}
            </p>
            {!isShared && <CampaignTerms campaign={campaign} />}
            {!isShared && <Sibling campaign={campaign} />}
            {isNew && (
              <p class="notice is-good" role="status">
                {words.publishedNow}
              </p>
            )}
            {isOpen(sending) && sending.state !== 'collecting' && <SendingPanel {...{ campaign, sending, watched }} />}
            {areMessagesFirst && !isShared && <Messages {...{ campaign, watched, isNew }} />}
            <section aria-labelledby="numbers-heading">
              <div class="section-head">
                <h2 id="numbers-heading">{words.numbers}</h2>
                <p class="as-of">
                  {words.asOf(formatTime(report.asOfMs))}
                  {report.pending > 0 && ` · ${words.pending(report.pending, formatInteger(report.pending))}`}
                </p>
                <button type="button" class="quiet" onClick={() => void again()}>
                  {words.refresh}
                </button>
                <LiveNote state={live} report={report} />
              </div>
              <Recovered recovered={report.recovered} />
              <Numbers report={report} />
            </section>
            {!isShared && <Verdict campaign={campaign} comparison={comparison} />}
            <div class="report-columns">
              <section aria-labelledby="sent-heading">
                <h2 id="sent-heading">{words.message}</h2>
                <SentText campaign={campaign} sender={isOpen(sending) ? sending.from : campaign.senderName} />
              </section>
              <People report={report}>
                {!isShared && <JudgeAgain report={report} rawHits={rawHits} changed={again} />}
              </People>
            </div>
            <When report={report} changed={() => void again()} />
            <Breakdown report={report} />
            <DeliverySection report={report} isSentByFile={sending === 'none'} onTaken={() => void again()} />
            {!isShared && <Conversions campaign={campaign} asked={asked} />}
            {!isShared && <InComparison report={report} comparison={comparison} />}
            {!isShared && <WhoClickedSection report={report} />}
            {!isShared && <SharesSection report={report} />}
            {!areMessagesFirst && !isShared && <Messages {...{ campaign, watched, isNew }} />}
            {!isShared && <PrivacySection {...{ report, rawHits }} isSentHere={isOpen(sending)} changed={again} />}
            <section class="report-actions" aria-label={drawn.value.actions}>
              {isShared && <FigureFiles report={report} />}
              <p class="buttons">
                {!isShared && (
                  <button
                    type="button"
                    onClick={async () => {
                      await copyCampaign(campaign);
                      go(COMPOSE);
                    }}
                  >
                    {words.reuse}
                  </button>
                )}
                <button type="button" class="quiet" onClick={() => print()}>
                  {drawn.value.print}
                </button>
                {!isShared && (
                  <a class="button quiet" href={api.hitsAddress(id)} download="">
                    {words.hits}
                  </a>
                )}
                {!isShared && (
                  <a
                    class="button quiet"
                    href={addressOf('GET /api/campaigns/{id}/hits.ndjson', { params: { id } })}
                    download=""
                  >
                    {drawn.value.hitsJson}
                  </a>
                )}
              </p>
            </section>
          </>
        )}
      </div>
    </main>
  );
}
