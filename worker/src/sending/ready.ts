/**
 * Messages that may go out now: opened, within their country's hours, and to nobody who opted out or was written to lately.
 * Looked up some hundreds at a time, as each look is a question to the one workspace; held in memory alone, and not for long.
 */
import type { OutMessage } from '../gateways/gateway.ts';
import { type SealedFor, Sealing } from '../gateways/sealing.ts';
import { fromBase64, toBase64 } from '../octets.ts';
import { reporting } from '../reporting.ts';
import type { LetOut } from '../rpc/suppression.ts';
import { deriveNumberKey, SlugKeyError } from '../slug-keys.ts';
import type { Block, DueMessage, NewBlock, SendingRow, SendingStore } from '../stores/sending-store.ts';
import { workspaceStub } from '../stubs.ts';
import { within } from '../within.ts';
import { messageId } from './message-id.ts';
import { hoursFrom } from './quiet-hours.ts';
import type { NewMessage, SenderIdentity } from './rpc.ts';

/** Looked up at a time, at most; and what goes out in so many seconds. */
const AT_ONCE = 4_000;
const AHEAD_S = 10;
/** Sealed together: so many messages, and no longer than this. To erase one of them the others are sealed anew. */
const A_BLOCK = 100;
const LONGEST_BLOCK = 100_000;
/** Whoever opts out is sent nothing that goes out later than this after it. */
const FRESH_MS = 30_000;
const ANSWER_MS = 15_000;
/** What is sealed is one or the other. */
const CHECK = 'check';
const BLOCK = 'block';

/** What stands in storage sealed: row, number (E.164 with the plus sign), text without lone surrogates, as it goes through UTF-8. */
type Sealed = readonly [row: number, to: string, text: string];

interface Opened extends DueMessage {
  readonly to: string;
  readonly text: string;
}

export interface ReadyMessage {
  readonly row: number;
  /** Until now. */
  readonly attempts: number;
  readonly out: OutMessage;
}

export class Ready {
  readonly #store: SendingStore;
  readonly #env: Env;
  #messages: ReadyMessage[] = [];
  #lookedUpMs = 0;
  #tidied: Promise<void> = Promise.resolve();
  #rightCheck: string | undefined;
  #sealing: { readonly purpose: SealedFor; readonly by: Sealing } | undefined;

  constructor(store: SendingStore, env: Env) {
    this.#store = store;
    this.#env = env;
  }

  /** As many as these at most, without waiting; none: `look` first. */
  take(most: number): ReadyMessage[] {
    return this.#messages.splice(0, Math.min(most, this.waiting));
  }

  isEmpty(): boolean {
    return this.waiting === 0;
  }

  /** Messages that `take` has. */
  get waiting(): number {
    return Date.now() - this.#lookedUpMs > FRESH_MS ? 0 : this.#messages.length;
  }

  /** These are not handed over after all; if it goes on, they are looked up anew. */
  clear(): ReadyMessage[] {
    return this.#messages.splice(0);
  }

  /** Sees to it that there are some. `perSecond`: how fast they go out. False: none is due. */
  async look(row: SendingRow, perSecond: number): Promise<boolean> {
    const most = Math.max(1, Math.min(AT_ONCE, Math.ceil(perSecond * AHEAD_S)));
    while (this.isEmpty()) {
      const due = this.#store.due(Date.now(), most);
      if (due.length === 0) return false;
      const lookedUpMs = Date.now();
      this.#messages = await this.#mayGo(row, await this.#withinHours(row, due));
      this.#lookedUpMs = lookedUpMs;
    }
    return true;
  }

  /** Something sealed, to know the secret by (`isSecretRight`). */
  async checkOf(identity: SenderIdentity, secret: number): Promise<string> {
    const { octets } = await this.#sealingOf(identity).seal(CHECK, CHECK, secret);
    return toBase64(octets);
  }

  /** Whether messages of this sending can be opened: with another secret every one would look damaged. */
  async isSecretRight({ identity, secret, check }: SendingRow): Promise<boolean> {
    if (this.#rightCheck === check) return true;
    const octets = fromBase64(check) ?? new Uint8Array();
    const opened = await this.#sealingOf(identity)
      .open(CHECK, { key: secret, octets })
      .catch((error: unknown) => {
        if (error instanceof SlugKeyError) return null;
        throw error;
      });
    if (opened === CHECK) this.#rightCheck = check;
    return opened === CHECK;
  }

  /** Each is bound to its row by what is sealed: in another's place it is not found. */
  async seal<M extends NewMessage>(row: SendingRow, messages: readonly M[]): Promise<NewBlock<M>[]> {
    const blocks: M[][] = [];
    let length = 0;
    for (const message of messages) {
      const last = blocks.at(-1);
      length += message.text.length;
      if (last === undefined || last.length >= A_BLOCK || length > LONGEST_BLOCK) {
        blocks.push([message]);
        length = message.text.length;
      } else last.push(message);
    }
    return Promise.all(
      blocks.map(async (block) => ({
        messages: block,
        sealed: await this.#sealed(
          row,
          block.map(({ row, to, text }) => [row, to, text]),
        ),
      })),
    );
  }

  /** What nobody needs any more goes out of the blocks that others are in. One after the other: each writes what it has read. */
  tidy(): Promise<void> {
    const tidied = this.#tidied.then(() => this.#tidy());
    this.#tidied = tidied.catch(() => {});
    return tidied;
  }

  async #tidy(): Promise<void> {
    const row = this.#store.sending();
    if (row === undefined) return;
    this.#store.dropEmptied();
    for (const block of this.#store.untidy()) {
      const opened = await this.#open(row, block);
      // Whoever has the right secret will.
      if (opened === null) continue;
      const needed = this.#store.rowsIn(block.id);
      const kept = opened.filter(([row]) => needed.has(row));
      const sealed = await this.#sealed(row, kept);
      // Messages leave a block, and none comes into it: of those that left meanwhile the next one hears.
      this.#store.reseal({ id: block.id, sealed }, kept.length);
    }
  }

  async #sealed({ identity, secret }: SendingRow, messages: readonly Sealed[]): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#sealingOf(identity).seal(BLOCK, JSON.stringify(messages), secret)).octets;
  }

  /** Null: it does not open. */
  async #open({ identity, secret }: SendingRow, { sealed }: Block): Promise<readonly Sealed[] | null> {
    const plain = await this.#sealingOf(identity).open(BLOCK, { key: secret, octets: sealed });
    return plain === null ? null : (JSON.parse(plain) as Sealed[]);
  }

  #sealingOf({ host, number, publishedAtMs }: SenderIdentity): Sealing {
    const purpose: SealedFor = `messages ${host}/${number}/${publishedAtMs}`;
    if (this.#sealing?.purpose !== purpose) this.#sealing = { purpose, by: new Sealing(this.#env, purpose) };
    return this.#sealing.by;
  }

  async #withinHours({ settings }: SendingRow, due: readonly DueMessage[]): Promise<DueMessage[]> {
    if (!settings.quietHours) return [...due];
    const nowMs = Date.now();
    const waiting = new Set<string>();
    for (const country of new Set(due.map(({ country }) => country))) {
      const fromMs = await hoursFrom(country, nowMs, settings.timeZone);
      if (fromMs === nowMs) continue;
      waiting.add(country);
      if (fromMs !== undefined) this.#store.waitFor(country, fromMs);
      else this.#store.leaveOut(rowsOf(due.filter((one) => one.country === country)), 'quiet-hours', nowMs);
    }
    return due.filter(({ country }) => !waiting.has(country));
  }

  async #mayGo(sending: SendingRow, due: readonly DueMessage[]): Promise<ReadyMessage[]> {
    if (due.length === 0) return [];
    const opened = await this.#opened(sending, due);
    const hashes = await hashesOf(this.#env, opened);
    const { host, seq, publishedAtMs, listName } = sending.identity;
    const { from, reportUrl, cooldownDays } = sending.settings;
    const letting = {
      ...{ host, campaign: seq, cooldownDays, nowMs: Date.now() },
      ...(listName !== undefined && { list: listName }),
    };
    const verdicts = await within(workspaceStub(this.#env).letOut(hashes, rowsOf(opened), letting), ANSWER_MS);
    const told = (verdict: LetOut) => opened.filter((_, at) => verdicts[at] === verdict);
    this.#store.leaveOut(rowsOf(told('opted-out')), 'opted-out', Date.now());
    this.#store.leaveOut(rowsOf(told('cooldown')), 'cooldown', Date.now());
    return told('out').map(({ row, attempts, to, text, encoding, segments }) => {
      const out: OutMessage = { id: messageId({ seq, publishedAtMs, row }), to, from, text, encoding, segments };
      return { row, attempts, out: reportUrl === null ? out : { ...out, reportUrl } };
    });
  }

  /** Those that are found in what opens; the others never will be, and are left out. */
  async #opened(sending: SendingRow, due: readonly DueMessage[]): Promise<Opened[]> {
    const blocks = this.#store.blocks([...new Set(due.map(({ block }) => block))]);
    const found = new Map<number, Map<number, Sealed>>();
    for (const block of blocks) {
      const opened = await this.#open(sending, block);
      found.set(block.id, new Map(opened?.map((one) => [one[0], one])));
    }
    const opened: Opened[] = [];
    const shut: number[] = [];
    for (const one of due) {
      const sealed = found.get(one.block)?.get(one.row);
      if (sealed === undefined) shut.push(one.row);
      else opened.push({ ...one, to: sealed[1], text: sealed[2] });
    }
    this.#store.leaveOut(shut, 'unreadable', Date.now());
    return opened;
  }
}

/** Keyed hashes of the numbers that messages go to, one behind the other. */
export async function hashesOf(env: Env, messages: readonly { readonly to: string }[]): Promise<Uint8Array> {
  const { hashNumbers } = await reporting();
  const numbers = Float64Array.from(messages, ({ to }) => Number(to.slice(1)));
  return hashNumbers(await deriveNumberKey(env), numbers);
}

const rowsOf = (messages: readonly { readonly row: number }[]): number[] => messages.map(({ row }) => row);
