/** Which of several files that came together is the list. */
import { listFileWords } from '../i18n/list-file.ts';
import { takenAlone } from '../state/list.ts';

export function TakenAlone() {
  const file = takenAlone.value;
  return file === null ? null : (
    <p class="hint" role="status">
      {listFileWords.value.takenAlone(file)}
    </p>
  );
}
