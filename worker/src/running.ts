/**
 * Campaigns that go on. Messages that have their links, domain and settings in common go to one campaign, which is published with
 * room for RUNNING_ROWS of them: its record says so from the start, so that every isolate opens the slug of a row the moment it is
 * given out, and KV is written once in so many messages. When its room is used up, it is archived or deleted, or its links are
 * changed, the next begins.
 */
import type { Once } from './rpc/catalogue.ts';
import type { GivenPlace, PlacesAsk, PlacesOutcome } from './rpc/messages.ts';
import type { WorkspaceRpc } from './rpc/workspace.ts';
import type { MessagePlace } from './sending/message-id.ts';
import { RunningStore } from './stores/running-store.ts';
import type { WorkspaceParts } from './workspace-parts.ts';

/** As many as one counter takes (`shards.ts`). */
export const RUNNING_ROWS = 100_000;

type OwnCalls = 'placeMessages' | 'placeOfOwnId' | 'ownIds' | 'endRunning' | 'erasePlace';

export class Running implements Pick<WorkspaceRpc, OwnCalls> {
  readonly #parts: WorkspaceParts;
  readonly #store: RunningStore;

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
    this.#store = new RunningStore(parts.storage);
  }

  async placeMessages(ask: PlacesAsk): Promise<PlacesOutcome> {
    // Nothing in it waits: what is read is what is written, and all of it is one commit.
    return this.#parts.storage.transactionSync(() => this.#place(ask));
  }

  #place({ key, links, published, once, ids, leftOut, nowMs }: PlacesAsk): PlacesOutcome {
    this.#store.expire(nowMs);
    const before = once && this.#store.placed(once.key);
    if (before) {
      if (before.bodyHash !== once?.bodyHash) return { outcome: 'other-body' };
      return { outcome: 'placed', isAgain: true, places: JSON.parse(before.places) as (GivenPlace | null)[] };
    }
    const left = new Set(leftOut);
    const known = ids.map((id, at) => (left.has(at) ? null : id === null ? undefined : this.#store.placeOf(id)));
    const wanted = known.filter((place) => place === undefined).length;
    const places: (GivenPlace | null)[] = [];
    const running = wanted === 0 ? undefined : this.#roomFor(key, links, wanted, published);
    if (running === null) return { outcome: 'none', generation: (this.#store.of(key)?.generation ?? 0) + 1 };
    let row = running?.taken ?? 0;
    for (const [at, place] of known.entries()) {
      if (place !== undefined) {
        const isOfKey = place?.seq === this.#store.of(key)?.seq;
        places.push(place && { ...place, isNew: false, isOfKey });
        continue;
      }
      const given = { seq: running?.seq ?? 0, publishedAtMs: running?.publishedAtMs ?? 0, row: row++ };
      const id = ids[at] ?? null;
      if (id !== null) this.#store.savePlace(id, given, nowMs);
      places.push({ ...given, isNew: true, isOfKey: true });
    }
    if (running) this.#give(key, running, wanted);
    if (once) this.#store.savePlaced(once.key, once.bodyHash, JSON.stringify(places), nowMs);
    return { outcome: 'placed', isAgain: false, places };
  }

  /** Null: a campaign has to be published first. */
  #roomFor(key: string, links: PlacesAsk['links'], wanted: number, published: PlacesAsk['published']) {
    let running = this.#store.of(key);
    // Of several that were published at the same moment the first is taken.
    if (published !== undefined && published.generation > (running?.generation ?? 0)) {
      running = { ...published, taken: 0 };
    }
    const campaign = running && this.#parts.catalogue.campaignAt(running.seq);
    if (running === undefined || !campaign || campaign.info.archived) return null;
    const { record } = campaign;
    if (running.taken + wanted > record.recipients) return null;
    // Whoever changed where its links lead, or until when, did so for those that were sent.
    if (record.expiresAtMs !== null || links?.some((url, at) => record.links[at]?.url !== url)) return null;
    return { ...running, publishedAtMs: record.publishedAtMs };
  }

  /** What rates divide by grows with it; the record, which KV has, does not change. */
  #give(key: string, running: { generation: number; seq: number; taken: number }, wanted: number): void {
    const { catalogue } = this.#parts;
    const { generation, seq, taken } = running;
    this.#store.save(key, { generation, seq, taken: taken + wanted });
    const campaign = catalogue.campaignAt(seq);
    if (campaign === null) return;
    const { record, info } = campaign;
    catalogue.saveCampaign({ record, info: { ...info, sentTo: info.sentTo + wanted } });
  }

  async placeOfOwnId(id: string): Promise<MessagePlace | null> {
    return this.#store.placeOf(id) ?? null;
  }

  async ownIds(credential: string, places: { seq: number; row: number }[]): Promise<(string | null)[]> {
    const prefix = `${credential} `;
    return places.map(({ seq, row }) => {
      const id = this.#store.idAt(seq, row);
      return id?.startsWith(prefix) ? id.slice(prefix.length) : null;
    });
  }

  async erasePlace(seq: number, row: number): Promise<void> {
    this.#store.erase(seq, row);
  }

  async endRunning(key: string, seq: number, places: (GivenPlace | null)[], once: Once | null): Promise<void> {
    this.#store.takeBack(places.flatMap((place) => (place?.isNew ? place : [])));
    if (once !== null) this.#store.forget(once.key);
    const running = this.#store.of(key);
    // As one without room: the next begins.
    if (running?.seq === seq) this.#store.save(key, { ...running, taken: Number.MAX_SAFE_INTEGER / 2 });
  }
}
