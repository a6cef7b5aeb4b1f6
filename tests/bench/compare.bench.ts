/**
 * Answers beside those of the build of 657b0fb, over random inputs of four kinds. Every difference is written to
 * build/compare/NAME.tsv; one that tests/bench/wanted.ts does not list is a failure. `--inputs=N` of each kind,
 * `--seed=N` for others.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { type Random, seeded } from '../support/random-texts.ts';
import { destinationInput, textInput, visitorInput } from './inputs.ts';
import { oldBuild } from './old-build.ts';
import { newSide } from './sides/new-side.ts';
import { oldSide } from './sides/old-side.ts';
import type { Answers } from './sides/side.ts';
import { type Difference, type Inputs, WANTED, type Wanted, wantedFor } from './wanted.ts';

const folder = fileURLToPath(new URL('../../build/compare/', import.meta.url));

function numberOf(option: string, otherwise: number): number {
  const given = process.argv.find((argument) => argument.startsWith(`--${option}=`))?.split('=')[1];
  const value = Number(given ?? otherwise);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${option} is ${given}; it must be a whole number from 1`);
  return value;
}

interface Comparison<Input> {
  readonly make: (random: Random) => Input;
  readonly ask: (answers: Answers, input: Input) => unknown;
}

const COMPARISONS: { readonly [K in keyof Inputs]: Comparison<Inputs[K]> } = {
  segments: { make: textInput, ask: (answers, { text, options }) => answers.segments(text, options) },
  replacements: { make: textInput, ask: (answers, { text, options }) => answers.replacements(text, options) },
  destinations: {
    make: destinationInput,
    ask: (answers, { url, parameters }) => answers.destination(url, parameters),
  },
  visitors: { make: visitorInput, ask: (answers, visit) => answers.visitor(visit) },
};

const UNWANTED = 'not wanted';
/** Of each kind, on the screen. */
const SHOWN = 5;

export async function run() {
  const inputs = numberOf('inputs', 100_000);
  const seed = numberOf('seed', 1);
  const sides = { old: (await oldSide(oldBuild())).answers, new: (await newSide()).answers };
  mkdirSync(folder, { recursive: true });
  const figures: Record<string, number> = {};
  const notes = [`${inputs} inputs each, seed ${seed}; every difference stands in build/compare`];
  const failures: string[] = [];

  const compare = <K extends keyof Inputs>(name: K) => {
    const groups = differences(COMPARISONS[name], WANTED[name], sides, inputs, seed);
    const all = [...groups.values()].flat();
    figures[`compare.${name}.inputs`] = inputs;
    figures[`compare.${name}.differ`] = all.length;
    figures[`compare.${name}.unwanted`] = groups.get(UNWANTED)?.length ?? 0;
    const lines = [...groups].flatMap(([kind, found]) => found.map((one) => [kind, ...shown(one)].join('\t')));
    writeFileSync(`${folder}${name}.tsv`, `kind\tinput\twas\tis\n${lines.map((line) => `${line}\n`).join('')}`);
    for (const [kind, found] of groups) {
      notes.push(`${name}: ${found.length} × ${kind}${reasonOf(WANTED[name], kind)}`);
      for (const one of found.slice(0, SHOWN)) notes.push(`    ${shown(one).join('  →  ')}`);
      if (kind === UNWANTED)
        failures.push(`${found.length} ${name} answer otherwise, and tests/bench/wanted.ts says no why`);
    }
  };
  for (const name of Object.keys(COMPARISONS) as (keyof Inputs)[]) compare(name);
  return { figures, notes, failures };
}

function differences<Input>(
  { make, ask }: Comparison<Input>,
  wanted: readonly Wanted<Input>[],
  sides: { readonly old: Answers; readonly new: Answers },
  inputs: number,
  seed: number,
): Map<string, Difference<Input>[]> {
  const random = seeded(seed);
  const both = (input: Input) => ({ input, was: ask(sides.old, input), is: ask(sides.new, input) });
  const groups = new Map<string, Difference<Input>[]>();
  for (let i = 0; i < inputs; i++) {
    const difference = both(make(random));
    if (isDeepStrictEqual(difference.was, difference.is)) continue;
    const kind = wantedFor(wanted, difference, both)?.kind ?? UNWANTED;
    const group = groups.get(kind) ?? [];
    groups.set(kind, group);
    group.push(difference);
  }
  return groups;
}

const shown = ({ input, was, is }: Difference<unknown>) => [input, was, is].map((value) => JSON.stringify(value));

function reasonOf<Input>(wanted: readonly Wanted<Input>[], kind: string): string {
  const found = wanted.find((one) => one.kind === kind);
  return found === undefined ? '' : `: ${found.reason}`;
}
