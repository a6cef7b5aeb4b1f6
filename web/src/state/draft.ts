/** The campaign being written. Kept in the browser, so that a closed window loses nothing; recipients are not. */
import { batch, computed, effect, signal } from '@preact/signals';
import { remember, remembered } from '../storage.ts';
import { beginCopy, claim, hold, keepDraft, keptDraft } from './draft-place.ts';
import { linkSettings, linksIn } from './links.ts';

/** A draft as it is kept: every value a text. */
export interface DraftValues {
  readonly name: string;
  readonly sender: string;
  readonly host: string;
  readonly template: string;
  readonly country: string;
  readonly tracking: string;
  readonly lastDay: string;
  readonly kind: string;
  readonly sendAt: string;
  readonly basis: string;
  readonly basisWord: string;
  /** 'https': short links are written with it; empty: without. */
  readonly scheme: string;
  /** Which of two versions `template` is: 'A', 'B', or empty while there is but one. */
  readonly version: string;
  /** The text of the other version. */
  readonly otherTemplate: string;
  /** The most segments a message should take; empty: no limit. */
  readonly limit: string;
  /** What recipients above it are sent: 'send', 'leave-out' or 'shorten'. */
  readonly above: string;
  /** What is sent to them instead, and the same of the other version. */
  readonly shorter: string;
  readonly otherShorter: string;
  /** Id of the campaign that version A went out as; empty: it has not. */
  readonly versionOf: string;
  /** Where recipients reach the sender: a telephone number, an e-mail address or a form; empty: not said. */
  readonly contact: string;
}

export const EMPTY_DRAFT: DraftValues = {
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
  scheme: '',
  version: '',
  otherTemplate: '',
  limit: '',
  above: 'send',
  shorter: '',
  otherShorter: '',
  versionOf: '',
  contact: '',
};

/** What is missing or no text comes out as in an empty draft. */
export function draftIn(kept: unknown): DraftValues {
  if (kept === null || typeof kept !== 'object') return EMPTY_DRAFT;
  const entries = Object.entries(EMPTY_DRAFT).map(([key, value]) => {
    const stored = (kept as Record<string, unknown>)[key];
    return [key, typeof stored === 'string' ? stored : value];
  });
  return Object.fromEntries(entries) as DraftValues;
}

/** Something a person wrote; sender, domain, country and contact alone are habits. */
export function isWorthKeeping({ name, template, otherTemplate, shorter, otherShorter }: DraftValues): boolean {
  return [name, template, otherTemplate, shorter, otherShorter].some((text) => text.trim() !== '');
}

function read(): DraftValues {
  const draft = draftIn(keptDraft().values);
  // Where an earlier version kept it.
  return draft.limit === '' ? { ...draft, limit: remembered('budget') ?? '' } : draft;
}

const kept = read();
const trackingIn = (text: string) => (text === 'aggregate' ? 'aggregate' : 'recipient');
const kindIn = (text: string) => (text === 'service' ? 'service' : 'marketing');
const basisIn = (text: string) => (text === 'consent' || text === 'other' ? text : '');
const schemeIn = (text: string) => (text === 'https' ? text : '');
const limitIn = (text: string) => (/^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0);
const aboveIn = (text: string) => (text === 'leave-out' || text === 'shorten' ? text : 'send');
const versionIn = (text: string) => (text === 'A' || text === 'B' ? text : '');

export const draft = {
  name: signal(kept.name),
  sender: signal(kept.sender),
  host: signal(kept.host),
  template: signal(kept.template),
  /** Where numbers without a country code belong. */
  country: signal(kept.country),
  /** Whether clicks are counted per recipient or in total only. */
  tracking: signal<'recipient' | 'aggregate'>(trackingIn(kept.tracking)),
  /** The last day the links work, as a date field writes it; empty: no end. */
  lastDay: signal(kept.lastDay),
  /** Marketing needs an opt-out and keeps hours; a message about an order or an appointment does not. */
  kind: signal<'marketing' | 'service'>(kindIn(kept.kind)),
  /** When the messages are to go out, as a field for date and time writes it; empty: at once. */
  sendAt: signal(kept.sendAt),
  /** On what basis clicks are counted per recipient; empty: not said yet. */
  basis: signal<'' | 'consent' | 'other'>(basisIn(kept.basis)),
  /** The other basis in a word. */
  basisWord: signal(kept.basisWord),
  /** Short links are written with it. */
  scheme: signal<'' | 'https'>(schemeIn(kept.scheme)),
  version: signal<'' | 'A' | 'B'>(versionIn(kept.version)),
  otherTemplate: signal(kept.otherTemplate),
  /** Segments; 0: no limit. */
  limit: signal(limitIn(kept.limit)),
  /** What is sent to recipients whose message is above the limit: the message all the same, nothing, or `shorter`. */
  above: signal<'send' | 'leave-out' | 'shorten'>(aboveIn(kept.above)),
  shorter: signal(kept.shorter),
  otherShorter: signal(kept.otherShorter),
  versionOf: signal(kept.versionOf),
  /** Where recipients reach the sender, as written; empty: not said. */
  contact: signal(kept.contact),
};

export const currentDraft = computed<DraftValues>(() => ({
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
  scheme: draft.scheme.value,
  version: draft.version.value,
  otherTemplate: draft.otherTemplate.value,
  limit: draft.limit.value === 0 ? '' : String(draft.limit.value),
  above: draft.above.value,
  shorter: draft.shorter.value,
  otherShorter: draft.otherShorter.value,
  versionOf: draft.versionOf.value,
  contact: draft.contact.value,
}));

remember('budget', null);
const keep = () => {
  const values = currentDraft.peek();
  keepDraft(values, linkSettings.peek(), isWorthKeeping(values));
};
/** As the window found it: what is written in one that does not hold the draft becomes a copy. */
const written = () => JSON.stringify([{ ...currentDraft.value, host: '' }, linkSettings.value]);
let found = written();
let timer: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  const isChanged = written() !== found;
  if (isChanged && hold.value === 'elsewhere') beginCopy();
  clearTimeout(timer);
  timer = setTimeout(keep, 300);
});
addEventListener('pagehide', keep);

claim(() => {
  writeDraft(read());
  linkSettings.value = linksIn(keptDraft().links);
  found = written();
});

/** Puts another draft in place of the one being written. */
export function writeDraft(values: DraftValues): void {
  batch(() => {
    draft.name.value = values.name;
    draft.sender.value = values.sender;
    draft.host.value = values.host;
    draft.template.value = values.template;
    draft.country.value = values.country;
    draft.tracking.value = trackingIn(values.tracking);
    draft.lastDay.value = values.lastDay;
    draft.kind.value = kindIn(values.kind);
    draft.sendAt.value = values.sendAt;
    draft.basis.value = basisIn(values.basis);
    draft.basisWord.value = values.basisWord;
    draft.scheme.value = schemeIn(values.scheme);
    draft.version.value = versionIn(values.version);
    draft.otherTemplate.value = values.otherTemplate;
    draft.limit.value = limitIn(values.limit);
    draft.above.value = aboveIn(values.above);
    draft.shorter.value = values.shorter;
    draft.otherShorter.value = values.otherShorter;
    draft.versionOf.value = values.versionOf;
    draft.contact.value = values.contact;
  });
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
