/** What the countries of its recipients make of the campaign as it stands: asked of the engine when anything of it changes. */
import { computed, effect, signal, untracked } from '@preact/signals';
import type { RegistrationState } from 'klikspor/country-profiles';
import { sendAtMs } from '../draft/fields.ts';
import { ask } from '../engine/client.ts';
import type { Networks, NetworksAsk } from '../engine/networks.ts';
import { arrivesAtMs, countriesOf, registrationOf, type Subject } from '../registrations/rows.ts';
import { newestOnly } from './asking.ts';
import { chosenDomain } from './domains.ts';
import { draft } from './draft.ts';
import { list } from './list.ts';
import { registrations } from './registrations.ts';

export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 60_000);

const question = computed(
  (): NetworksAsk => ({
    sender: draft.sender.value,
    host: chosenDomain.value?.host ?? null,
    countries: countriesOf(draft.country.value, list.value),
    registrations: registrations.value,
    atMs: arrivesAtMs(sendAtMs(draft.sendAt.value), now.value),
  }),
);

const answered = signal<{ readonly question: NetworksAsk; readonly networks: Networks } | null>(null);

const askNetworks = newestOnly(async () => {
  const asked = question.peek();
  answered.value = { question: asked, networks: await ask('networks', asked).answer };
});
effect(() => {
  void question.value;
  untracked(askNetworks);
});

/** Null until they were asked about. */
export const networks = computed(() => answered.value?.networks ?? null);

/** Whether they are those of the campaign as it stands. */
export const isNetworksSettled = computed(() => answered.value?.question === question.value);

export interface Stated extends Subject {
  readonly registration: RegistrationState;
}

/** What networks want registered, country by country, with what was stated of it. */
export const stated = computed(() =>
  (networks.value?.countries ?? []).map(({ country, subjects }) => ({
    country,
    subjects: subjects.map(
      (subject): Stated => ({ ...subject, registration: registrationOf(registrations.value, subject) }),
    ),
  })),
);
