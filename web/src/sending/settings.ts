/** How a campaign is to be sent, as it is being chosen. */
import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { SenderForm } from 'klikspor/sending';
import { useEffect } from 'preact/hooks';
import type { Campaign, NewSending, ShortGateway } from '../../../worker/api.ts';
import { ask } from '../engine/client.ts';
import { ownZone } from '../report/time.ts';
import { remember, remembered } from '../storage.ts';

export interface Settings {
  readonly gateway: Signal<string>;
  readonly from: Signal<string>;
  /** No network carries it, by what is known so far: the worker has the last word. */
  readonly isSenderWrong: ReadonlySignal<boolean>;
  readonly isLater: Signal<boolean>;
  /** As a field for a moment has it. */
  readonly time: Signal<string>;
  /** Null: now, or no moment is written. */
  readonly atMs: ReadonlySignal<number | null>;
  /** Somebody wanted to go on, and it is no moment that can be. */
  readonly isTimeWrong: ReadonlySignal<boolean>;
  readonly hasQuietHours: Signal<boolean>;
  readonly cooldown: Signal<string>;
  readonly speed: Signal<string>;
  /** Whether all of it can be sent so; what is wrong shows from now on. */
  check(): boolean;
}

const CARRIED: ReadonlySet<SenderForm> = new Set(['number', 'name', 'name-with-signs']);
const LONGEST_WAIT_MS = 6 * 86_400_000;
const MOST_COOLDOWN_DAYS = 31;
const MOST_A_SECOND = 100_000;

/** The one that was used last, else the first that messages leave by. */
function usual(gateways: readonly ShortGateway[]): string {
  const last = remembered('send-gateway');
  const usable = gateways.filter(({ isReadable }) => isReadable);
  const found = usable.find(({ id }) => id === last) ?? usable.find(({ kind }) => kind !== 'outbox') ?? usable[0];
  return found?.id ?? '';
}

export function useSettings(campaign: Campaign, gateways: readonly ShortGateway[] | null): Settings {
  const gateway = useSignal('');
  useEffect(() => {
    if (gateways !== null && gateway.peek() === '') gateway.value = usual(gateways);
  }, [gateways]);
  const from = useSignal(campaign.senderName);
  const wrongSender = useSignal<string | null>(null);
  const isSenderWrong = useComputed(() => wrongSender.value === from.value.trim());
  useSignalEffect(() => {
    const sender = from.value.trim();
    if (sender === '') return;
    void ask('senderForm', { sender }).answer.then((form) => {
      if (!CARRIED.has(form)) wrongSender.value = sender;
    });
  });
  const isLater = useSignal(false);
  const time = useSignal('');
  const atMs = useComputed(() => {
    const ms = isLater.value ? Date.parse(time.value) : Number.NaN;
    return Number.isNaN(ms) ? null : ms;
  });
  const isTried = useSignal(false);
  const isTimeWrong = useComputed(() => isTried.value && isLater.value && !isPossible(atMs.value));
  const hasQuietHours = useSignal(true);
  const cooldown = useSignal('0');
  const speed = useSignal('');
  const settings = { gateway, from, isSenderWrong, isLater, time, atMs, isTimeWrong, hasQuietHours, cooldown, speed };
  return {
    ...settings,
    check: () => {
      isTried.value = true;
      return !(isLater.peek() && !isPossible(atMs.peek()));
    },
  };
}

function isPossible(atMs: number | null): boolean {
  const nowMs = Date.now();
  return atMs !== null && atMs > nowMs && atMs <= nowMs + LONGEST_WAIT_MS;
}

/** Digits, or nothing; null: neither. */
function wholeIn(text: string, least: number, most: number): number | undefined | null {
  const written = text.trim();
  if (written === '') return undefined;
  const value = /^\d{1,6}$/.test(written) ? Number(written) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

export const cooldownIn = (text: string) => wholeIn(text, 0, MOST_COOLDOWN_DAYS);
export const speedIn = (text: string) => wholeIn(text, 1, MOST_A_SECOND);

export const rememberGateway = (id: string): void => remember('send-gateway', id);

/** As the worker takes them; null: something is not as it can be. */
export function settingsOf(settings: Settings): NewSending | null {
  const cooldownDays = cooldownIn(settings.cooldown.value);
  const perSecond = speedIn(settings.speed.value);
  const from = settings.from.value.trim();
  if (
    cooldownDays === null ||
    perSecond === null ||
    from === '' ||
    settings.isSenderWrong.value ||
    settings.gateway.value === ''
  )
    return null;
  const atMs = settings.atMs.value;
  if (settings.isLater.value && !isPossible(atMs)) return null;
  return {
    ...{ gateway: settings.gateway.value, from, quietHours: settings.hasQuietHours.value, timeZone: ownZone() },
    ...(cooldownDays !== undefined && { cooldownDays }),
    ...(perSecond !== undefined && { perSecond }),
    ...(atMs !== null && { atMs }),
  };
}
