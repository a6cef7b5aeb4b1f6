import type { SameShape } from '../dictionary.ts';
import type { unreadBadge as english } from '../en/unread-badge.ts';

export const unreadBadge: SameShape<typeof english> = {
  unread: 'ulæste',
};
