/** The campaign that was just deleted, for the page that one comes to. */
import { signal } from '@preact/signals';
import type { Deletion } from '../../../worker/api.ts';

export const deleted = signal<Deletion | null>(null);
