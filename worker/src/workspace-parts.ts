/** What a Workspace is made of, for those of its parts that work with the others. */
import type { Copier } from './copier.ts';
import type { KvContents } from './kv-contents.ts';
import type { LaterRecords } from './later-records.ts';
import type { Outbox } from './outbox.ts';
import type { Catalogue } from './stores/catalogue.ts';
import type { CopiesStore } from './stores/copies-store.ts';
import type { Credentials } from './stores/credentials.ts';
import type { Idempotency } from './stores/idempotency.ts';

export interface WorkspaceParts {
  readonly storage: DurableObjectStorage;
  readonly env: Env;
  readonly catalogue: Catalogue;
  readonly credentials: Credentials;
  readonly idempotency: Idempotency;
  readonly outbox: Outbox;
  readonly copier: Copier;
  readonly kvContents: KvContents;
  readonly copies: CopiesStore;
  readonly later: LaterRecords;
}
