import { expect, test } from 'vitest';
import { circlesOf, importCircles, importsIn, ROOMS } from '../support/import-circles.ts';

test('every way to import is seen: values, types, what is passed on, and what is loaded later', () => {
  const source = `
    import type { A } from './a.ts';
    import { type B, b } from './b.ts';
    import './c.css';
    export * from './d.ts';
    export type { E } from './e.ts';
    import {
      f,
    } from './f.ts';
    const later = () => import('./g.ts');
    type H = import('./h.ts').H;
    // import { no } from './comment.ts';
    /** import { no } from './block.ts'; */
  `;
  expect(importsIn(source).sort()).toEqual([
    ...['./a.ts', './b.ts', './c.css', './d.ts', './e.ts', './f.ts', './g.ts', './h.ts'],
  ]);
});

test('a circle is found wherever it begins, and a node that only leads to one is in none', () => {
  const graph = { a: ['b'], b: ['c', 'd'], c: ['e'], d: ['b'], e: ['c'], f: ['f', 'a'], g: [] };
  expect(circlesOf(new Map(Object.entries(graph)))).toEqual([['b', 'd'], ['c', 'e'], ['f']]);
});

test('no file of worker, wasm, lists and cli imports itself by way of others', () => {
  const { files, circles } = importCircles(ROOMS);
  expect(files).toBeGreaterThan(150);
  expect(circles).toEqual([]);
});
