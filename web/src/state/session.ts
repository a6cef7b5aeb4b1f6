import { signal } from '@preact/signals';

/** Null until the worker has said. */
export const signedIn = signal<boolean | null>(null);
