import type { ContactKind, Core } from '../core.d.ts';
import { lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';

export interface RawContact {
  _contactBuild(text: number, length: number): number;
  _contactAnswer(): number;
  _contactAnswerLength(): number;
}

/** In the core's order. */
const KINDS: readonly ContactKind[] = ['telephone', 'email', 'form'];
/** Above the core's own limit: a longer text is refused whatever else it holds. */
const LONGEST = 4096;

export function contactFunctions(raw: RawModule & RawContact): Pick<Core, 'buildContact'> {
  const utf8 = new TextDecoder();
  return {
    buildContact(text) {
      const start = text.slice(0, LONGEST);
      const kind = KINDS[lend(raw, (loan) => raw._contactBuild(loan.codeUnits(start), start.length))];
      const at = raw._contactAnswer();
      const answer = utf8.decode(raw.HEAPU8.subarray(at, at + raw._contactAnswerLength()));
      if (kind === undefined) return { ok: false, error: answer };
      const [value = '', href = '', shown = ''] = answer.split('\n');
      return { ok: true, kind, value, href, shown };
    },
  };
}
