import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { importFile, prepareList } from '../state/list.ts';
import { focusAfter } from '../ui/keep-focus.ts';

/** Of those that cannot be read too, where the page says what to do: a file that cannot be chosen says nothing. */
const LISTS =
  '.csv,.txt,.tsv,.xlsx,.xlsm,.vcf,.xls,.xlsb,.ods,.numbers,text/csv,text/plain,text/tab-separated-values,text/vcard,' +
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Which of the places where a list can be pasted has its field open; null: none. */
export const pastingAt = signal<string | null>(null);

export function ChooseFile({ label, quiet }: { label: string; quiet?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={quiet ? 'choose-file quiet' : 'choose-file'}
        onClick={() => {
          input.current?.click();
          prepareList();
        }}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        // The button is what people see and reach; the input only opens the system's dialogue.
        hidden
        aria-label={label}
        accept={LISTS}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void importFile(file).then(() => focusInList('.choose-file'));
          // The same file, saved again meanwhile, must be choosable again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

/** Opens the field for pasting at a place, which shows `PasteList` while `pastingAt` is it. */
export function PasteButton({ place }: { place: string }) {
  const isOpen = pastingAt.value === place;
  return (
    <button
      type="button"
      class="paste-button quiet"
      aria-expanded={isOpen}
      onClick={() => {
        pastingAt.value = isOpen ? null : place;
        if (!isOpen) focusAfter(() => document.querySelector<HTMLElement>('.paste-list textarea'));
      }}
    >
      {t.value.list.paste}
    </button>
  );
}

/** Where a list is chosen, or another one. */
export const chooseButton = () => document.querySelector<HTMLElement>('.list .choose-file');

/** After a list was read, whose controls were away meanwhile; who went elsewhere stays there. */
export function focusInList(selector: string): void {
  focusAfter(() => document.activeElement?.closest('.list')?.querySelector<HTMLElement>(selector));
}
