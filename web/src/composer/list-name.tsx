/** Which of the domain's lists the message is sent to: whoever opts out then opts out of that one. */
import { useEffect, useId, useState } from 'preact/hooks';
import { listNameWords } from '../i18n/list-name.ts';
import { draft } from '../state/draft.ts';
import { Field } from '../ui/field.tsx';
import { knownSpelling, MOST_LETTERS, useListNames } from './list-names.ts';

export function ListName() {
  const words = listNameWords.value;
  const { host, listName } = draft;
  const names = useListNames(host.value);
  const known = useId();
  // Taken when the field is left: at every letter the list of recipients would be read once more.
  const [typed, setTyped] = useState(listName.value);
  useEffect(() => setTyped(listName.value), [listName.value]);
  return (
    <Field label={words.label} hint={words.hint} place="list-name">
      {(ids) => (
        <>
          <input
            {...ids}
            type="text"
            list={known}
            value={typed}
            maxLength={MOST_LETTERS}
            autocomplete="off"
            onInput={(event) => setTyped(event.currentTarget.value)}
            onChange={(event) => {
              listName.value = knownSpelling(event.currentTarget.value, names);
              setTyped(listName.value);
            }}
          />
          <datalist id={known}>
            {names.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
