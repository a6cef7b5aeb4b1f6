/**
 * One HTTP call to a gateway, with a deadline of its own: some gateways take a request and never answer it. What went wrong
 * is told as what it means for the messages of the call: whether the gateway can have them.
 */
import { log, nameOf } from '../log.ts';
import type { Deadline } from './deadline.ts';
import type { GatewayTools, Refusal, SendOutcome } from './gateway.ts';
import { shown } from './reading.ts';

/** How long a call may take, answer and all. */
export const DEADLINE_MS = 20_000;
/** Read of an answer at most, in octets. */
const LONGEST_ANSWER = 8_388_608;
/** A gateway that answered this lately is asked without a look whether it is there. */
const REACHED_MS = 5_000;
/** An answer without trouble is taken to be as short as the last one for so long. */
const SHORT_MS = 1_000;
const LONGEST_WAIT_MS = 3_600_000;

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** As `retry-after` says. */
  readonly retryAfterMs?: number;
}

/** No answer that counts, and what that says of every message of the call. */
export type Unanswered = Extract<SendOutcome, { readonly is: 'later' | 'unknown' | 'refused' }>;

export interface Call {
  readonly method: string;
  readonly url: string;
  /** The same object for the same headers: they are made once. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * What an edge answers in the place of a server that it did not reach: refused, not there, no handshake, no such name. The
 * request went nowhere. (520 and 524 are none of them: the server may have read it.)
 */
const NOT_REACHED: ReadonlySet<number> = new Set([521, 522, 523, 525, 526, 530]);
/** Said by what stands in front of a server, which may have got the request all the same. */
const UNCLEAR: ReadonlySet<number> = new Set([408, 500, 502, 504, 520, 524]);

/** As the platform says it (50 calls an invocation on the free plan). */
const TOO_MANY = /too many subrequests/i;

/** The way to one gateway. */
export class Line {
  readonly #tools: GatewayTools;
  readonly #probe: string;
  readonly #secrets: readonly string[];
  #reachedMs = 0;
  /** When an answer last told its length, which was none too great. */
  #shortMs = 0;

  /**
   * `probe`: an address that a request without credentials and message may ask for. `secrets`: what must stand in nothing
   * that is told.
   */
  constructor(tools: GatewayTools, probe: string, secrets: readonly string[]) {
    this.#tools = tools;
    this.#probe = probe;
    this.#secrets = secrets.filter((secret) => secret !== '');
  }

  /** Asks once, and follows no redirect: it would take the credentials along. Never rejects. */
  async call(call: Call, deadline: Deadline): Promise<Answer | Unanswered> {
    if (deadline.isPast()) return { is: 'later', reason: 'unavailable' };
    // A connection that is refused and one that breaks look the same in workerd, but only the first says that nothing was sent.
    if (Date.now() - this.#reachedMs > REACHED_MS && !(await this.#isThere(deadline))) {
      return { is: 'later', reason: 'unavailable' };
    }
    let answer: Answer;
    try {
      answer = await this.#ask(call, deadline);
    } catch (error) {
      // The platform's limit of calls is used up: this one was not made, and the next alarm has a limit of its own.
      if (error instanceof Error && TOO_MANY.test(error.message)) return { is: 'later', reason: 'unavailable' };
      log('gateway-unanswered', { error: nameOf(error) });
      return { is: 'unknown', reason: 'no-answer' };
    }
    const { status, text, retryAfterMs } = answer;
    if (NOT_REACHED.has(status)) return { is: 'later', reason: 'unavailable' };
    this.#reachedMs = Date.now();
    if (status >= 300 && status < 400) return { is: 'refused', reason: 'address', detail: this.told(String(status)) };
    if (UNCLEAR.has(status)) return { is: 'unknown', reason: 'unclear', detail: this.told(`${status} ${text}`) };
    if (status === 429 || status === 503) {
      const reason = status === 429 ? 'busy' : 'unavailable';
      const detail = this.told(`${status} ${text}`);
      return { is: 'later', reason, detail, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    }
    return answer;
  }

  /** As `shown`, and without credentials. */
  told(text: string): string {
    return shown(this.#secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text));
  }

  async #isThere(deadline: Deadline): Promise<boolean> {
    try {
      const { status } = await this.#ask({ method: 'GET', url: this.#probe }, deadline);
      return !NOT_REACHED.has(status);
    } catch {
      return false;
    }
  }

  /**
   * Read in one go an answer costs a third of what it costs chunk by chunk, and to look at a header a twentieth of the call. So
   * once a second has to do, as long as the gateway takes what it is sent.
   */
  #isShort(answer: Response): boolean {
    const nowMs = Date.now();
    if (answer.status === 200 && Math.abs(nowMs - this.#shortMs) < SHORT_MS) return true;
    const isShort = Number(answer.headers.get('content-length') ?? Number.NaN) <= LONGEST_ANSWER;
    this.#shortMs = isShort ? nowMs : 0;
    return isShort;
  }

  async #ask({ method, url, headers, body }: Call, deadline: Deadline): Promise<Answer> {
    const controller = deadline.take(this.#tools.deadlineMs ?? DEADLINE_MS);
    try {
      const { signal } = controller;
      const asked = { method, headers: headersOf(headers), redirect: 'manual', signal } as const;
      const answer = await this.#tools.fetch(url, body === undefined ? asked : { ...asked, body });
      const { status } = answer;
      const text = await (this.#isShort(answer) ? answer.text() : textOf(answer));
      // Whoever succeeds has no need to say when to try again.
      const retryAfterMs = status < 400 ? undefined : waitIn(answer.headers.get('retry-after'));
      return { status, text, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    } finally {
      deadline.giveBack(controller);
    }
  }
}

/** workerd sends none of its own. */
const OWN = { accept: '*/*', 'user-agent': 'klikspor' };

/** Made anew for each call they would be a twentieth of what it costs. */
const made = new WeakMap<object, Headers>();

function headersOf(headers: Call['headers'] = OWN): Headers {
  const known = made.get(headers);
  if (known !== undefined) return known;
  const all = new Headers({ ...OWN, ...headers });
  made.set(headers, all);
  return all;
}

export const isAnswer = (found: Answer | Unanswered): found is Answer => 'status' in found;

/** As told by an answer that says of which kind its refusal is. */
export const refused = (reason: Refusal, detail: string): SendOutcome => ({ is: 'refused', reason, detail });

/** The statuses that mean the same everywhere; null: the message, or whatever the gateway says it is. */
export function generalRefusal(status: number): Refusal | null {
  if (status === 401) return 'credentials';
  if (status === 402) return 'no-credit';
  if (status === 403) return 'not-allowed';
  if (status === 404 || status === 405 || status === 410) return 'address';
  return status === 415 || status === 406 ? 'misread' : null;
}

/** JSON, or undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A field of an object by its name; undefined where there is none. */
export const fieldOf = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

async function textOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let octets = 0;
  for await (const chunk of answer.body ?? []) {
    octets += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    if (octets > LONGEST_ANSWER) break;
  }
  return text + decoder.decode();
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function waitIn(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}
