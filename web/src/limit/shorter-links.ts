/** A shorter text's short links are the message's (`linksOfShorter` of the core says which), so it takes their slugs. */

/** Slugs of rows for the shorter text, from those of the message. `links`: those of the message, a row. */
export function slugsOfShorter(slugs: Uint8Array, links: number, width: number, which: readonly number[]): Uint8Array {
  const rows = links === 0 ? 0 : slugs.length / (links * width);
  const taken = new Uint8Array(rows * which.length * width);
  for (let row = 0; row < rows; row++) {
    for (const [position, link] of which.entries()) {
      const from = (row * links + link) * width;
      taken.set(slugs.subarray(from, from + width), (row * which.length + position) * width);
    }
  }
  return taken;
}
