/** The recipients above a limit, those whose messages take most first, with what in the message is their own. */
import type { RenderedMessage, TemplateOutline, Texts } from 'klikspor/texts';
import { CANCELLED, type Control } from '../engine/control.ts';
import type { Draft } from '../engine/draft.ts';
import type { Recipients, RowAbove } from '../engine/recipients.ts';
import type { Templates } from '../engine/templates.ts';

/** A recipient above the limit. */
export interface Concerned {
  readonly row: number;
  readonly number: string;
  /** Segments of the message. */
  readonly asked: number;
  /** Segments of what is sent; null: nothing is. */
  readonly sent: number | null;
  /** At most three: what is outside GSM-7 first, then the longest. */
  readonly values: readonly OwnValue[];
}

export interface OwnValue {
  readonly name: string;
  /** Cut where it is very long. */
  readonly value: string;
  /** It alone is a reason for UCS-2. */
  readonly isUcs2: boolean;
}

const MOST = 50;
const LONGEST_VALUE = 60;
const VALUES = 3;

/** At most the first 50: those that stay above it first. Linear in the list. */
export async function concerned(
  core: Texts,
  templates: Templates,
  recipients: Recipients,
  draft: Draft,
  control: Control,
): Promise<readonly Concerned[] | typeof CANCELLED> {
  const kinds = new Map<string, RowAbove[]>();
  for await (const found of recipients.rowsAbove(draft, control)) {
    const kind = `${found.sent} ${found.asked}`;
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [found]);
    else if (alike.length < MOST) alike.push(found);
  }
  if (control.cancelled()) return CANCELLED;
  const outline = templates.outline(draft);
  return [...kinds.values()]
    .flat()
    .sort((a, b) => b.sent - a.sent || b.asked - a.asked || a.row - b.row)
    .slice(0, MOST)
    .map(({ row, asked, sent }) => ({
      row,
      number: recipients.numberOf(row),
      asked,
      sent: sent < 0 ? null : sent,
      values: ownValues(core, outline, recipients.render(row, draft)),
    }));
}

/** What fields put into the message: what is outside GSM-7 first, then the longest. */
function ownValues(core: Texts, outline: TemplateOutline, { text, parts }: RenderedMessage): OwnValue[] {
  const filled = parts.filter(({ kind }) => kind === 'field');
  const values = outline.fields.map(({ name }, position) => {
    const { start = 0, end = 0 } = filled[position] ?? {};
    return { name, value: text.slice(start, end) };
  });
  return values
    .filter(({ name, value }, at) => value !== '' && values.findIndex((other) => other.name === name) === at)
    .map(({ name, value }) => ({ name, value, isUcs2: core.planSegments(value).encoding === 'ucs2' }))
    .sort((a, b) => Number(b.isUcs2) - Number(a.isUcs2) || b.value.length - a.value.length)
    .slice(0, VALUES)
    .map((own) => ({
      ...own,
      value: own.value.slice(0, LONGEST_VALUE) + (own.value.length > LONGEST_VALUE ? '…' : ''),
    }));
}
