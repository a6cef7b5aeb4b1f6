import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';

/** Something that most visits do without: its panel is drawn, and with `later` loaded, when it is opened. */
export function Folded(props: { title: string; class: string; Panel: ComponentType; isOpen?: boolean }) {
  const { title, Panel } = props;
  const [open, setOpen] = useState(props.isOpen ?? false);
  return (
    <details class={props.class} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && <Panel />}
    </details>
  );
}
