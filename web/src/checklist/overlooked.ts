/**
 * Addresses that phones make tappable and the core does not shorten: hosts without scheme whose ending is a real one, yet
 * none of the few that the core takes for a link, as many are words too.
 */
import { type Facts, type Finding, finding } from './finding.ts';

/** As the core begins and cases a host; what stands before or behind must leave it whole, and no e-mail address. */
const HOST =
  /(?<![\p{L}\p{N}@._/-])(?:[\p{L}\p{N}][\p{L}\p{N}-]*\.)+([a-z]{2,24}|[A-Z]{2,24})(?![\p{L}\p{N}@-]|\.[\p{L}\p{N}])/gu;

export interface LooksLikeLink {
  readonly start: number;
  readonly end: number;
  readonly host: string;
  readonly ending: string;
}

/** Hosts outside links, merge fields and what is a problem anyway, whatever they end in. */
export function looksLikeLink({ template, look }: Pick<Facts, 'template' | 'look'>): LooksLikeLink[] {
  const { links, fields, problems } = look.outline;
  const told = [...links, ...fields, ...problems];
  return [...template.matchAll(HOST)].flatMap((match) => {
    const [host, ending = ''] = match;
    const start = match.index;
    const end = start + host.length;
    if (told.some((place) => place.start < end && place.end > start)) return [];
    return [{ start, end, host, ending: ending.toLowerCase() }];
  });
}

export function checkOverlooked(facts: Facts): Finding[] {
  return looksLikeLink(facts)
    .filter(({ ending }) => facts.endings?.has(ending))
    .map(({ start, end, host }) =>
      finding('link-overlooked', ({ words }) => words.rules['link-overlooked'](host), {
        key: String(start),
        at: { start, end },
        remedy: {
          kind: 'edit',
          edits: () => [{ start, end: start, text: 'https://' }],
          say: ({ words }) => words.remedies.writeLink,
        },
      }),
    );
}

/** Every ending there is, loaded for the first host that the core did not take. */
export async function loadEndings(): Promise<ReadonlySet<string>> {
  const { default: text } = await import('../../../core/data/top-level-domains.txt?raw');
  return new Set(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')));
}
