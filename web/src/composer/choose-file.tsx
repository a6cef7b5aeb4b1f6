import { useRef } from 'preact/hooks';
import { importFile } from '../state/list.ts';
import { focusAfter } from '../ui/keep-focus.ts';

export function ChooseFile({ label, quiet }: { label: string; quiet?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={quiet ? 'choose-file quiet' : 'choose-file'} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        // The button is what people see and reach; the input only opens the system's dialogue.
        hidden
        aria-label={label}
        accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
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

/** Where a list is chosen, or another one. */
export const chooseButton = () => document.querySelector<HTMLElement>('.list .choose-file');

/** After a list was read, whose controls were away meanwhile; who went elsewhere stays there. */
export function focusInList(selector: string): void {
  focusAfter(() => document.activeElement?.closest('.list')?.querySelector<HTMLElement>(selector));
}
