import { useRef } from 'preact/hooks';
import { importFile } from '../state/list.ts';

export function ChooseFile({ label, quiet }: { label: string; quiet?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={quiet ? 'quiet' : undefined} onClick={() => input.current?.click()}>
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
          if (file !== undefined) void importFile(file);
          // The same file, saved again meanwhile, must be choosable again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
