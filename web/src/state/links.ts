/** What is decided of each link besides its address: label, parameters, phones' own addresses. Kept by address. */
import { signal } from '@preact/signals';
import type { DeviceDestinations } from '../engine/draft.ts';
import { keptDraft } from './draft-place.ts';

export interface LinkSettings {
  readonly label: string;
  readonly tracked: boolean;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Where phones of one kind go instead; empty: where everybody goes. */
  readonly ios: string;
  readonly android: string;
  /** The query a short link is followed with goes on to the destination. */
  readonly forwardQuery: boolean;
}

const USUAL: LinkSettings = { label: '', tracked: true, parameters: [], ios: '', android: '', forwardQuery: false };

export type AllLinkSettings = Readonly<Record<string, LinkSettings>>;

/** What was kept of links; anything else is no settings at all. */
export function linksIn(kept: unknown): AllLinkSettings {
  return kept !== null && typeof kept === 'object' ? (kept as AllLinkSettings) : {};
}

/** Kept with the draft (`draft.ts`). */
export const linkSettings = signal(linksIn(keptDraft().links));

export function settingsOf(url: string): LinkSettings {
  // Settings kept by an earlier version lack what came later.
  return { ...USUAL, ...linkSettings.value[url] };
}

export function changeLink(url: string, change: Partial<LinkSettings>): void {
  linkSettings.value = { ...linkSettings.value, [url]: { ...settingsOf(url), ...change } };
}

/** What was decided of one address goes on to hold of another. */
export function moveLink(from: string, to: string): void {
  const { [from]: moved, ...others } = linkSettings.value;
  if (moved !== undefined) linkSettings.value = { ...others, [to]: moved };
}

/** Parameters as the request and the core take them: rows without a name are still being written. */
export function parametersOf(url: string): [name: string, value: string][] {
  return settingsOf(url)
    .parameters.filter(([name]) => name.trim() !== '')
    .map(([name, value]) => [name.trim(), value.trim()]);
}

export function devicesOf(url: string): DeviceDestinations {
  const { ios, android } = settingsOf(url);
  return { ios: ios.trim(), android: android.trim() };
}
