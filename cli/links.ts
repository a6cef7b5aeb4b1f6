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
             second-ending      its host ends in a country's and one more, which may be the next sentence's word
             misspelled-scheme  htps://, https// and the like stand before it
             stray-percent      a % in it begins no escape, and became %25

An address with a misspelled scheme that no phone makes a link of has no url. A line that cannot be read gets
{"error","line"} and the rest goes on (exit code 1 at the end). A line holds at most 1 MiB.`;

type Warning =
  | 'joined-before'
  | 'joined-behind'
  | 'unknown-ending'
  | 'second-ending'
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

function linksOf(core: Core, text: string): TextLink[] {
  const doubts = doubtsOf(core, text);
  const misspelled = core.findMisspelledSchemes(text);
  const found = core.findLinks(text).map(({ start, end }): TextLink => {
    const address = text.slice(start, end);
    const outcome = core.buildDestination(address);
    const warnings = [...(doubts.get(start) ?? [])];
    if (misspelled.some((scheme) => scheme.start <= start && start <= scheme.end)) warnings.push('misspelled-scheme');
    if (!outcome.ok) return { start, end, text: address, url: null, error: outcome.error, warnings };
    if (outcome.strayPercent !== undefined) warnings.push('stray-percent');
    return { start, end, text: address, url: outcome.url, warnings };
  });
  const unseen = misspelled
    .filter((scheme) => !found.some(({ start }) => scheme.start <= start && start <= scheme.end))
    .map(({ start, end: behind }): TextLink => {
      const [meant = { end: SCHEME.length }] = core.findLinks(SCHEME + text.slice(behind));
      const end = behind + meant.end - SCHEME.length;
      const warnings: Warning[] = ['misspelled-scheme'];
      return { start, end, text: text.slice(start, end), url: null, error: 'bad-scheme', warnings };
    });
  return [...found, ...unseen].sort((a, b) => a.start - b.start);
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
