/** What the browser found when it asked a host. */
export type Found =
  | { readonly kind: 'answered'; readonly proof: string }
  /** Somebody answers, but not as this klikspor does. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unreachable' };
