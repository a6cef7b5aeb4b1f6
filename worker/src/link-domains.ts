/** How a link domain begins, changes and ends. KV is asked first what it knows: the catalogue may have been restored. */
import { rotated } from './key-ranges.ts';
import { log } from './log.ts';
import { isInKv, isUsed } from './numbers.ts';
import { type DomainRecord, type KeyRange, kvKey, nextEditMs } from './records.ts';
import type { DomainEdit, StoredDomain } from './rpc/catalogue.ts';
import type { WorkspaceRpc } from './rpc/workspace.ts';
import { withNames } from './vanity.ts';
import type { WorkspaceParts } from './workspace-parts.ts';

export class LinkDomains
  implements Pick<WorkspaceRpc, 'addDomain' | 'removeDomain' | 'editDomain' | 'editVanity' | 'rotate'>
{
  readonly #parts: WorkspaceParts;

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
  }

  async addDomain(
    host: string,
    record: DomainRecord,
    provedAtMs: number | null,
  ): Promise<StoredDomain | 'unsure' | false> {
    const { env, catalogue, outbox, copier, later, copies } = this.#parts;
    if (catalogue.domain(host) !== null) return false;
    // Without a campaign: what KV may still show of it for a minute is nothing to take over. Unless it was added again,
    // and used, after the backup that this catalogue was restored from.
    const isNoted = catalogue.wasRemoved(host);
    const used = isNoted && (await isUsed(env, host, record.jurisdiction));
    if (used === undefined) return 'unsure';
    const wasRemoved = isNoted && !used;
    let copy: DomainRecord | null = null;
    try {
      if (!wasRemoved && (await isInKv(env.KV, kvKey.domain(host)))) copy = await later.copyOf(host);
    } catch (error) {
      log('domain-unasked', { host, error });
      return 'unsure';
    }
    // Others may have added it while KV was asked.
    if (catalogue.domain(host) !== null) return false;
    const added: StoredDomain = {
      host,
      record: copy === null ? record : goneOn(copy, record),
      lastNumber: copy?.highest ?? 0,
      provedAtMs,
    };
    catalogue.addDomain(added);
    later.noteNew(host, wasRemoved ? Date.now() : (copy?.editedAtMs ?? 0));
    if (copy !== null) {
      copies.tookOver();
      log('domain-taken-over', { host, number: copy.highest });
    }
    outbox.note(kvKey.domain(host));
    await copier.copy(kvKey.domain(host));
    return added;
  }

  async removeDomain(host: string): Promise<'removed' | 'in-use' | 'unsure' | null> {
    const { storage, env, catalogue, outbox, copier, later } = this.#parts;
    const found = catalogue.domain(host);
    if (found === null) return null;
    if (found.lastNumber > 0) return 'in-use';
    if (!(await later.reconcileOnce(host))) return 'unsure';
    const used = await isUsed(env, host, found.record.jurisdiction);
    if (used !== false) return used ? 'in-use' : 'unsure';
    // Somebody may have published meanwhile; who is about to finds no domain any more.
    const now = catalogue.domain(host);
    if (now === null) return null;
    if (now.lastNumber > 0) return 'in-use';
    storage.transactionSync(() => {
      catalogue.removeDomain(host);
      outbox.note(kvKey.domain(host));
    });
    await copier.copy(kvKey.domain(host));
    return 'removed';
  }

  async editDomain(host: string, edit: DomainEdit): Promise<StoredDomain | null> {
    await this.#parts.later.reconcileOnce(host);
    const found = this.#parts.catalogue.domain(host);
    return found && this.#save(found, edit);
  }

  async editVanity(
    host: string,
    plains: Readonly<Record<string, number | null>>,
    most: number,
  ): Promise<StoredDomain | 'too-many' | null> {
    await this.#parts.later.reconcileOnce(host);
    const found = this.#parts.catalogue.domain(host);
    if (found === null) return null;
    const vanity = withNames(found.record, plains, most);
    return vanity === 'too-many' ? vanity : this.#save(found, { vanity });
  }

  async rotate(host: string, key: Pick<KeyRange, 'key' | 'fingerprint'>): Promise<StoredDomain | null> {
    const { catalogue, later } = this.#parts;
    // What KV knows of later keys must be known here first. Until then the older key goes on.
    const isReconciled = await later.reconcileOnce(host);
    const found = catalogue.domain(host);
    const keys = found !== null && isReconciled ? rotated(found, key) : undefined;
    return found === null || keys === undefined ? found : this.#save(found, { keys });
  }

  async #save(found: StoredDomain, edit: Partial<DomainRecord>): Promise<StoredDomain> {
    const { catalogue, outbox, copier } = this.#parts;
    const edited = catalogue.editDomain(found, edit);
    outbox.note(kvKey.domain(found.host));
    await copier.copy(kvKey.domain(found.host));
    return edited;
  }
}

/** KV's record of a domain that is added again, with what is said of it now. */
const goneOn = (copy: DomainRecord, { landingPage, senderName }: DomainRecord): DomainRecord => ({
  ...copy,
  landingPage: landingPage ?? copy.landingPage,
  senderName: senderName || copy.senderName,
  editedAtMs: nextEditMs(copy),
});
