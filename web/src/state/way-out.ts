/** How the messages of the next campaign leave: as a file, or sent from here. */
import { effect, signal } from '@preact/signals';
import { remember, remembered } from '../storage.ts';

export type WayOut = 'file' | 'send';

export const wayOut = signal<WayOut>(remembered('way-out') === 'send' ? 'send' : 'file');
effect(() => remember('way-out', wayOut.value === 'send' ? 'send' : null));
