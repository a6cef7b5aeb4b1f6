import { t } from '../i18n/index.ts';
import { importAgain } from '../state/list.ts';
import { Field } from '../ui/field.tsx';
import { focusInList } from './choose-file.tsx';

export function NumberColumn({ columns, chosen }: { columns: readonly string[]; chosen: number }) {
  const words = t.value.list;
  return (
    <Field label={words.numberColumn} class="compact">
      {(ids) => (
        <select
          {...ids}
          value={String(chosen)}
          onChange={(event) => void importAgain(Number(event.currentTarget.value)).then(() => focusInList('select'))}
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
