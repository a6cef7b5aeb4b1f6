/** A message as it is being written, as far as the engine needs to know it. */
import type { MessageOptions } from 'klikspor';
import type { Limit } from '../limit/limit.ts';
import type { Half } from '../list-reading/split.ts';

/** A template and how its links will look: everything that decides a message besides the recipient. */
export interface Draft {
  readonly template: string;
  readonly options: MessageOptions & { readonly linkPrefix: string; readonly width: 8 | 9 };
  /** Campaign parameters by the address they belong to, as written in the template. */
  readonly parameters: Readonly<Record<string, readonly (readonly [name: string, value: string])[]>>;
  /** Where phones of one kind go instead, by the address as written; empty: where everybody goes. */
  readonly devices?: Readonly<Record<string, DeviceDestinations>>;
  /** Of a list that was split: for one half only. Absent or null: for the whole list. */
  readonly half?: Half | null;
  /** Absent or null: there is no limit. */
  readonly limit?: Limit | null;
}

export const PHONES = ['ios', 'android'] as const;

export type PhoneKind = (typeof PHONES)[number];

export type DeviceDestinations = Readonly<Record<PhoneKind, string>>;
