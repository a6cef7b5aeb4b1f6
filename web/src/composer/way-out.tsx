/** Beside the button that publishes: how the messages leave afterwards. Nothing leaves by choosing. */
import { wayOutWords } from '../i18n/way-out.ts';
import { wayOut } from '../state/way-out.ts';
import { Radios } from '../ui/radios.tsx';

export function WayOut() {
  const words = wayOutWords.value;
  return (
    <fieldset class="choices way-out">
      <legend>{words.question}</legend>
      <Radios name="way-out" chosen={wayOut} choices={['file', 'send']} words={words} />
    </fieldset>
  );
}
