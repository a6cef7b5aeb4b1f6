/** What a status file was understood to say, to be mended before it counts; and what has to be asked first. */
import type { Delivery as State, StateCodes } from 'klikspor/reporting';
import type { Choice } from '../../../lists/source.ts';
import type { StatusChoice } from '../../../lists/status.ts';
import type { StatusAnswer } from '../engine/status-file.ts';
import { deliveryWords } from '../i18n/delivery.ts';
import { formatInteger } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { Field } from '../ui/field.tsx';
import { TableFrame } from '../ui/table-frame.tsx';
import '../styles/list-problem.css';
import '../styles/loaded-list.css';

/** A file and what was said of it. */
export interface Said {
  readonly file: File;
  readonly choice: Choice;
  readonly status: StatusChoice;
  readonly meanings: Readonly<Record<string, State>>;
}

export type Read = Extract<StatusAnswer, { ok: true }>;
export type Asked = Extract<StatusAnswer, { failure: null }>;

const CODES = ['inmobile', 'kannel', 'smpp'] as const satisfies readonly StateCodes[];

const STATES = ['delivered', 'failed', 'expired', 'refused', 'no-such-number', 'blocked', 'open'] as const;

export function StatusQuestions(props: { said: Said; asked: Asked; answer(said: Said): void }) {
  const { said, asked, answer } = props;
  const words = deliveryWords.value;
  const choose = (choice: Choice) => answer({ ...said, choice: { ...said.choice, ...choice } });
  const tell = (status: Partial<StatusChoice>) => answer({ ...said, status: { ...said.status, ...status } });
  return (
    <div class="notice list-problem delivery-file" tabIndex={-1}>
      <p>{words.asked(said.file.name)}</p>
      <Question {...{ asked, choose, tell }} />
    </div>
  );
}

function Question(props: { asked: Asked; choose(choice: Choice): void; tell(status: Partial<StatusChoice>): void }) {
  const { question, columns } = props.asked;
  const { choose, tell } = props;
  const words = deliveryWords.value;
  const files = listFileWords.value;
  switch (question.kind) {
    case 'number-column':
      return question.columns.length > 0 ? (
        <>
          <p>{files.columnQuestion}</p>
          <ul class="file-readings">
            {question.columns.map(({ index, name, examples }) => (
              <Column key={index} {...{ name, examples }} take={() => tell({ numberColumn: index })} />
            ))}
          </ul>
        </>
      ) : (
        <>
          <p>{files.failures['no-number-column']}</p>
          <div class="buttons">
            {columns.map((name, index) => (
              <button key={name} type="button" onClick={() => tell({ numberColumn: index })}>
                {words.take(name)}
              </button>
            ))}
          </div>
        </>
      );
    case 'state-column':
      return (
        <>
          <p>{words.columnQuestion}</p>
          <ul class="file-readings">
            {question.columns.map(({ index, name, examples }) => (
              <Column key={index} {...{ name, examples }} take={() => tell({ stateColumn: index })} />
            ))}
          </ul>
        </>
      );
    case 'state-codes':
      return (
        <>
          <p>{words.codesQuestion(question.column.name)}</p>
          <p class="hint">{words.example(question.column.examples.join(' · '))}</p>
          <div class="buttons">
            {CODES.map((codes) => (
              <button key={codes} type="button" onClick={() => tell({ codes, stateColumn: question.column.index })}>
                {words.codes[codes]}
              </button>
            ))}
          </div>
        </>
      );
    case 'encoding':
      return (
        <>
          <p>{files.encodingQuestion}</p>
          <ul class="file-readings">
            {question.readings.map(({ encoding, examples }) => (
              <li key={encoding}>
                <p>{examples.join(' · ')}</p>
                <button type="button" onClick={() => choose({ encoding })}>
                  {files.readAs(files.encodings[encoding])}
                </button>
              </li>
            ))}
          </ul>
        </>
      );
    case 'sheet':
      return (
        <>
          <p>{files.sheetQuestion}</p>
          <div class="buttons">
            {question.sheets.map(({ name, rows }) => (
              <button key={name} type="button" onClick={() => choose({ sheet: name })}>
                {files.sheet(name, rows, formatInteger(rows))}
              </button>
            ))}
          </div>
        </>
      );
    case 'hidden-rows': {
      const { hidden, shown } = question;
      return (
        <>
          <p>{files.hiddenQuestion(hidden, formatInteger(hidden), formatInteger(shown))}</p>
          <div class="buttons">
            <button type="button" onClick={() => choose({ hiddenRows: 'out' })}>
              {files.hiddenOut}
            </button>
            <button type="button" onClick={() => choose({ hiddenRows: 'in' })}>
              {files.hiddenIn}
            </button>
          </div>
        </>
      );
    }
  }
}

function Column({ name, examples, take }: { name: string; examples: readonly string[]; take(): void }) {
  const words = deliveryWords.value;
  return (
    <li>
      <div>
        <p>
          <strong>{name}</strong>
        </p>
        <p class="hint">{words.example(examples.join(' · '))}</p>
      </div>
      <button type="button" onClick={take}>
        {words.take(name)}
      </button>
    </li>
  );
}

export function StatusPreview(props: {
  said: Said;
  read: Read;
  recipients: number;
  change(said: Said): void;
  take(): void;
}) {
  const { said, read, recipients, change, take } = props;
  const words = deliveryWords.value;
  const { columns, numberColumn, stateColumn, found, notOnList, unreadable, byState } = read.summary;
  const tell = (status: Partial<StatusChoice>) => change({ ...said, status: { ...said.status, ...status } });
  const shown = STATES.filter((state) => byState[state] > 0);
  return (
    <div class="delivery-file" tabIndex={-1}>
      <h3>{words.preview(said.file.name)}</h3>
      <div class="read-as">
        <Columns
          {...{ label: words.numberColumn, chosen: numberColumn, columns }}
          read={(index) => tell({ numberColumn: index })}
        />
        <Columns
          {...{ label: words.stateColumn, chosen: stateColumn, columns }}
          read={(index) => tell({ stateColumn: index, codes: null })}
        />
      </div>
      <ul class="delivery-found">
        <li>{found === 0 ? words.nobody : words.found(found, formatInteger(found), formatInteger(recipients))}</li>
        {notOnList > 0 && found > 0 && <li>{words.notOnList(notOnList, formatInteger(notOnList))}</li>}
        {unreadable > 0 && <li>{words.unreadable(unreadable, formatInteger(unreadable))}</li>}
      </ul>
      <Meanings said={said} read={read} change={change} />
      {found > 0 && (
        <>
          <h4>{words.result}</h4>
          <dl class="rows">
            {shown.map((state) => (
              <div key={state}>
                <dt>{words.states[state]}</dt>
                <dd>{formatInteger(byState[state])}</dd>
              </div>
            ))}
          </dl>
          <button type="button" class="primary" onClick={take}>
            {words.send}
          </button>
        </>
      )}
    </div>
  );
}

/** Each word with what it counts as; of those that are not known, and were not, a person says it. */
function Meanings({ said, read, change }: { said: Said; read: Read; change(said: Said): void }) {
  const words = deliveryWords.value;
  const unknown = read.summary.words.filter(({ state }) => state === null).length;
  const isOpen = (written: string, state: State | null) => state === null || written in said.meanings;
  return (
    <>
      {unknown > 0 && (
        <p class="notice" role="alert">
          {words.unknownWords(unknown, formatInteger(unknown))}
        </p>
      )}
      <TableFrame label={words.words}>
        <table class="delivery-words">
          <caption>{words.words}</caption>
          <thead>
            <tr>
              <th scope="col">{words.word}</th>
              <th scope="col" class="number">
                {words.rows}
              </th>
              <th scope="col">{words.counts}</th>
            </tr>
          </thead>
          <tbody>
            {read.summary.words.map(({ written, rows, state }) => (
              <tr key={written}>
                <th scope="row">{written}</th>
                <td class="number">{formatInteger(rows)}</td>
                <td>
                  {isOpen(written, state) ? (
                    <select
                      aria-label={`${words.counts}: ${written}`}
                      value={state ?? 'open'}
                      onChange={(event) => {
                        const meaning = STATES.find((name) => name === event.currentTarget.value);
                        if (meaning !== undefined)
                          change({ ...said, meanings: { ...said.meanings, [written]: meaning } });
                      }}
                    >
                      {STATES.map((name) => (
                        <option key={name} value={name}>
                          {words.states[name]}
                        </option>
                      ))}
                    </select>
                  ) : (
                    state !== null && words.states[state]
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  );
}

function Columns(props: { label: string; chosen: number; read(index: number): void; columns: readonly string[] }) {
  const { label, chosen, read, columns } = props;
  return (
    <Field label={label} class="compact">
      {(ids) => (
        <select {...ids} value={String(chosen)} onChange={(event) => read(Number(event.currentTarget.value))}>
          {columns.map((name, index) => (
            <option key={name} value={String(index)}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
