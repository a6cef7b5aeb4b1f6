/** What the checklist finds about a link, said beside it too, with the same click that mends it. */
import type { Finding } from '../checklist/finding.ts';
import { voice } from '../state/voice.ts';
import { apply } from './remedy.ts';
import { messageArea } from './text-area.ts';

export function LinkWarnings({ found }: { found: readonly Finding[] }) {
  return found.map(({ key, severity, say, remedy }) => (
    <p key={key} class={`note is-${severity}`}>
      <span>{say(voice.value)}</span>
      {remedy !== undefined && (
        <button type="button" class="link" onClick={() => apply(remedy, voice.value, messageArea)}>
          {remedy.say(voice.value)}
        </button>
      )}
    </p>
  ));
}
