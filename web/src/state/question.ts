/** What the engine is asked about: the draft as it stands, with everything that decides a message besides the recipient. */
import { computed } from '@preact/signals';
import type { Draft } from '../engine/draft.ts';
import type { Limit } from '../limit/limit.ts';
import { chosenDomain } from './domains.ts';
import { draft } from './draft.ts';
import { devicesOf, linkSettings, parametersOf } from './links.ts';
import { list } from './list.ts';

/** Stands in while no domain is chosen; as long as a usual one, and said to be a sample on the page. */
const SAMPLE_PREFIX = 's.example.dk/';

const messageOptions = computed(() => {
  const domain = chosenDomain.value;
  const scheme = draft.scheme.value === '' ? '' : 'https://';
  const linkPrefix = scheme + withSlash(domain?.linkPrefix ?? SAMPLE_PREFIX);
  return { linkPrefix, width: domain?.width ?? 8 } as const;
});

function withSlash(prefix: string): string {
  return prefix.endsWith('/') ? prefix : `${prefix}/`;
}

const parameters = computed(() => {
  const urls = Object.keys(linkSettings.value);
  return Object.fromEntries(urls.map((url) => [url, parametersOf(url)]).filter(([, rows]) => rows?.length));
});

const devices = computed(() => {
  const urls = Object.keys(linkSettings.value);
  return Object.fromEntries(urls.map((url) => [url, devicesOf(url)]));
});

/** While two versions are written, each is for its own half of the list. */
export const chosenHalf = computed(() => {
  if (draft.version.value === '' || (list.value?.split ?? null) === null) return null;
  return draft.version.value === 'A' ? 0 : 1;
});

/** A text that is kept but not sent changes nothing, and so is not asked about. */
const limit = computed<Limit | null>(() => {
  if (draft.limit.value === 0) return null;
  const above = draft.above.value;
  return { atMost: draft.limit.value, above, shorter: above === 'shorten' ? draft.shorter.value : '' };
});

export const engineDraft = computed<Draft>(() => ({
  template: draft.template.value,
  options: messageOptions.value,
  parameters: parameters.value,
  devices: devices.value,
  half: chosenHalf.value,
  limit: limit.value,
}));
