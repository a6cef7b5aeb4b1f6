/** The campaign that was just deleted, for the page that one comes to. */
import { signal } from '@preact/signals';

export const deleted = signal<{ readonly id: string; readonly name: string } | null>(null);
