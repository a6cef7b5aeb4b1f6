/** Merge fields, links, encoding and borders of the message. */
import { closest, distance } from 'fastest-levenshtein';
import type { TemplateField } from 'klikspor';
import { type Edit, type Facts, type Finding, finding, type Remedy } from './finding.ts';
import { besideLink, misspelled, overlooked, rareEnding, strayPercents, strippedFromLink } from './link.ts';
import type { RuleId } from './rules.ts';

export function checkFields({ template, look, list, emptyFields }: Facts): Finding[] {
  const { fields, problems } = look.outline;
  const found = problems.map(({ error, start, end }) => {
    const quoted = template.slice(start, end);
    const isJoined = error === 'link-joined' && /\S/.test(template[start - 1] ?? ' ');
    return finding(
      'template-problem',
      ({ words, reason }) => words.rules['template-problem'](quoted, reason({ error })),
      {
        key: String(start),
        at: { start, end },
        remedy: isJoined
          ? { kind: 'edit', edits: () => [{ start, end: start, text: ' ' }], say: ({ words }) => words.remedies.space }
          : undefined,
      },
    );
  });
  if (list === null) return found;
  const unknown = new Set(fields.filter((_, at) => look.fieldColumns[at] === -1).map(({ name }) => name));
  for (const name of unknown) {
    const uses = fields.filter((field) => field.name === name);
    const open = uses.filter(({ fallback }) => fallback === '');
    const rule = open.length > 0 ? 'field-unknown' : 'field-only-fallback';
    const meant = nearestColumn(name, list.columns);
    const renaming: Remedy | undefined =
      meant === undefined
        ? undefined
        : { kind: 'edit', edits: () => renamed(uses, meant), say: ({ words }) => words.remedies.column(meant) };
    found.push(
      finding(rule, ({ words }) => words.rules[rule](name), {
        key: name,
        at: open[0] ?? uses[0],
        remedy: renaming ?? (open.length > 0 ? withFallback(open) : undefined),
      }),
    );
  }
  for (const { name, recipients } of emptyFields) {
    const open = fields.filter((field) => field.name === name && field.fallback === '');
    if (open[0] === undefined || recipients === 0 || unknown.has(name)) continue;
    found.push(
      finding(
        'field-empty',
        ({ words, integer }) => words.rules['field-empty'](recipients, integer(recipients), name),
        {
          key: name,
          at: open[0],
          remedy: withFallback(open),
        },
      ),
    );
  }
  return found;
}

/** In the language on screen, as the message most likely is. */
const withFallback = (fields: readonly TemplateField[]): Remedy => ({
  kind: 'edit',
  edits: ({ words }) => fields.map(({ end }) => ({ start: end - 2, end: end - 2, text: `|${words.fallback}` })),
  say: ({ words }) => words.remedies.fallback(words.fallback),
});

/** The column that a name was most likely meant to be: a slip in every third letter at most, capitals aside. */
export function nearestColumn(name: string, columns: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  if (columns.length === 0) return undefined;
  const nearest = closest(
    lower,
    columns.map((column) => column.toLowerCase()),
  );
  if (distance(lower, nearest) > Math.max(1, Math.floor(name.length / 3))) return undefined;
  return columns.find((column) => column.toLowerCase() === nearest);
}

/** The column's name as the list has it. */
function renamed(fields: readonly TemplateField[], to: string): Edit[] {
  return fields.map(({ start, name }) => ({ start: start + 2, end: start + 2 + name.length, text: to }));
}

export function checkLinks(facts: Facts): Finding[] {
  const { look, template, devices, host, inspection } = facts;
  const { links } = look.outline;
  const short = links.filter(({ link }) => link >= 0);
  return [
    ...refused(facts),
    ...links.flatMap((link) => besideLink(template, link)),
    ...links.flatMap((link) => {
      const destination = look.destinations.find((candidate) => candidate.link === link.link);
      if (destination === undefined) return [];
      return [...strippedFromLink(link, destination), ...strayPercents(link, destination, devices?.[link.url])];
    }),
    ...overlooked(template, inspection.overlooked),
    ...misspelled(template, inspection.misspelled),
    ...(short.length > 0 ? rareEnding(host, look.knownEnding) : []),
  ];
}

function refused({ look }: Facts): Finding[] {
  return look.destinations.flatMap(({ link, url, outcome, devices }) =>
    [outcome, ...Object.values(devices)].flatMap((finished, which) => {
      if (finished.ok) return [];
      return [
        finding('link-refused', ({ words, reason }) => words.rules['link-refused'](url, reason(finished)), {
          key: `${link}-${which}`,
          at: look.outline.links.find((entry) => entry.link === link),
        }),
      ];
    }),
  );
}

/** Its row is the panel's own: it lists every sign. */
export function checkEncoding({ look }: Facts): Finding[] {
  if (look.offending.length === 0) return [];
  return [finding('not-gsm7', ({ words }) => words.rules['not-gsm7'])];
}

const BORDERS = {
  'surrogate-pair-moved': 'border-emoji',
  'surrogate-pair-cut': 'border-emoji',
  'cluster-moved': 'border-emoji',
  'escape-pair-moved': 'border-escape',
  'cluster-cut': 'border-cluster',
} as const satisfies Record<string, RuleId>;

/** One finding for each kind, at its first place: what to do about it is the same everywhere. */
export function checkBorders({ template, inspection }: Facts): Finding[] {
  const told = new Set<RuleId>();
  return inspection.borders.flatMap(({ kind, at }) => {
    const rule = BORDERS[kind];
    if (told.has(rule)) return [];
    told.add(rule);
    const end = at + ([...template.slice(at)][0]?.length ?? 0);
    return [finding(rule, ({ words }) => words.rules[rule], { at: { start: at, end } })];
  });
}
