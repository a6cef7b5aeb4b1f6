/**
 * Files that import each other in a circle, for a value, a type or at some later moment (`import()`): whoever reads one of
 * them has to read all, and none can be taken out. Imports are read as our formatter writes them; those of the package's
 * name lead to its types in wasm/.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const { exports: faces } = JSON.parse(readFileSync(join(root, 'wasm/package.json'), 'utf8')) as {
  exports: Record<string, string | { types?: string }>;
};

/** The rooms that others' imports may lead through, without the page. */
export const ROOMS = [
  ...['worker/*.ts', 'worker/src/**/*.ts', 'wasm/*.ts', 'wasm/js/**/*.ts', 'cli/**/*.ts', 'lists/**/*.ts'],
];

/** What a source imports, in whichever way, as it is written there. */
export function importsIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return Array.from(code.matchAll(/\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g), ([, , name = '']) => name);
}

/** The file behind an import of another; undefined: none of ours, or none that can import. */
function fileOf(name: string, importer: string): string | undefined {
  if (name === 'klikspor' || name.startsWith('klikspor/')) {
    const face = faces[name.replace('klikspor', '.')];
    return typeof face === 'object' && face.types !== undefined ? join(root, 'wasm', face.types) : undefined;
  }
  if (!name.startsWith('.')) return undefined;
  const at = join(importer, '..', name);
  // Compiled, or declared, under the name it is imported by.
  const declared = at.endsWith('.mjs')
    ? [at.replace(/mjs$/, 'd.mts')]
    : ['.ts', '.tsx', '.d.ts'].map((end) => at.replace(/\.js$/, end));
  const found = [at, ...declared].find((file) => existsSync(file));
  // What is compiled or made need not be there: it imports none of these files.
  if (found === undefined && at.endsWith('.ts')) throw new Error(`${importer} imports ${name}, which is not there`);
  return found;
}

/** Every circle among the sources that these patterns name, from the folder of the repository; each as a path of files. */
export function importCircles(patterns: readonly string[]): { files: number; circles: string[][] } {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).map((file) => join(root, file));
  const importsOf = new Map(
    files.map((file) => [file, importsIn(readFileSync(file, 'utf8')).flatMap((name) => fileOf(name, file) ?? [])]),
  );
  return {
    files: files.length,
    circles: circlesOf(importsOf).map((circle) => circle.map((file) => relative(root, file))),
  };
}

/** For every knot of nodes that lead to each other, the shortest way round from one of them. Quadratic in the nodes, at most. */
export function circlesOf<T>(leadsTo: ReadonlyMap<T, readonly T[]>): T[][] {
  const circles: T[][] = [];
  const told = new Set<T>();
  for (const start of leadsTo.keys()) {
    if (told.has(start)) continue;
    const circle = wayRound(leadsTo, start);
    if (circle === undefined) continue;
    circles.push(circle);
    for (const node of circle) told.add(node);
  }
  return circles;
}

/** Breadth first. */
function wayRound<T>(leadsTo: ReadonlyMap<T, readonly T[]>, start: T): T[] | undefined {
  const ways: T[][] = [[start]];
  const seen = new Set<T>();
  for (const way of ways) {
    for (const next of leadsTo.get(way.at(-1) ?? start) ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
