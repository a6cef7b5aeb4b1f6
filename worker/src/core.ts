/**
 * The edge part of the core and the visitor rules, instantiated once an isolate: per request it would dominate the
 * redirect. What finishes addresses is in `addresses.ts`.
 */
import { load } from 'klikspor/edge';
import rules from 'klikspor/visitor-rules.bin';

export const core = await load();
export const judge = core.createJudge(new Uint8Array(rules));
