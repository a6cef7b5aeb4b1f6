/** From draft to campaign: what is missing, the request, and what the worker refuses, told at its field. */
import { computed, signal } from '@preact/signals';
import type { Campaign, Problem } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import type { Finding } from '../checklist/finding.ts';
import type { Look } from '../engine/protocol.ts';
import { chosenDomain, isElsewhere } from './domains.ts';
import { currentDraft, draft } from './draft.ts';
import { linkSettings } from './links.ts';
import { importFailure, list, suitVersions } from './list.ts';
import { countAgain, countingStopped, engineDraft, look as lastLook, settledLook } from './preview.ts';

/**
 * `pointing`: the domain does not lead here. `file`: the last file could not be read, and the list before it is still
 * loaded.
 */
export type Missing = 'name' | 'sender' | 'domain' | 'pointing' | 'list' | 'file' | 'template' | 'links';
/** Fields the worker may refuse besides. */
export type FieldName = Missing | 'lastDay' | 'basis' | 'contact';

/** In the order of the page. */
export const missing = computed<readonly Missing[]>(() => {
  const found: Missing[] = [];
  if (draft.name.value.trim() === '') found.push('name');
  if (draft.sender.value.trim() === '') found.push('sender');
  if (chosenDomain.value === null) found.push('domain');
  else if (isElsewhere(chosenDomain.value)) found.push('pointing');
  if (list.value === null || list.value.size === 0) found.push('list');
  else if (importFailure.value !== null) found.push('file');
  if (draft.template.value.trim() === '') found.push('template');
  else if (lastLook.value !== null && !lastLook.value.look.outline.links.some((link) => link.link >= 0))
    found.push('links');
  return found;
});

/** Errors on the checklist. */
export const blocking = signal(0);
/** The first of them that is about the contact, as it says it. */
export const contactError = signal<string | null>(null);

/** Set by the first try to publish: from then on what is missing is shown at its field. */
export const tried = signal(false);
export const publishing = signal(false);
export const failure = signal<Failure | null>(null);

/** What was published a while ago and is much like what is to be published now: the marketer is asked. */
export const twin = signal<Campaign | null>(null);
/** The twin that it is to be published besides: it is not asked about twice. */
export const acceptedTwin = signal<string | null>(null);

/** The campaign published in this window, for the greeting on its report. */
export const justPublished = signal<string | null>(null);

/** A look at the message, and everything that was written when it was taken. */
export interface Seen {
  readonly look: Look;
  readonly written: string;
}

/** What would be published, the same whichever of two versions is on screen, and whether the first has gone out. */
export function writtenNow(): string {
  const { template, otherTemplate, shorter, otherShorter, version, versionOf: _, ...rest } = currentDraft.peek();
  const texts = [
    [template, shorter],
    [otherTemplate, otherShorter],
  ];
  return JSON.stringify([rest, version !== '', version === 'B' ? texts.toReversed() : texts, linkSettings.peek()]);
}

/** Null: something is missing or refused, or there is a twin. */
export async function publish(): Promise<Campaign | null> {
  failure.value = null;
  twin.value = null;
  publishing.value = true;
  const asked = askChosenDomain();
  await suitVersions();
  await settledLook();
  // Who is left out must be known, even if somebody stopped counting.
  if (countingStopped.peek() && engineDraft.peek().budget) countAgain();
  tried.value = true;
  // Told at once, and the end of it: what is mended while the domain is still being asked is not what was to be published.
  if ((await errorsFound(isOfThePage)) > 0 || missing.peek().some((name) => name !== 'pointing')) {
    publishing.value = false;
    return null;
  }
  await asked;
  // What was typed last must be seen, or the links might be those of the last letter but one.
  const look = await settledLook();
  const written = writtenNow();
  const errors = await errorsFound();
  publishing.value = false;
  const recipients = list.peek();
  const domain = chosenDomain.peek();
  if (errors > 0 || missing.peek().length > 0 || failure.peek() !== null) return null;
  if (look === null || recipients === null || domain === null) return null;

  publishing.value = true;
  try {
    const { send } = await import('./send.ts');
    return await send(recipients, { look, written });
  } finally {
    publishing.value = false;
  }
}

/** Asked at each publishing: a domain that led here yesterday may have been moved. */
async function askChosenDomain(): Promise<void> {
  const domain = chosenDomain.peek();
  if (domain === null) return;
  try {
    const { askDomain } = await import('../pointing/ask-domain.ts');
    const found = await askDomain(domain);
    if (typeof found !== 'string') failure.value = found;
  } catch {
    failure.value = { ok: false, problem: null, status: 0 };
  }
}

/** Where the domain leads is no matter of the page: it is asked anew. */
const isOfThePage = ({ rule }: Finding) => rule !== 'missing-pointing';

/** How many errors the checklist has now. 1 if it could not be asked: nothing is published then, and the page says why. */
async function errorsFound(isMeant: (finding: Finding) => boolean = () => true): Promise<number> {
  try {
    const { settledErrors } = await import('../checklist/index.ts');
    return (await settledErrors())?.filter(isMeant).length ?? 1;
  } catch {
    // Not loaded before the network went; publishing needs one too.
    failure.value = { ok: false, problem: null, status: 0 };
    return 1;
  }
}

/** Fields of the request as the page names them, from a problem's JSON pointer. */
export function problemField(pointer: string): FieldName | null {
  const [, first] = pointer.replace(/^#/, '').split('/');
  switch (first) {
    case 'name':
      return 'name';
    case 'senderName':
      return 'sender';
    case 'host':
      return 'domain';
    case 'recipients':
      return 'list';
    case 'links':
    case 'template':
      return 'template';
    case 'basis':
      return 'basis';
    case 'contact':
      return 'contact';
    case 'expiresAtMs':
      return 'lastDay';
    default:
      return null;
  }
}

/** What the worker said of one field. */
export function problemOf(problem: Problem | null, field: FieldName): string | null {
  const found = problem?.errors?.find((error) => problemField(error.pointer) === field);
  return found?.detail ?? null;
}
