/** All rules over one campaign. Pure: facts in, findings out, the gravest first. */
import type { NumberDoubt } from '../../../lists/number.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import { type Facts, type Finding, finding, type Voice } from './finding.ts';
import { checkHours } from './hours.ts';
import { checkLimit } from './limit.ts';
import { checkLinkDomain } from './link-domain.ts';
import { checkBorders, checkEncoding, checkFields, checkLinks } from './message.ts';
import { checkOptOut, checkWayOut } from './opt-out.ts';
import { GROUPS, type Group, type RuleId, type Severity } from './rules.ts';
import { checkSender } from './sender.ts';

const CHECKS: Readonly<Record<Group, (facts: Facts) => Finding[]>> = {
  setup: checkSetup,
  sender: checkSender,
  hours: checkHours,
  numbers: checkNumbers,
  'opt-out': (facts) => [...checkOptOut(facts), ...checkWayOut(facts)],
  fields: checkFields,
  links: (facts) => [...checkLinks(facts), ...checkLinkDomain(facts)],
  encoding: checkEncoding,
  borders: checkBorders,
  limit: checkLimit,
  basis: checkBasis,
};

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

/** In the order of severity, then of the page. */
export function check(facts: Facts): Finding[] {
  return GROUPS.flatMap((group) => CHECKS[group](facts)).sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** Groups about which there is nothing to say but that they are in order. */
export function inOrder(facts: Facts, findings: readonly Finding[]): Group[] {
  const told = new Set<Group>(findings.map(({ group }) => group));
  if (facts.inspection.sender === 'empty') told.add('sender');
  if (facts.kind === 'service') told.add('hours');
  if (facts.list === null) told.add('numbers');
  if (facts.look.destinations.length === 0) told.add('links');
  if (facts.look.rendered.plan.segments < 2) told.add('borders');
  if (facts.look.outline.fields.length === 0) told.add('fields');
  if (facts.limit === null) told.add('limit');
  told.add('setup');
  return GROUPS.filter((group) => !told.has(group));
}

function checkSetup({ missing, list }: Facts): Finding[] {
  // The numbers say why nobody is.
  const told = hasNoNumber(list) ? missing.filter((name) => name !== 'nobody') : missing;
  return told.map((name) => finding(`missing-${name}`, ({ missing: sentences }: Voice) => sentences[name]));
}

/** Rows that are somebody's and were left out: a title is nobody. */
const lostRows = ({ leftOutTotal, leftOutByProblem }: ListSummary) =>
  leftOutTotal - (leftOutByProblem['row-title'] ?? 0);

const hasNoNumber = (list: Facts['list']) => list !== null && list.size === 0 && lostRows(list) > 0;

/** What is doubtful about numbers, the worst first. */
const DOUBTS = [
  ['number-two-readings', 'numbers-two-readings'],
  ['number-abroad', 'numbers-abroad'],
  ['number-no-sms', 'numbers-no-sms'],
  ['number-unknown-series', 'numbers-doubtful'],
] as const satisfies readonly (readonly [NumberDoubt, RuleId])[];

function checkNumbers({ list }: Facts): Finding[] {
  if (list === null) return [];
  const found: Finding[] = [];
  const { doubts } = list;
  const lost = lostRows(list);
  if (hasNoNumber(list)) {
    found.push(finding('numbers-none', ({ words, country }) => words.rules['numbers-none'](country(list.country))));
  } else if (lost > 0) {
    found.push(
      finding('numbers-left-out', ({ words, integer }) => words.rules['numbers-left-out'](lost, integer(lost))),
    );
  }
  for (const [reason, rule] of DOUBTS) {
    const doubt = doubts[reason];
    if (doubt === undefined) continue;
    const { total, first } = doubt;
    found.push(
      finding(rule, ({ words, integer }) => {
        const rows = first.map(({ line, value, number, other }) => {
          const row = integer(line);
          if (other !== null) return words.rowReadAs(row, value.trim(), `+${number}`, `+${other}`);
          const isAsWritten = value.replace(/[^+\d]/g, '').replace(/^00/, '+') === `+${number}`;
          return isAsWritten ? words.row(row, value.trim()) : words.rowRead(row, value.trim(), `+${number}`);
        });
        const more = total > rows.length ? [words.more(integer(total - rows.length))] : [];
        return words.rules[rule](total, integer(total), [...rows, ...more].join(', '));
      }),
    );
  }
  return found;
}

/** A link of one's own tells who clicked: that needs a reason. */
function checkBasis({ tracking, basis, basisWord }: Facts): Finding[] {
  if (tracking === 'aggregate') return [];
  if (basis === '') {
    return [
      finding('basis-missing', ({ words }) => words.rules['basis-missing'], {
        remedy: { kind: 'consent', say: ({ words }) => words.remedies.consent },
      }),
    ];
  }
  if (basis === 'other' && basisWord.trim() === '') {
    return [finding('basis-word', ({ words }) => words.rules['basis-word'])];
  }
  return [];
}
