/** What is wrong with the file chosen last, or what must be said of it before it can be read; and which list counts until then. */
import type { ComponentChildren } from 'preact';
import type { ColumnQuestion } from '../../../lists/number-column.ts';
import type { Choice, SourceQuestion } from '../../../lists/source.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { answerUnread, importFailure, keepList, list, readUnreadWith } from '../state/list.ts';
import { focusInList } from './choose-file.tsx';
import { NumberColumn } from './number-column.tsx';
import '../styles/list-problem.css';

/** Beside where a list is chosen for a message. */
export function ListProblem() {
  const words = listFileWords.value;
  const loaded = list.value;
  return (
    <FileProblem>
      {loaded !== null && (
        <>
          <p>{words.stillLoaded(loaded.fileName, formatInteger(loaded.size))}</p>
          <button type="button" class="quiet" onClick={keepList}>
            {words.goOn(loaded.fileName)}
          </button>
        </>
      )}
    </FileProblem>
  );
}

export function FileProblem({ children }: { children?: ComponentChildren }) {
  const words = listFileWords.value;
  const problem = importFailure.value;
  if (problem === null) return null;
  const { fileName, failure, question, columns } = problem;
  return (
    <div class={failure === null ? 'notice list-problem' : 'notice is-error list-problem'} role="alert">
      <p>{failure === null ? words.asked(fileName) : `${words.notRead(fileName)} ${words.failures[failure]}`}</p>
      {question !== null && <Question question={question} />}
      {columns.length > 0 && (
        <NumberColumn
          label={question === null ? t.value.list.numberColumn : words.columnAnother}
          columns={columns}
          chosen={-1}
          read={readUnreadWith}
        />
      )}
      {children}
    </div>
  );
}

function Question({ question }: { question: SourceQuestion | ColumnQuestion }) {
  const words = listFileWords.value;
  switch (question.kind) {
    case 'number-column':
      return <NumberColumns question={question} />;
    case 'encoding':
      return <Encodings readings={question.readings} />;
    case 'sheet':
      return (
        <>
          <p>{words.sheetQuestion}</p>
          <div class="buttons">
            {question.sheets.map(({ name, rows }) => (
              <Answer key={name} label={words.sheet(name, rows, formatInteger(rows))} said={{ sheet: name }} />
            ))}
          </div>
        </>
      );
    case 'hidden-rows': {
      const { hidden, shown } = question;
      return (
        <>
          <p>{words.hiddenQuestion(hidden, formatInteger(hidden), formatInteger(shown))}</p>
          <div class="buttons">
            <Answer label={words.hiddenOut} said={{ hiddenRows: 'out' }} />
            <Answer label={words.hiddenIn} said={{ hiddenRows: 'in' }} />
          </div>
        </>
      );
    }
  }
}

/** What stands in each, so that a person can tell. */
function NumberColumns({ question: { columns, onlyNumbers } }: { question: ColumnQuestion }) {
  const words = listFileWords.value;
  return (
    <>
      <p>{columns.length === 1 && !onlyNumbers ? words.columnDoubt : words.columnQuestion}</p>
      <ul class="file-readings">
        {columns.map(({ index, name, filled, numbers, mobiles, examples }) => (
          <li key={index}>
            <div>
              <p>
                <strong>{name}</strong>
              </p>
              <p>
                {words.columnCounts(formatInteger(mobiles), formatInteger(filled))}
                {numbers > mobiles && `, ${words.columnOthers(numbers - mobiles, formatInteger(numbers - mobiles))}`}
              </p>
              <p class="hint">{words.columnExamples(examples.map(visible).join(' · '))}</p>
            </div>
            <button type="button" onClick={() => void readUnreadWith(index).then(() => focusInList('.choose-file'))}>
              {words.columnTake(name)}
            </button>
          </li>
        ))}
        {onlyNumbers && (
          <li>
            <p>{words.onlyNumbers}</p>
            <Answer label={words.everyNumber} said={{ everyNumber: true }} />
          </li>
        )}
      </ul>
    </>
  );
}

type Readings = Extract<SourceQuestion, { kind: 'encoding' }>['readings'];

/** The same cells side by side, a column for each reading. */
function Encodings({ readings }: { readings: Readings }) {
  const words = listFileWords.value;
  return (
    <>
      <p>{words.encodingQuestion}</p>
      <ul class="file-readings">
        {readings.map(({ encoding, examples }) => (
          <li key={encoding}>
            <ul>
              {examples.map((example, at) => (
                <li key={at}>{visible(example)}</li>
              ))}
            </ul>
            <Answer label={words.readAs(words.encodings[encoding])} said={{ encoding }} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Controls and lost letters show as what everybody takes for a wrong sign. */
const visible = (text: string) => text.replace(/\p{Cc}/gu, '\ufffd');

function Answer({ label, said }: { label: string; said: Choice }) {
  return (
    <button type="button" onClick={() => void answerUnread(said).then(() => focusInList('.choose-file'))}>
      {label}
    </button>
  );
}
