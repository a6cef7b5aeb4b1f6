/** Replies that nobody has read, for the navigation. Zero until somebody has asked. */
import { signal } from '@preact/signals';

export const unread = signal(0);
