/** What the recipient in the preview gets in place of the message. */
import { formatInteger, t } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { draft } from '../state/draft.ts';
import { look } from '../state/look.ts';
import '../styles/limit.css';

const segmentsText = (count: number) => t.value.editor.segments(count, formatInteger(count));

/** In the phone, where the message would stand. */
export function NoMessage() {
  const words = limitWords.value;
  return <p class="no-message">{words.getsNothing}</p>;
}

/** Under the phone: why. */
export function InsteadNote() {
  const words = limitWords.value;
  const seen = look.value?.look;
  if (!seen?.instead) return null;
  const { segments } = seen.rendered.plan;
  return (
    <p class="instrument-hint instead-note" role="status">
      {seen.instead.kind === 'shorter' && <>{words.getsShorter} </>}
      {words.because(segmentsText(segments), segmentsText(draft.limit.value))}
    </p>
  );
}
