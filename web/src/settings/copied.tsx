/** Something to be taken elsewhere: shown whole, and copied by a button. */
import { useId, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import '../styles/copied.css';

interface Props {
  readonly label: string;
  readonly text: string;
  /** What the button says to those who do not see beside what it stands. */
  readonly copy: string;
  /** Lines that are kept as they are, however long: it scrolls. */
  readonly isLong?: boolean;
}

export function Copied({ label, text, copy, isLong = false }: Props) {
  const id = useId();
  const shown = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState('');
  const write = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      // A browser that does not let the page copy: what is to be copied is chosen, for the keyboard.
      if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
    }
  };
  return (
    <section class="copied" aria-labelledby={id}>
      <p id={id}>{label}</p>
      <code ref={shown} class={isLong ? 'is-long' : ''} tabIndex={isLong ? 0 : undefined}>
        {text}
      </code>
      <button type="button" aria-label={copied === text ? undefined : copy} onClick={() => void write()}>
        {copied === text ? t.value.common.copied : t.value.common.copy}
      </button>
      <span role="status" class="visually-hidden">
        {copied === text && t.value.common.copied}
      </span>
    </section>
  );
}
