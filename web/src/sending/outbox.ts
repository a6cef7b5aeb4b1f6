/** Id and kind of the gateway from which nothing leaves. */
export const OUTBOX = 'outbox';
