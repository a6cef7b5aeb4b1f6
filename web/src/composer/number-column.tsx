import { t } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { Field } from '../ui/field.tsx';
import { focusInList } from './choose-file.tsx';

export function NumberColumn(props: {
  label?: string;
  columns: readonly string[];
  chosen: number;
  read(numberColumn: number): Promise<void>;
}) {
  const { columns, chosen, read, label = listFileWords.value.numberColumn } = props;
  return (
    <Field label={label} class="compact">
      {(ids) => (
        <select
          {...ids}
          value={String(chosen)}
          onChange={(event) => void read(Number(event.currentTarget.value)).then(() => focusInList('select'))}
        >
          {chosen < 0 && <option value="-1">{t.value.domain.choose}</option>}
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
