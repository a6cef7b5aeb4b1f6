/** What is wrong with the file chosen last, or what must be said of it before it can be read; and which list counts until then. */
import type { ComponentChildren } from 'preact';
import type { ColumnQuestion } from '../../../lists/number-column.ts';
import type { Choice, SourceQuestion } from '../../../lists/source.ts';
import { formatInteger } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { answerUnread, importFailure, keepList, list, readUnreadWith, type Unread } from '../state/list.ts';
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
  const problem = importFailure.value;
  if (problem === null) return null;
  return (
    <UnreadFile problem={problem} answers={FOR_THE_LIST}>
      {children}
    </UnreadFile>
  );
}

/** What is done with an answer: the file is read once more. */
export interface Answers {
  readWith(numberColumn: number): Promise<void>;
  say(said: Choice): Promise<void>;
}

const FOR_THE_LIST: Answers = {
  readWith: (numberColumn) => readUnreadWith(numberColumn).then(() => focusInList('.choose-file')),
  say: (said) => answerUnread(said).then(() => focusInList('.choose-file')),
};

/** Of any file with numbers, whatever they are for. */
export function UnreadFile(props: { problem: Unread; answers: Answers; children?: ComponentChildren }) {
  const words = listFileWords.value;
  const { problem, answers, children } = props;
  const { fileName, failure, question, columns } = problem;
  return (
    <div class={failure === null ? 'notice list-problem' : 'notice is-error list-problem'} role="alert">
      <p>{failure === null ? words.asked(fileName) : `${words.notRead(fileName)} ${words.failures[failure]}`}</p>
      {failure === 'no-number-column' && columns.length === 1 && <p>{words.oneColumn}</p>}
      {question !== null && <Question question={question} answers={answers} />}
      {columns.length > 0 && (
        <NumberColumn
          label={question === null ? words.numberColumn : words.columnAnother}
          columns={columns}
          chosen={-1}
          read={answers.readWith}
        />
      )}
      {children}
    </div>
  );
}

function Question(props: { question: SourceQuestion | ColumnQuestion; answers: Answers }) {
  const { question, answers } = props;
  const { say } = answers;
  const words = listFileWords.value;
  switch (question.kind) {
    case 'number-column':
      return <NumberColumns question={question} answers={answers} />;
    case 'encoding':
      return <Encodings readings={question.readings} say={say} />;
    case 'sheet':
      return (
        <>
          <p>{words.sheetQuestion}</p>
          <div class="buttons">
            {question.sheets.map(({ name, rows }) => (
              <Answer
                key={name}
                label={words.sheet(name, rows, formatInteger(rows))}
                said={{ sheet: name }}
                say={say}
              />
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
            <Answer label={words.hiddenOut} said={{ hiddenRows: 'out' }} say={say} />
            <Answer label={words.hiddenIn} said={{ hiddenRows: 'in' }} say={say} />
          </div>
        </>
      );
    }
  }
}

/** What stands in each, so that a person can tell. */
function NumberColumns(props: { question: ColumnQuestion; answers: Answers }) {
  const { columns, onlyNumbers } = props.question;
  const { readWith, say } = props.answers;
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
            <button type="button" onClick={() => void readWith(index)}>
              {words.columnTake(name)}
            </button>
          </li>
        ))}
        {onlyNumbers && (
          <li>
            <p>{words.onlyNumbers}</p>
            <Answer label={words.everyNumber} said={{ everyNumber: true }} say={say} />
          </li>
        )}
      </ul>
    </>
  );
}

type Readings = Extract<SourceQuestion, { kind: 'encoding' }>['readings'];

/** The same cells side by side, a column for each reading. */
function Encodings({ readings, say }: { readings: Readings; say: Answers['say'] }) {
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
            <Answer label={words.readAs(words.encodings[encoding])} said={{ encoding }} say={say} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Controls and lost letters show as what everybody takes for a wrong sign. */
const visible = (text: string) => text.replace(/\p{Cc}/gu, '\ufffd');

function Answer({ label, said, say }: { label: string; said: Choice; say: Answers['say'] }) {
  return (
    <button type="button" onClick={() => void say(said)}>
      {label}
    </button>
  );
}
