/** Numbers of a file, by their hashes: added to those who opted out, taken back, or looked up among them. */
import { useId, useRef, useState } from 'preact/hooks';
import type { LeftOut } from '../../../lists/left-out.ts';
import type { Choice } from '../../../lists/source.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { knownSpelling, MOST_LETTERS, useListNames } from '../composer/list-names.ts';
import { type Answers, UnreadFile } from '../composer/list-problem.tsx';
import { COUNTRIES } from '../draft/countries.ts';
import { ask } from '../engine/client.ts';
import type { StopScope } from '../engine/stops.ts';
import type { StopsFileAnswer, StopsFileAsk } from '../engine/stops-file.ts';
import { formatInteger, formatWholePercent } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { csvWords, stopWords } from '../i18n/stops.ts';
import type { ImportAnswer } from '../list-reading/summary.ts';
import { draft } from '../state/draft.ts';
import { CountryOptions } from '../ui/country-options.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { fileName, saveFile } from '../ui/save-file.ts';
import { TableFrame } from '../ui/table-frame.tsx';

type Kind = 'add' | 'remove' | 'find';
type Read = Extract<StopsFileAnswer, { ok: true }>;

/** What was sent, so that it can be taken back. */
interface Sent {
  readonly scope: StopScope;
  readonly hashes: readonly string[];
}

type Outcome =
  | { readonly step: 'working'; readonly share: number }
  | { readonly step: 'done'; readonly changed: number; readonly read: Read; readonly sent: Sent }
  | { readonly step: 'undone'; readonly changed: number }
  | { readonly step: 'refused'; readonly why: string }
  | { readonly step: 'unread'; readonly problem: Extract<ImportAnswer, { ok: false }> }
  | { readonly step: 'failed'; readonly failure: Failure };

interface Said {
  readonly choice: Choice;
  readonly numberColumn: number | null;
}
const NOTHING_SAID: Said = { choice: {}, numberColumn: null };

export function FileForm(props: { kind: Kind; hosts: readonly string[]; done(): Promise<void> }) {
  const { kind, hosts, done } = props;
  const words = stopWords.value;
  const texts = words.forms[kind];
  const [host, setHost] = useState('');
  const [listName, setListName] = useState('');
  const [country, setCountry] = useState<string>(() => draft.country.peek());
  const [file, setFile] = useState<File | null>(null);
  const [reason, setReason] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const said = useRef(NOTHING_SAID);
  const button = useRef<HTMLButtonElement>(null);
  const names = useListNames(host);
  const isWorking = outcome?.step === 'working';
  const working = (share: number) => setOutcome({ step: 'working', share });

  const run = async () => {
    if (isWorking) return;
    if (file === null) return setOutcome({ step: 'refused', why: words.fileMissing });
    if (kind === 'remove' && reason.trim() === '') return setOutcome({ step: 'refused', why: words.whyMissing });
    const list = knownSpelling(listName, names);
    const scope: StopScope = host === '' ? { host: null } : { host, ...(list && { list }) };
    working(0);
    const read = await readFile(kind, file, country, scope, said.current);
    setOutcome(read.ok ? await sentOf(kind, read, { scope, hashes: read.hashes }, reason, working) : unreadAs(read));
    if (kind !== 'find') await done();
  };
  const again = async (more: Partial<Said>) => {
    said.current = { ...said.current, ...more };
    focusAfter(() => button.current);
    await run();
  };
  const answers: Answers = {
    readWith: (numberColumn) => again({ numberColumn }),
    say: (choice) => again({ choice: { ...said.current.choice, ...choice } }),
  };
  const undo = async ({ scope, hashes }: Sent) => {
    working(0);
    focusAfter(() => button.current);
    const back = await sendAll(hashes, working, (lot) => added(scope, lot, 'marketer'));
    setOutcome(back.ok ? { step: 'undone', changed: back.value } : { step: 'failed', failure: back });
    await done();
  };

  return (
    <form
      class="box"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <h3>{texts.heading}</h3>
      <Field label={words.file} hint={kind === 'find' ? words.findPrivacy : words.privacy}>
        {(ids) => (
          <input
            {...ids}
            type="file"
            accept=".csv,.txt,.tsv,.xlsx,.xlsm,.vcf,.xls,.xlsb,.ods,.numbers"
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0] ?? null);
              said.current = NOTHING_SAID;
              setOutcome(null);
            }}
          />
        )}
      </Field>
      <Field label={words.numbersOf} hint={words.numbersOfHint}>
        {(ids) => (
          <select
            {...ids}
            value={country}
            onChange={(event) => {
              setCountry(event.currentTarget.value);
              setOutcome(null);
            }}
          >
            <CountryOptions codes={COUNTRIES} />
          </select>
        )}
      </Field>
      {kind !== 'find' && (
        <ScopeFields {...{ hosts, host, names, listName }} setHost={setHost} setListName={setListName} />
      )}
      {kind === 'remove' && (
        <Field label={words.why} hint={words.whyHint}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              value={reason}
              maxLength={500}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      <button ref={button} type="submit" aria-disabled={isWorking}>
        {texts.now}
      </button>
      <div role="status">{outcome !== null && <Told kind={kind} outcome={outcome} undo={undo} />}</div>
      {outcome?.step === 'done' && file !== null && <Done kind={kind} file={file} read={outcome.read} />}
      {outcome?.step === 'unread' && file !== null && (
        <UnreadFile problem={{ ...outcome.problem, fileName: file.name }} answers={answers} />
      )}
      {outcome?.step === 'failed' && <FailureNotice failure={outcome.failure} />}
    </form>
  );
}

function ScopeFields(props: {
  hosts: readonly string[];
  host: string;
  names: readonly string[];
  listName: string;
  setHost(host: string): void;
  setListName(name: string): void;
}) {
  const words = stopWords.value;
  const { hosts, host, names, listName, setHost, setListName } = props;
  const known = useId();
  return (
    <>
      <Field label={words.scope}>
        {(ids) => (
          <select {...ids} value={host} onChange={(event) => setHost(event.currentTarget.value)}>
            <option value="">{words.all}</option>
            {hosts.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {host !== '' && (
        <Field label={words.ofWhichList} hint={words.listHint}>
          {(ids) => (
            <>
              <input
                {...ids}
                type="text"
                list={known}
                value={listName}
                maxLength={MOST_LETTERS}
                autocomplete="off"
                onInput={(event) => setListName(event.currentTarget.value)}
              />
              <datalist id={known}>
                {names.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      )}
    </>
  );
}

function Told({ kind, outcome, undo }: { kind: Kind; outcome: Outcome; undo(sent: Sent): Promise<void> }) {
  const words = stopWords.value;
  switch (outcome.step) {
    case 'working':
      return <p>{words.working(formatWholePercent(outcome.share))}</p>;
    case 'refused':
      return <p class="error">{outcome.why}</p>;
    case 'undone':
      return <p>{words.undone(outcome.changed, formatInteger(outcome.changed))}</p>;
    case 'done': {
      const { changed, read, sent } = outcome;
      return (
        <p>
          {words.forms[kind].told(changed, formatInteger(changed), formatInteger(read.numbers))}
          {kind === 'remove' && changed > 0 && (
            <>
              {' '}
              <button type="button" class="link" onClick={() => void undo(sent)}>
                {words.undo}
              </button>
            </>
          )}
        </p>
      );
    }
    default:
      return null;
  }
}

/** What else there is of a file that was read: who was found, and rows without a number. */
function Done({ kind, file, read }: { kind: Kind; file: File; read: Read }) {
  const words = stopWords.value;
  const { csv, wanted, leftOut, leftOutTotal } = read;
  return (
    <>
      {kind === 'find' && csv !== null && wanted > 0 && (
        <button
          type="button"
          class="quiet"
          onClick={() => saveFile(csv, fileName(file.name.replace(/\.\w+$/, ''), words.fileName))}
        >
          {words.downloadFound}
        </button>
      )}
      {leftOutTotal > 0 && <NoNumbers rows={leftOut} total={leftOutTotal} />}
    </>
  );
}

function NoNumbers({ rows, total }: { rows: readonly LeftOut[]; total: number }) {
  const words = stopWords.value;
  const label = words.noNumber(total, formatInteger(total));
  return (
    <details class="left-out">
      <summary>{label}</summary>
      <TableFrame label={label}>
        <table>
          <thead>
            <tr>
              <th scope="col">{listFileWords.value.row}</th>
              <th scope="col">{listFileWords.value.reason}</th>
              <th scope="col">{listFileWords.value.value}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, problem, value }) => (
              <tr key={line}>
                <td class="number">{formatInteger(line)}</td>
                <td>{listFileWords.value.problems[problem]}</td>
                <td class="raw">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </details>
  );
}

function readFile(kind: Kind, file: File, country: string, of: StopScope, said: Said): Promise<StopsFileAnswer> {
  const wanted: Record<Kind, StopsFileAsk['wanted']> = {
    add: { kind: 'all' },
    // Whoever was not in it is not to be put into it by taking this back.
    remove: { kind: 'stopped', of },
    find: { kind: 'found', words: csvWords('row') },
  };
  return ask('readStopsFile', { file, ...said, country, wanted: wanted[kind] }).answer;
}

const unreadAs = (read: Extract<StopsFileAnswer, { ok: false }>): Outcome =>
  read.failure === 'stops-unread'
    ? { step: 'refused', why: stopWords.peek().unreadHere }
    : { step: 'unread', problem: read };

async function sentOf(
  kind: Kind,
  read: Read,
  sent: Sent,
  reason: string,
  working: (share: number) => void,
): Promise<Outcome> {
  if (kind === 'find') return { step: 'done', changed: read.wanted, read, sent };
  const answer = await sendAll(sent.hashes, working, (lot) =>
    kind === 'add' ? added(sent.scope, lot, 'import') : removed(sent.scope, lot, reason),
  );
  return answer.ok ? { step: 'done', changed: answer.value, read, sent } : { step: 'failed', failure: answer };
}

type Counted = Failure | { readonly ok: true; readonly value: number };

/** How many of them it changed. A second time it changes none: what was cut off may be begun anew. */
async function sendAll(
  lots: readonly string[],
  working: (share: number) => void,
  send: (lot: string) => Promise<Counted>,
): Promise<Counted> {
  let changed = 0;
  for (const [at, lot] of lots.entries()) {
    working(at / lots.length);
    const answer = await send(lot);
    if (!answer.ok) return answer;
    changed += answer.value;
  }
  return { ok: true, value: changed };
}

async function added(scope: StopScope, hashes: string, source: 'import' | 'marketer'): Promise<Counted> {
  const answer = await request('POST /api/suppressions', { body: { ...scope, hashes, source } });
  return answer.ok ? { ok: true, value: answer.value.added } : answer;
}

async function removed(scope: StopScope, hashes: string, reason: string): Promise<Counted> {
  const answer = await request('POST /api/suppressions/removals', { body: { ...scope, hashes, reason } });
  return answer.ok ? { ok: true, value: answer.value.removed } : answer;
}
