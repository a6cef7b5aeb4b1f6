// Prints the milliseconds from a compiled module to an edge that is ready, rules read: what an isolate pays at its start.
import { readFileSync } from 'node:fs';
import { load } from 'klikspor/edge';

const dist = new URL('../../wasm/dist/', import.meta.url);
const module = await WebAssembly.compile(readFileSync(new URL('edge.wasm', dist)));
const rules = readFileSync(new URL('visitor-rules.bin', dist));
const began = performance.now();
const edge = await load(module);
edge.createJudge(new Uint8Array(rules));
console.log(performance.now() - began);
