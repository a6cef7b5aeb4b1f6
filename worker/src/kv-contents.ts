/**
 * What KV is to hold, key by key, and which of its copies are written because it lacked them or had something else: those
 * count as mended.
 */
import type { Originals } from './copier.ts';
import type { LaterRecords } from './later-records.ts';
import { log } from './log.ts';
import type { Catalogue } from './stores/catalogue.ts';
import type { CopiesStore } from './stores/copies-store.ts';
import type { Credentials } from './stores/credentials.ts';
import type { DeletionStore } from './stores/deletion-store.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

interface Parts {
  readonly kv: KVNamespace;
  readonly catalogue: Catalogue;
  readonly credentials: Credentials;
  readonly later: LaterRecords;
  readonly copies: CopiesStore;
  readonly deletions: DeletionStore;
}

export class KvContents implements Originals {
  readonly #parts: Parts;
  /** Copies that a request did not find. Before they are written again KV is asked whether it really lacks them. */
  readonly #suspected = new Set<string>();
  /** Copies on their way to KV that count as mended once they are written. */
  readonly #mending = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  valueOf(key: string): string | null {
    const [kind, hash = '', number] = key.split('/');
    if (kind !== 'spent-code') {
      const known = this.#parts.catalogue.valueOf(key);
      if (known !== null || kind !== 'campaign') return known;
      const deleted = this.#parts.deletions.of(hash, Number(number));
      return deleted && JSON.stringify(deleted.record);
    }
    const spent = this.#parts.credentials.spentCode(hash);
    return spent && JSON.stringify(spent);
  }

  /** Somebody did not find the copy. */
  suspect(key: string): void {
    this.#suspected.add(key);
  }

  /** KV lacks the copy, or has another. */
  mend(key: string): void {
    this.#mending.add(key);
  }

  /** False: it was not to be mended, or is written. */
  stopMending(key: string): boolean {
    return this.#mending.delete(key);
  }

  /** Of a domain, what KV knows and the catalogue does not is taken over first. */
  async prepare(key: string): Promise<boolean> {
    const [kind, host = ''] = key.split('/');
    if (kind === 'domain') await this.#parts.later.reconcile(host);
    return this.#isMissing(key);
  }

  /** False if KV has the copy after all, though a request did not find it. */
  async #isMissing(key: string): Promise<boolean> {
    if (!this.#suspected.has(key)) return true;
    const copy = await within(this.#parts.kv.get(key, 'text'), KV_PATIENCE_MS);
    this.#suspected.delete(key);
    if (copy === this.valueOf(key)) return false;
    if (copy !== null && this.#parts.later.takeOver(key, copy)) return false;
    this.mend(key);
    return true;
  }

  copied(key: string): void {
    const [kind, host = ''] = key.split('/');
    if (kind === 'domain')
      this.#parts.later.noteCompared(host, this.#parts.catalogue.domain(host)?.record.editedAtMs ?? 0);
    if (!this.stopMending(key)) return;
    const { copies } = this.#parts;
    copies.save({ mended: copies.state().mended + 1, mendedAtMs: Date.now() });
    log('copy-mended', { key });
  }
}
