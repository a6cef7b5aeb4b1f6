/** A question before something that cannot be undone, where it was asked for: the keyboard goes to it, and Escape means no. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import '../styles/confirm.css';

export function Confirm(props: {
  title: string;
  yes: string;
  /** In place of `yes` while it is being done. */
  working: string;
  no: string;
  /** Of its heading: one below that of the part where it stands. */
  heading?: 'h2' | 'h3' | 'h4';
  onYes(): Promise<void>;
  onNo(): void;
  children: ComponentChildren;
}) {
  const { title, yes, working, no, heading: Heading = 'h4', onYes, onNo, children } = props;
  const id = useId();
  const [isWorking, setWorking] = useState(false);
  const element = useRef<HTMLElement>(null);
  // Before it is drawn: who presses Escape the moment he sees it means this.
  useLayoutEffect(() => element.current?.focus(), []);
  return (
    <section
      ref={element}
      class="notice standing confirm"
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !isWorking) onNo();
      }}
    >
      <Heading id={id}>{title}</Heading>
      {children}
      <p class="buttons">
        <button
          type="button"
          class="danger"
          aria-disabled={isWorking}
          onClick={() => {
            if (isWorking) return;
            setWorking(true);
            void onYes().finally(() => setWorking(false));
          }}
        >
          {isWorking ? working : yes}
        </button>
        <button type="button" class="quiet" onClick={() => !isWorking && onNo()}>
          {no}
        </button>
      </p>
    </section>
  );
}
