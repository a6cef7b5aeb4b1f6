import type { ComponentChildren } from 'preact';

/** A table that may be wider or longer than its place: it scrolls there, with the keyboard too. */
export function TableFrame({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable (WCAG 2.1.1)
    <section class="table-frame" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
