/** What a rule found: values only, so that it can be said in either language. */

import type { DraftValues } from '../draft/fields.ts';
import type { ListCost } from '../engine/cost-sum.ts';
import type { Draft, PhoneKind } from '../engine/draft.ts';
import type { Inspection } from '../engine/inspect.ts';
import type { Look } from '../engine/look.ts';
import type { Networks } from '../engine/networks.ts';
import type { ChecklistWords } from '../i18n/checklist.ts';
import type { Refusal } from '../i18n/index.ts';
import type { DataLanguage } from '../i18n/languages.ts';
import type { LimitCost } from '../limit/sum.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import { type Missing, RULES, type Rule, type RuleId } from './rules.ts';

/** Everything that is known of a campaign while it is written: every field of the draft, and what was found out. */
export interface Facts extends Omit<DraftValues, 'host' | 'limit' | 'shorter'> {
  /** Of the chosen link domain; null: none is chosen. */
  readonly host: string | null;
  /** Addresses that phones of one kind have instead, by address. */
  readonly devices: Draft['devices'];
  /** Null: as soon as it is published. */
  readonly sendAtMs: number | null;
  readonly nowMs: number;
  readonly look: Look;
  readonly inspection: Inspection;
  readonly list: ListSummary | null;
  readonly emptyFields: ListCost['emptyFields'];
  /** Who is sent a message; 0 without a list. */
  readonly recipients: number;
  /** Most segments of a message; 0: no limit. */
  readonly atMost: number;
  /** What it does to the list; null: there is none, or nothing was counted. */
  readonly limit: LimitCost | null;
  /** Recipients above the limit are to get a text of their own. */
  readonly isShortened: boolean;
  /** That text; null: not looked at yet. */
  readonly shorter: {
    readonly template: string;
    readonly look: Look;
    readonly inspection: Inspection;
    /** For each of its short links the message's link to the same place; -1: none. */
    readonly links: readonly number[];
  } | null;
  /** What publishing was tried without. */
  readonly missing: readonly Missing[];
  /** What the countries of the recipients make of the campaign. */
  readonly networks: Networks;
}

/** Who speaks: a language's words and its ways to write numbers and countries. */
export interface Voice {
  readonly words: ChecklistWords;
  /** Of sentences in klikspor's data. */
  readonly language: DataLanguage;
  readonly missing: Readonly<Record<Missing, string>>;
  integer(value: number): string;
  /** “a, b and c”. */
  list(items: readonly string[]): string;
  country(code: string): string;
  /** Of a day such as 2026-11-29. */
  day(text: string): string;
  reason(refused: Refusal): string;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What one click does about a finding. */
export type Remedy = { say(voice: Voice): string } & (
  | { readonly kind: 'edit'; edits(voice: Voice): readonly Edit[] }
  | { readonly kind: 'append'; readonly text: string }
  | { readonly kind: 'consent' }
  /** Clicks are counted for each recipient, who then has an opt-out link of their own. */
  | { readonly kind: 'track' }
  /** Short links are written with their scheme. */
  | { readonly kind: 'scheme' }
  /** Of the address and what is added to it: parameters that browsers take off. */
  | { readonly kind: 'take-out'; readonly url: string; readonly names: readonly string[]; readonly to: string }
  /** The sender is written so. */
  | { readonly kind: 'sender'; readonly text: string }
  /** Of the address, or of the one a kind of phone has instead. */
  | { readonly kind: 'readdress'; readonly url: string; readonly phone: PhoneKind | null; readonly to: string }
);

export interface Finding extends Rule {
  readonly rule: RuleId;
  /** Tells findings of one rule apart. */
  readonly key: string;
  say(voice: Voice): string;
  /** Where in the template. */
  readonly at?: { readonly start: number; readonly end: number };
  readonly remedy?: Remedy;
  /** Which of several rows at its place, by their `data-row`. */
  readonly row?: string;
}

export function finding(
  rule: RuleId,
  say: Finding['say'],
  more: {
    key?: string;
    at?: { start: number; end: number } | undefined;
    remedy?: Remedy | undefined;
    row?: string;
  } = {},
): Finding {
  const { key = '', at, remedy, row } = more;
  const rest = { ...(at && { at }), ...(remedy && { remedy }), ...(row !== undefined && { row }) };
  return { ...RULES[rule], rule, key: `${rule} ${key}`, say, ...rest };
}

export function append(text: string, say: Remedy['say']): Remedy {
  return { kind: 'append', text, say };
}
