/** The core and the visitor rules, instantiated once an isolate: per request it would dominate the redirect. */
import { load } from 'klikspor';
import rules from 'klikspor/visitor-rules.bin';

export const core = await load();
export const judge = core.createJudge(new Uint8Array(rules));
