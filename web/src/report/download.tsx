/** The finished messages, made in the browser from the list and the slugs the worker streams. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { ChooseFile } from '../composer/choose-file.tsx';
import { ask, Cancelled, type Running } from '../engine/client.ts';
import type { ExportAnswer, ExportFormat } from '../engine/export.ts';
import { GATEWAYS, type Gateway } from '../engine/gateways.ts';
import { formatDay, formatInteger, formatWholePercent, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { csvWords, stopWords } from '../i18n/stops.ts';
import { LimitNote } from '../limit/report-note.tsx';
import { isUsable, readListFor, type Standing } from '../state/campaign-list.ts';
import { list } from '../state/list.ts';
import { remember, remembered } from '../storage.ts';
import { Field } from '../ui/field.tsx';
import { fileName, saveFile } from '../ui/save-file.ts';
import { ListStanding, useStanding } from './list-standing.tsx';
import { draftOf } from './published.ts';

const SPREADSHEETS = ['excel', 'comma'] as const;
const ANY_GATEWAY = ['generic', 'ndjson'] as const;
const NAMED_GATEWAYS = Object.keys(GATEWAYS) as Gateway[];

function formatIn(name: string | null): ExportFormat {
  return [...SPREADSHEETS, ...ANY_GATEWAY, ...NAMED_GATEWAYS].find((format) => format === name) ?? 'excel';
}

const isOneOf = <T extends string>(names: readonly T[], format: string): format is T =>
  (names as readonly string[]).includes(format);

type State =
  | { readonly step: 'idle' }
  | { readonly step: 'making'; readonly share: number }
  | ({ readonly step: 'done' } & Made)
  | { readonly step: 'failed'; readonly answer: Refused; readonly listVersion: number };

type Made = Extract<ExportAnswer, { ok: true }>;
type Refused = Extract<ExportAnswer, { ok: false }>;

export function DownloadSection({ campaign }: { campaign: Campaign }) {
  const words = onUse.value.report;
  const [state, setState] = useState<State>({ step: 'idle' });
  const lead = campaign.tracking === 'aggregate' ? words.downloadLeadShared : words.downloadLead;
  const files = onUse.value.gateways;
  const [format, setFormat] = useState<ExportFormat>(() => formatIn(remembered('format')));
  const gateway = isOneOf(NAMED_GATEWAYS, format) ? GATEWAYS[format] : null;
  const isForSpreadsheet = isOneOf(SPREADSHEETS, format);
  const isJson = format === 'ndjson' || gateway?.file === 'json-lines';
  const [allColumns, setAllColumns] = useState(false);
  const running = useRef<Running<ExportAnswer> | null>(null);
  useEffect(() => () => running.current?.cancel(), []);

  const { standing, again } = useStanding(campaign);
  /** What was found when the list was to be used. */
  const [refused, setRefused] = useState<Standing | null>(null);
  useEffect(() => setRefused(null), [standing]);
  const stands = refused ?? standing;

  const make = async () => {
    setState({ step: 'making', share: 0 });
    const found = await readListFor(campaign);
    if (!found.ok) {
      setRefused(found.standing);
      return setState({ step: 'idle' });
    }
    const mine = ask(
      'exportMessages',
      {
        ...draftOf(campaign),
        campaignId: campaign.id,
        host: campaign.host,
        listName: campaign.listName ?? '',
        sharedSlugs: campaign.tracking === 'aggregate',
        listVersion: found.version,
        half: found.half,
        messages: campaign.recipients,
        format,
        sender: campaign.senderName,
        headings: words.headings as [string, string, string],
        allColumns,
        stopsCsv: csvWords('number'),
      },
      (done, total) => setState({ step: 'making', share: done / total }),
    );
    running.current = mine;
    try {
      const answer = await mine.answer;
      if (!answer.ok && answer.failure === 'list-replaced') {
        setRefused({ kind: 'unreadable' });
        return setState({ step: 'idle' });
      }
      if (!answer.ok) return setState({ step: 'failed', answer, listVersion: found.version });
      saveFile(answer.file, fileName(campaign.name, isJson ? '.ndjson' : '.csv'));
      setState({ ...answer, step: 'done' });
    } catch (error) {
      if (error instanceof Cancelled) return setState({ step: 'idle' });
      const detail = error instanceof Error ? error.message : String(error);
      setState({ step: 'failed', answer: { ok: false, failure: 'refused', detail }, listVersion: found.version });
    }
  };

  return (
    <section class="download" aria-labelledby="download-heading">
      <h2 id="download-heading">{words.downloadHeading}</h2>
      <ListStanding campaign={campaign} standing={stands} need={words.downloadAgain} again={again} />
      {isUsable(campaign, stands) && (
        <>
          <p>{lead(formatInteger(campaign.recipients))}</p>
          {campaign.limit !== undefined && (
            <LimitNote campaign={campaign} limit={campaign.limit} refused={setRefused} />
          )}
          <div class="download-row">
            <button
              type="button"
              class="primary"
              aria-disabled={state.step === 'making'}
              onClick={() => state.step === 'making' || void make()}
            >
              {words.download}
            </button>
            <Field label={words.format} class="inline">
              {(ids) => (
                <select
                  {...ids}
                  value={format}
                  onChange={(event) => {
                    const chosen = formatIn(event.currentTarget.value);
                    setFormat(chosen);
                    remember('format', chosen);
                  }}
                >
                  <optgroup label={files.spreadsheets}>
                    {SPREADSHEETS.map((name) => (
                      <option key={name} value={name}>
                        {words.formats[name]}
                      </option>
                    ))}
                  </optgroup>
                  <optgroup label={files.gateways}>
                    {ANY_GATEWAY.map((name) => (
                      <option key={name} value={name}>
                        {files.names[name]}
                      </option>
                    ))}
                    {NAMED_GATEWAYS.map((name) => (
                      <option key={name} value={name}>
                        {GATEWAYS[name].name}
                      </option>
                    ))}
                  </optgroup>
                </select>
              )}
            </Field>
            {(isForSpreadsheet || format === 'generic') && (
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
          <p class="hint">{isForSpreadsheet ? files.spreadsheetHint : files.gatewayHint}</p>
          {gateway !== null && <p class="hint">{files.source(gateway.name, formatDay(Date.parse(gateway.read)))}</p>}
        </>
      )}
      <p role="status" class="download-state">
        {state.step === 'making' && words.downloading(formatWholePercent(state.share))}
        {state.step === 'done' && words.downloaded(formatInteger(state.messages))}
        {state.step === 'done' &&
          state.stopped > 0 &&
          ` · ${stopWords.value.notInFile(state.stopped, formatInteger(state.stopped))}`}
      </p>
      {state.step === 'done' && <NotInFile campaign={campaign} file={state.stoppedFile} />}
      {state.step === 'failed' && state.listVersion === list.value?.version && (
        <div class="notice is-error standing" role="alert">
          <p>{failureText(state.answer)}</p>
          {isOfFile(state.answer) && (
            <div class="buttons">
              <ChooseFile label={onUse.value.listCheck.chooseOther} />
            </div>
          )}
        </div>
      )}
    </section>
  );
}

/** Who opted out since, one by one. */
function NotInFile({ campaign, file }: { campaign: Campaign; file: Blob | null }) {
  if (file === null) return null;
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => saveFile(file, fileName(campaign.name, stopWords.peek().fileName))}
    >
      {stopWords.value.download}
    </button>
  );
}

/** The numbers are the campaign's, and yet another file is wanted. */
const isOfFile = ({ failure }: Refused) => failure === 'values-changed' || failure === 'field-missing';

function failureText({ failure, detail }: Refused): string {
  const { listCheck } = onUse.value;
  switch (failure) {
    case 'values-changed':
      return listCheck.valuesChanged;
    case 'field-missing':
      return listCheck.fieldMissing(detail);
    case 'stops-unread':
      return stopWords.value.unreadForFile;
    case 'offline':
      return t.value.common.offline;
    default:
      return t.value.common.unexpected(detail);
  }
}
