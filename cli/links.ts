import { type ErrorName, load } from 'klikspor';
import { lineCommand } from './command.ts';
import { text, textOf } from './line.ts';

const help = `klikspor links --jsonl < lines

The links of a text, as phones make them tappable, and where they lead. Each line of standard input is an object:

  text      the message, or utf16: its code units in hexadecimal, such as ["48","D83D","DE00"]

and each line of output is {"links":[…]}, in the order of the text, each with:

  start end  where it stands (JavaScript string indexes): text.slice(start, end)
  text       as written
  url        the finished destination, or null
  error      why there is none, if there is none: the name of the refusal
  warnings   what is doubtful about where it begins and ends, by name:
             joined-before      something right before it: a phone may read another host
             joined-behind      a word right behind it: a phone may take it into the link
             unknown-ending     its host ends in no top-level domain
             second-ending      its host ends in a country's and one more, or its path in a full stop and a
                                capitalised word, which may be the next sentence's
             plain-words        it may be two words of the text (Kom forbi.se mere); https:// before it says that
                                it is not
             second-link        another address begins in it, where a space may be missing: www.a.dk/www.b.dk
             misspelled-scheme  htps://, https// and the like stand before it
             stray-percent      a % in it begins no escape, and became %25

An address with a misspelled scheme that no phone makes a link of has no url. A line that cannot be read gets
{"error","line"} and the rest goes on (exit code 1 at the end). A line holds at most 1 MiB.`;

type Warning =
  | 'joined-before'
  | 'joined-behind'
  | 'unknown-ending'
  | 'second-ending'
  | 'plain-words'
  | 'second-link'
  | 'misspelled-scheme'
  | 'stray-percent';

interface TextLink {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly url: string | null;
  readonly error?: ErrorName;
  readonly warnings: readonly Warning[];
}

type Core = Awaited<ReturnType<typeof load>>;

const SCHEME = 'https://';

export const run = lineCommand({
  name: 'links',
  help,
  example: '{"text":"Se brand.dk/nyt"}',
  fields: text,
  load,
  answer: (core, line) => ({ links: linksOf(core, textOf(line)) }),
});

/** Linear in the text: links and misspelled schemes come in order, and each piece of it is searched again at most once. */
function linksOf(core: Core, text: string): TextLink[] {
  const doubts = doubtsOf(core, text);
  const links = core.findLinks(text);
  const misspelled = core.findMisspelledSchemes(text);
  const unseen: TextLink[] = [];
  const belonging = new Set<number>();
  let next = 0;
  for (const [index, scheme] of misspelled.entries()) {
    while ((links[next]?.start ?? Number.POSITIVE_INFINITY) < scheme.start) next++;
    const link = links[next];
    if (link && link.start <= scheme.end) {
      belonging.add(link.start);
    } else {
      const end = scheme.end + lengthBehind(core, text.slice(scheme.end, misspelled[index + 1]?.start));
      const warnings: Warning[] = ['misspelled-scheme'];
      const written = text.slice(scheme.start, end);
      unseen.push({ start: scheme.start, end, text: written, url: null, error: 'bad-scheme', warnings });
    }
  }
  const found = links.map(({ start, end }): TextLink => {
    const address = text.slice(start, end);
    const outcome = core.buildDestination(address);
    const warnings = [...(doubts.get(start) ?? [])];
    if (belonging.has(start)) warnings.push('misspelled-scheme');
    if (!outcome.ok) return { start, end, text: address, url: null, error: outcome.error, warnings };
    if (outcome.strayPercent !== undefined) warnings.push('stray-percent');
    return { start, end, text: address, url: outcome.url, warnings };
  });
  return [...found, ...unseen].sort((a, b) => a.start - b.start);
}

/** Length of the address that `text` begins with, had its scheme been right. */
function lengthBehind(core: Core, text: string): number {
  return (core.findLinks(SCHEME + text)[0]?.end ?? SCHEME.length) - SCHEME.length;
}

/** What the core doubts of each link, by where it starts. Signs behind one do a destination no harm. */
function doubtsOf(core: Core, text: string): Map<number, Warning[]> {
  const template = core.createTemplate(text);
  try {
    const { links } = template.outline();
    return new Map(
      links.map(({ start, beside }) => [start, beside.flatMap((name) => (name === 'sign-behind' ? [] : [name]))]),
    );
  } finally {
    template.delete();
  }
}
