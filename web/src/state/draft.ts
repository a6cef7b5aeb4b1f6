/** The campaign being written. Kept in the browser, so that a closed window loses nothing; recipients are not. */
import { computed, effect, signal } from '@preact/signals';
import { remember, remembered } from './storage.ts';

interface Kept {
  name: string;
  sender: string;
  host: string;
  template: string;
  country: string;
  tracking: string;
  lastDay: string;
  kind: string;
  sendAt: string;
  basis: string;
  basisWord: string;
}

function read(): Kept {
  const empty: Kept = {
    name: '',
    sender: '',
    host: '',
    template: '',
    country: 'DK',
    tracking: 'recipient',
    lastDay: '',
    kind: 'marketing',
    sendAt: '',
    basis: '',
    basisWord: '',
  };
  try {
    const kept: unknown = JSON.parse(remembered('draft') ?? 'null');
    if (kept === null || typeof kept !== 'object') return empty;
    const entries = Object.entries(empty).map(([key, value]) => {
      const stored = (kept as Record<string, unknown>)[key];
      return [key, typeof stored === 'string' ? stored : value];
    });
    return Object.fromEntries(entries) as Kept;
  } catch {
    return empty;
  }
}

const kept = read();

export const draft = {
  name: signal(kept.name),
  sender: signal(kept.sender),
  host: signal(kept.host),
  template: signal(kept.template),
  /** Where numbers without a country code belong. */
  country: signal(kept.country),
  /** Whether clicks are counted per recipient or in total only. */
  tracking: signal<'recipient' | 'aggregate'>(kept.tracking === 'aggregate' ? 'aggregate' : 'recipient'),
  /** The last day the links work, as a date field writes it; empty: no end. */
  lastDay: signal(kept.lastDay),
  /** Marketing needs an opt-out and keeps hours; a message about an order or an appointment does not. */
  kind: signal<'marketing' | 'service'>(kept.kind === 'service' ? 'service' : 'marketing'),
  /** When the messages are to go out, as a field for date and time writes it; empty: at once. */
  sendAt: signal(kept.sendAt),
  /** On what basis clicks are counted per recipient; empty: not said yet. */
  basis: signal<'' | 'consent' | 'other'>(kept.basis === 'consent' || kept.basis === 'other' ? kept.basis : ''),
  /** The other basis in a word. */
  basisWord: signal(kept.basisWord),
};

const current = computed<Kept>(() => ({
  name: draft.name.value,
  sender: draft.sender.value,
  host: draft.host.value,
  template: draft.template.value,
  country: draft.country.value,
  tracking: draft.tracking.value,
  lastDay: draft.lastDay.value,
  kind: draft.kind.value,
  sendAt: draft.sendAt.value,
  basis: draft.basis.value,
  basisWord: draft.basisWord.value,
}));

let timer: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  const value = current.value;
  clearTimeout(timer);
  timer = setTimeout(() => remember('draft', JSON.stringify(value)), 300);
});
addEventListener('pagehide', () => remember('draft', JSON.stringify(current.peek())));

/** Begins anew with another campaign's message; its name is left to be chosen. */
export function startFrom(campaign: {
  readonly host: string;
  readonly senderName: string;
  readonly template: string;
}): void {
  draft.name.value = '';
  draft.host.value = campaign.host;
  draft.sender.value = campaign.senderName;
  draft.template.value = campaign.template;
}

/** A planned time in the person's own zone; null: none, or not one. */
export function sendAtMs(sendAt: string): number | null {
  const at = Date.parse(sendAt);
  return sendAt === '' || Number.isNaN(at) ? null : at;
}

/** The end of the last day, where the person is; null: no end. */
export function expiresAtMs(lastDay: string): number | null {
  const end = Date.parse(`${lastDay}T23:59:59.999`);
  return lastDay === '' || Number.isNaN(end) ? null : end;
}
