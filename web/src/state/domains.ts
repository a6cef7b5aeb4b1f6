/** Link domains of the workspace, and the one chosen. */
import { computed, signal } from '@preact/signals';
import type { Domain, NewDomain } from '../../../worker/api.ts';
import { type Answer, api } from '../api/client.ts';
import { draft } from './draft.ts';

/** Null until loaded. */
export const domains = signal<readonly Domain[] | null>(null);

export const chosenDomain = computed(() => domains.value?.find((domain) => domain.host === draft.host.value) ?? null);

export async function loadDomains(): Promise<void> {
  const answer = await api.domains();
  if (!answer.ok) return;
  domains.value = answer.value.entries;
  if (chosenDomain.value === null) draft.host.value = onlyHost(answer.value.entries) ?? draft.host.value;
}

/** Where there is one domain, nobody has to choose. */
const onlyHost = ([only, ...others]: readonly Domain[]) => (others.length === 0 ? only?.host : undefined);

export async function addDomain(domain: NewDomain): Promise<Answer<Domain>> {
  const answer = await api.addDomain(domain);
  if (answer.ok) {
    keepDomain(answer.value);
    draft.host.value = answer.value.host;
    removed.value = null;
  }
  return answer;
}

/** In place of what was known of it. */
export function keepDomain(domain: Domain): void {
  const known = domains.value ?? [];
  const isKnown = known.some(({ host }) => host === domain.host);
  domains.value = isKnown ? known.map((old) => (old.host === domain.host ? domain : old)) : [...known, domain];
}

/** Removed in this window last: for whoever did not mean it. */
export const removed = signal<Domain | null>(null);

/** A domain without campaigns: others stay, whoever asks. */
export async function removeDomain(domain: Domain): Promise<Answer<null>> {
  const answer = await api.removeDomain(domain.host);
  if (answer.ok) {
    const left = (domains.value ?? []).filter(({ host }) => host !== domain.host);
    domains.value = left;
    if (draft.host.peek() === domain.host) draft.host.value = onlyHost(left) ?? '';
    forget(domain.host);
    removed.value = domain;
  }
  return answer;
}

/** Where a domain was found to lead. `foreign`: somebody else answers there; `refused`: another klikspor. */
export type Pointing = 'here' | 'unreachable' | 'foreign' | 'refused';

/** Of the domains that were asked in this window, by host. */
export const pointing = signal<ReadonlyMap<string, Pointing>>(new Map());

function forget(host: string): void {
  const known = new Map(pointing.peek());
  known.delete(host);
  pointing.value = known;
}

/** Of a domain that the worker has not told of yet, the name is all that is known. */
export type NamedDomain = Pick<Domain, 'host'> & Partial<Domain>;

/** It does not lead here, as far as is known: nothing is published to it. */
export function isElsewhere({ host, provedAtMs }: NamedDomain): boolean {
  const found = pointing.value.get(host);
  return found === undefined ? provedAtMs === null : found !== 'here';
}

/** On a developer's machine every name below localhost leads back to it, so links work with no set-up. */
export const isLocal = location.hostname === 'localhost' || location.hostname === '127.0.0.1';
export const LOCAL_HOST = 's.localhost';
