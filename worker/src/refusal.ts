/** Refusals of a counter that no further attempt changes. */

const OTHER_PUBLISHING = 'other-publishing';

/**
 * The counter holds the hits of another campaign that had the same number: the catalogue was restored from a backup and
 * handed the number out again. To take more in would mix two lists of recipients.
 */
export class OtherPublishingError extends Error {
  /** Own properties travel with an error from object to caller; its class does not. */
  readonly kind = OTHER_PUBLISHING;

  constructor(publishedAtMs: number) {
    super(`this counter is of a campaign that was published ${new Date(publishedAtMs).toISOString()} with this number`);
  }
}

const DELETED = 'deleted';

/** The counter's campaign was deleted: it counts nothing any more, and has nothing to tell. */
export class DeletedError extends Error {
  readonly kind = DELETED;

  constructor() {
    super('the campaign of this counter was deleted');
  }
}

const kindOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'kind') : undefined;

export const isDeleted = (error: unknown): boolean => kindOf(error) === DELETED;

/** Whether to try again, now or by the queue, is of no use: the same answer would come for ever. */
export function isFinal(error: unknown): boolean {
  return kindOf(error) === OTHER_PUBLISHING || isDeleted(error);
}
