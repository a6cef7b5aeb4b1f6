/** Hashes of numbers in one part, as the worker takes them. */
export const HASHES_AT_ONCE = 16_384;
