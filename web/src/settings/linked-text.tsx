/** A message with its links as somebody taps them. */
import type { ComponentChildren } from 'preact';
import type { OutboxMessage } from '../../../worker/api.ts';

export function linkedText({ text, links }: Pick<OutboxMessage, 'text' | 'links'>): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const { start, end } of links) {
    const shown = text.slice(start, end);
    parts.push(text.slice(from, start));
    parts.push(
      <a key={start} href={addressOf(shown)} target="_blank" rel="noreferrer">
        {shown}
      </a>,
    );
    from = end;
  }
  return [...parts, text.slice(from)];
}

/** As the app is reached: on a developer's own machine there is no https. */
function addressOf(shown: string): string {
  const bare = shown.replace(/^https?:\/\//i, '');
  const isLocal = /^[^/:]*localhost(?=[/:]|$)/.test(bare);
  const scheme = /^http:\/\//i.test(shown) ? 'http:' : isLocal ? location.protocol : 'https:';
  return `${scheme}//${bare}`;
}
