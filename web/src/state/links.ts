/** What is decided of each link besides its address: label, parameters, whether clicks are counted. Kept by address. */
import { effect, signal } from '@preact/signals';
import { remember, remembered } from './storage.ts';

export interface LinkSettings {
  readonly label: string;
  readonly tracked: boolean;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const USUAL: LinkSettings = { label: '', tracked: true, parameters: [] };

function read(): Readonly<Record<string, LinkSettings>> {
  try {
    const kept: unknown = JSON.parse(remembered('links') ?? 'null');
    return kept !== null && typeof kept === 'object' ? (kept as Record<string, LinkSettings>) : {};
  } catch {
    return {};
  }
}

export const linkSettings = signal(read());

export function settingsOf(url: string): LinkSettings {
  return linkSettings.value[url] ?? USUAL;
}

export function changeLink(url: string, change: Partial<LinkSettings>): void {
  linkSettings.value = { ...linkSettings.value, [url]: { ...settingsOf(url), ...change } };
}

effect(() => {
  const settings = linkSettings.value;
  remember('links', Object.keys(settings).length === 0 ? null : JSON.stringify(settings));
});

/** Forgets links that the message does not hold any more. */
export function keepOnly(urls: readonly string[]): void {
  const held = Object.entries(linkSettings.value).filter(([url]) => urls.includes(url));
  linkSettings.value = Object.fromEntries(held);
}

/** Parameters as the request and the core take them: rows without a name are still being written. */
export function parametersOf(url: string): [name: string, value: string][] {
  return settingsOf(url)
    .parameters.filter(([name]) => name.trim() !== '')
    .map(([name, value]) => [name.trim(), value.trim()]);
}
