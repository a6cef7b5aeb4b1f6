import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { gatewayWords } from './gateway-words.ts';

/** What is opened takes the focus by its heading. */
export function Below(props: { heading: string; close?: () => void; children: ComponentChildren }) {
  const { heading, close, children } = props;
  const id = useId();
  return (
    <section class="gateway-below" aria-labelledby={id}>
      <div class="gateway-head">
        <h4 id={id} tabIndex={-1} ref={focusOnce}>
          {heading}
        </h4>
        {close !== undefined && (
          <button type="button" class="quiet" onClick={close}>
            {gatewayWords.value.close}
          </button>
        )}
      </div>
      {children}
    </section>
  );
}

const focusOnce = (heading: HTMLElement | null): void => heading?.focus();
