/** How publishing goes: whether it is under way, what the worker refused, and what was published. */
import { signal } from '@preact/signals';
import type { Campaign, Problem } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import type { Missing } from '../checklist/rules.ts';
import type { Look } from '../engine/look.ts';
import { draftTexts } from './draft.ts';
import { linkSettings } from './links.ts';

export const publishing = signal(false);
export const failure = signal<Failure | null>(null);

/** Nothing is published, and the page says why. */
export function refuse(why: Failure): null {
  failure.value = why;
  return null;
}

/** What was published a while ago and is much like what is to be published now: the marketer is asked. */
export const twin = signal<Campaign | null>(null);
/** The twin that it is to be published besides: it is not asked about twice. */
export const acceptedTwin = signal<string | null>(null);

/** The campaign published in this window, for the greeting on its report. */
export const justPublished = signal<string | null>(null);

/** A message found in order: the look at it, and everything that was written when it was taken. */
export interface Checked {
  readonly look: Look;
  readonly written: string;
}

/** What would be published, the same whichever of two versions is on screen, and whether the first has gone out. */
export function writtenNow(): string {
  const { template, otherTemplate, shorter, otherShorter, version, versionOf: _, ...rest } = draftTexts.peek();
  const texts = [
    [template, shorter],
    [otherTemplate, otherShorter],
  ];
  return JSON.stringify([rest, version !== '', version === 'B' ? texts.toReversed() : texts, linkSettings.peek()]);
}

/** Fields of the page that the worker may refuse. */
export type FieldName = Missing | 'lastDay' | 'basis' | 'contact';

/** Where each property of the request stands on the page. */
const FIELDS: ReadonlyMap<string, FieldName> = new Map(
  Object.entries({
    name: 'name',
    senderName: 'sender',
    host: 'domain',
    recipients: 'list',
    links: 'template',
    template: 'template',
    basis: 'basis',
    contact: 'contact',
    expiresAtMs: 'lastDay',
  }),
);

/** The field that a problem's JSON pointer means; null: none of the page. */
export function problemField(pointer: string): FieldName | null {
  const [, property = ''] = pointer.replace(/^#/, '').split('/');
  return FIELDS.get(property) ?? null;
}

/** What the worker said of one field. */
export function problemOf(problem: Problem | null, field: FieldName): string | null {
  const found = problem?.errors?.find((error) => problemField(error.pointer) === field);
  return found?.detail ?? null;
}
