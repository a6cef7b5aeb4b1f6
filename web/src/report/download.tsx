/** The finished messages, made in the browser from the list and the slugs the worker streams. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.d.ts';
import { ask, Cancelled, type Running } from '../engine/client.ts';
import type { ExportAnswer, ExportFormat } from '../engine/protocol.ts';
import { formatInteger, formatWholePercent, t } from '../i18n/index.ts';
import { list } from '../state/list.ts';
import { isListOf } from '../state/publish.ts';
import { Field } from '../ui/field.tsx';
import { fileName, saveFile } from '../ui/save-file.ts';
import { shortLink } from './test-links.tsx';

const FORMATS: readonly ExportFormat[] = ['excel', 'comma', 'ndjson'];

type State =
  | { readonly step: 'idle' }
  | { readonly step: 'making'; readonly share: number }
  | { readonly step: 'done'; readonly messages: number }
  | { readonly step: 'failed'; readonly answer: Extract<ExportAnswer, { ok: false }> };

export function DownloadSection({ campaign }: { campaign: Campaign }) {
  const words = t.value.report;
  const [state, setState] = useState<State>({ step: 'idle' });
  const [format, setFormat] = useState<ExportFormat>('excel');
  const [allColumns, setAllColumns] = useState(false);
  const running = useRef<Running<ExportAnswer> | null>(null);
  useEffect(() => () => running.current?.cancel(), []);

  const loaded = list.value;
  const usable = loaded !== null && isListOf(campaign) !== false;

  const make = async () => {
    if (loaded === null) return;
    setState({ step: 'making', share: 0 });
    const mine = ask(
      'exportMessages',
      {
        template: campaign.template,
        options: { linkPrefix: shortLink(campaign, ''), width: campaign.width },
        parameters: {},
        campaignId: campaign.id,
        sharedSlugs: campaign.tracking === 'aggregate',
        listVersion: loaded.version,
        format,
        sender: campaign.senderName,
        headings: words.headings as [string, string, string],
        allColumns,
      },
      (done, total) => setState({ step: 'making', share: done / total }),
    );
    running.current = mine;
    try {
      const answer = await mine.answer;
      if (!answer.ok) return setState({ step: 'failed', answer });
      saveFile(answer.file, fileName(campaign.name, format === 'ndjson' ? '.ndjson' : '.csv'));
      setState({ step: 'done', messages: answer.messages });
    } catch (error) {
      if (error instanceof Cancelled) return setState({ step: 'idle' });
      const detail = error instanceof Error ? error.message : String(error);
      setState({ step: 'failed', answer: { ok: false, failure: 'refused', detail } });
    }
  };

  return (
    <section class="download" aria-labelledby="download-heading">
      <h2 id="download-heading">{words.downloadHeading}</h2>
      {!usable ? (
        <p>{words.downloadAgain}</p>
      ) : (
        <>
          <p>{words.downloadLead(formatInteger(campaign.recipients))}</p>
          <div class="download-row">
            <button type="button" class="primary" disabled={state.step === 'making'} onClick={() => void make()}>
              {words.download}
            </button>
            <Field label={words.format} class="inline">
              {(ids) => (
                <select
                  {...ids}
                  value={format}
                  onChange={(event) => setFormat(event.currentTarget.value as ExportFormat)}
                >
                  {FORMATS.map((name) => (
                    <option key={name} value={name}>
                      {words.formats[name]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {format !== 'ndjson' && (
              <label class="check">
                <input
                  type="checkbox"
                  checked={allColumns}
                  onChange={(event) => setAllColumns(event.currentTarget.checked)}
                />
                {words.allColumns}
              </label>
            )}
          </div>
        </>
      )}
      <p role="status" class="download-state">
        {state.step === 'making' && words.downloading(formatWholePercent(state.share))}
        {state.step === 'done' && words.downloaded(formatInteger(state.messages))}
      </p>
      {state.step === 'failed' && (
        <p class="notice is-error" role="alert">
          {state.answer.failure === 'list-changed'
            ? words.listChanged
            : state.answer.failure === 'offline'
              ? t.value.common.offline
              : t.value.common.unexpected(state.answer.detail)}
        </p>
      )}
    </section>
  );
}
