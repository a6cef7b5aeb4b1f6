/** Link domains of the workspace, and the one chosen. */
import { computed, signal } from '@preact/signals';
import type { Domain } from '../../../worker/api.d.ts';
import { type Answer, api } from '../api/client.ts';
import { draft } from './draft.ts';

/** Null until loaded. */
export const domains = signal<readonly Domain[] | null>(null);

export const chosenDomain = computed(() => domains.value?.find((domain) => domain.host === draft.host.value) ?? null);

export async function loadDomains(): Promise<void> {
  const answer = await api.domains();
  if (!answer.ok) return;
  domains.value = answer.value.entries;
  const [only, ...others] = answer.value.entries;
  if (chosenDomain.value === null && only !== undefined && others.length === 0) draft.host.value = only.host;
}

export async function addDomain(host: string): Promise<Answer<Domain>> {
  const answer = await api.addDomain({ host });
  if (answer.ok) {
    domains.value = [...(domains.value ?? []).filter((domain) => domain.host !== answer.value.host), answer.value];
    draft.host.value = answer.value.host;
  }
  return answer;
}

/** On a developer's machine every name below localhost leads back to it, so links work with no set-up. */
export const isLocal = location.hostname === 'localhost' || location.hostname === '127.0.0.1';
export const LOCAL_HOST = 's.localhost';
