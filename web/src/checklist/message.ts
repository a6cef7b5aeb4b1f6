/** Merge fields, links, encoding and borders of the message. */
import { closest, distance } from 'fastest-levenshtein';
import type { ForeignTag, TemplateField } from 'klikspor';
import type { ListSummary } from '../list-reading/summary.ts';
import { alike } from './alike.ts';
import { type Edit, type Facts, type Finding, finding, type Remedy } from './finding.ts';
import {
  besideLinks,
  misspelled,
  overlooked,
  rareEnding,
  slugInAddress,
  strayPercents,
  strippedFromLink,
} from './link.ts';
import type { RuleId } from './rules.ts';

export function checkFields(facts: Facts): Finding[] {
  const { template, look, inspection, list, emptyFields } = facts;
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
  const known = inspection.foreignTags;
  if (list === null) return [...found, ...foreign(template, known)];
  const unknown = new Set(fields.filter((_, at) => look.fieldColumns[at] === -1).map(({ name }) => name));
  // Of a field of ours that no column has, that is told first; what another tool meant is its remedy.
  const others = known.filter(({ kind, start }) => {
    const field = kind === 'tag' ? fields.find((one) => one.start === start) : undefined;
    return field === undefined || !unknown.has(field.name);
  });
  found.push(...foreign(template, others), ...doubled(facts, list));
  for (const name of unknown) {
    const uses = fields.filter((field) => field.name === name);
    const open = uses.filter(({ fallback }) => fallback === '');
    const rule = open.length > 0 ? 'field-unknown' : 'field-only-fallback';
    const meant = nearestColumn(name, list.columns);
    const tags = known.filter(({ kind, start }) => kind === 'tag' && uses.some((field) => field.start === start));
    const renaming = tags.length > 0 ? written(tags) : meant && renamed(template, uses, meant);
    found.push(
      finding(rule, ({ words }) => words.rules[rule](name), {
        key: name,
        at: open[0] ?? uses[0],
        remedy: renaming || (open.length > 0 ? withFallback(open) : undefined),
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

/** One finding for what is to be written alike: its remedy does it everywhere. */
function foreign(template: string, tags: readonly ForeignTag[]): Finding[] {
  const keyOf = ({ kind, text, start, end }: ForeignTag) => `${kind} ${text || template.slice(start, end)}`;
  return alike(tags, keyOf).map((group) => {
    const [first] = group;
    const rule = first.kind === 'tag' ? 'field-foreign' : 'field-filter';
    const quoted = template.slice(first.start, first.end);
    const remedy = first.text === '' ? undefined : written(group);
    return finding(rule, ({ words }) => words.rules[rule](quoted), { key: keyOf(first), at: first, remedy });
  });
}

/** Merge fields of ours instead of another tool's. */
const written = (tags: readonly ForeignTag[]): Remedy => ({
  kind: 'edit',
  edits: () => tags.map(({ start, end, text }) => ({ start, end, text })),
  say: ({ words }) => words.remedies.column(tags[0]?.text.slice(2, -2) ?? ''),
});

/** Fields whose name more than one column goes by. */
function doubled({ look, inspection }: Facts, { columns }: ListSummary): Finding[] {
  const told = new Set<number>();
  return look.outline.fields.flatMap((field, at) => {
    const taken = look.fieldColumns[at] ?? -1;
    const others = inspection.namesakes[at] ?? [];
    if (others.length === 0 || told.has(taken)) return [];
    told.add(taken);
    return [
      finding(
        'field-doubled',
        ({ words, integer, list }) => {
          const column = (index: number) => words.column(columns[index] ?? '', integer(index + 1));
          const all = [taken, ...others].sort((a, b) => a - b).map(column);
          return words.rules['field-doubled'](field.name, list(all), column(taken));
        },
        { key: field.name, at: field },
      ),
    ];
  });
}

/** In the language on screen, as the message most likely is. */
const withFallback = (fields: readonly TemplateField[]): Remedy => ({
  kind: 'edit',
  edits: ({ words }) => fields.map(({ end }) => ({ start: end - 2, end: end - 2, text: `|${words.fallback}` })),
  say: ({ words }) => words.remedies.fallback(words.fallback),
});

/** The column that a name was most likely meant to be: a slip in every third letter at most, capitals aside. */
function nearestColumn(name: string, columns: readonly string[]): string | undefined {
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
const renamed = (template: string, fields: readonly TemplateField[], to: string): Remedy => ({
  kind: 'edit',
  edits: () =>
    fields.map(({ start, name }): Edit => {
      const at = template.indexOf(name, start);
      return { start: at, end: at + name.length, text: to };
    }),
  say: ({ words }) => words.remedies.column(to),
});

export function checkLinks(facts: Facts): Finding[] {
  const { look, template, devices, host, inspection } = facts;
  const { links } = look.outline;
  const short = links.filter(({ link }) => link >= 0);
  return [
    ...refused(facts),
    ...besideLinks(template, links),
    ...links.flatMap((link) => {
      const destination = look.destinations.find((candidate) => candidate.link === link.link);
      if (destination === undefined) return [];
      const instead = devices?.[link.url];
      return [
        ...strippedFromLink(link, destination),
        ...slugInAddress(link, instead),
        ...strayPercents(link, destination, instead),
      ];
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
