/**
 * The short links of a shorter text. It has none of its own: each is the message's link to the same place, so that both
 * texts' clicks are counted together and a recipient's slugs are the same whichever text is sent.
 */
import type { Composer, TemplateLink } from 'klikspor';
import type { Draft } from './protocol.ts';
import type { Templates } from './templates.ts';

/** For each shortened link of `shorter`, in order, the number of the message's link that it is; -1: the message has none. */
export function linksOfShorter(
  core: Composer,
  templates: Templates,
  { template, options }: Pick<Draft, 'template' | 'options'>,
  shorter: string,
): readonly number[] {
  const shortened = (text: string) =>
    templates.outline({ template: text, options }).links.filter(({ link }) => link >= 0);
  const place = ({ kind, url }: TemplateLink): string => {
    if (kind === 'opt-out') return kind;
    const outcome = core.buildDestination(url);
    return outcome.ok ? outcome.url : url;
  };
  const known = new Map<string, TemplateLink[]>();
  for (const link of shortened(template)) known.set(place(link), [...(known.get(place(link)) ?? []), link]);
  const used = new Map<string, number>();
  return shortened(shorter).map((link) => {
    const name = place(link);
    const times = used.get(name) ?? 0;
    used.set(name, times + 1);
    // The second link to a place is the message's second; where it has no more, its last.
    const same = known.get(name) ?? [];
    return (same[times] ?? same.at(-1))?.link ?? -1;
  });
}

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
