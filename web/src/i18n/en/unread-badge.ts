/** Read aloud behind the number of replies that nobody has read. */
export const unreadBadge = {
  unread: 'unread',
};
