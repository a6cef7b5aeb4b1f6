/**
 * One try to publish what is written, however often the button is pressed: a request whose answer was lost is sent with the
 * same key again, and the worker answers with the campaign it made then.
 */
import type { NewCampaign } from '../../../worker/api.ts';
import { hexOf } from '../hex.ts';
import { remember, rememberedFields } from '../storage.ts';

/** Well below the day for which the worker knows a key. */
const LIFE_MS = 20 * 3_600_000;

interface Attempt {
  readonly id: string;
  readonly beganMs: number;
  /** Keys of requests that were sent and not answered. */
  readonly sent: readonly string[];
}

function current(nowMs: number): Attempt {
  const { id, beganMs, sent } = rememberedFields('attempt');
  const isYoung = typeof beganMs === 'number' && nowMs - beganMs < LIFE_MS && beganMs <= nowMs;
  if (typeof id === 'string' && isYoung && Array.isArray(sent)) return { id, beganMs, sent };
  return { id: crypto.randomUUID(), beganMs: nowMs, sent: [] };
}

/** The key of a request: the same for the same body within one attempt. */
export async function keyOf(campaign: NewCampaign): Promise<string> {
  const attempt = current(Date.now());
  const octets = new TextEncoder().encode(JSON.stringify(campaign));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', octets));
  remember('attempt', JSON.stringify(attempt));
  return `${attempt.id} ${hexOf(digest)}`;
}

/** Whether it may have arrived without an answer having come back. */
export const wasSent = (key: string): boolean => current(Date.now()).sent.includes(key);

export function noteSent(key: string): void {
  const attempt = current(Date.now());
  remember('attempt', JSON.stringify({ ...attempt, sent: [...new Set([...attempt.sent, key])] }));
}

/** The worker has said that nothing came of it. */
export function noteRefused(key: string): void {
  const attempt = current(Date.now());
  remember('attempt', JSON.stringify({ ...attempt, sent: attempt.sent.filter((sent) => sent !== key) }));
}

/** It is published: the same again would be another campaign. */
export function endAttempt(): void {
  remember('attempt', null);
}
