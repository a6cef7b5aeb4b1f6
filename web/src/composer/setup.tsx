import { t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { InTurn } from '../ui/in-turn.tsx';
import { later } from '../ui/later.tsx';
import { TextField } from '../ui/text-field.tsx';
import { DomainField } from './domain-field.tsx';
import { fieldError } from './field-error.ts';
import { Terms } from './terms.tsx';
import * as TURNS from './turns.ts';

/** Comes with the first letter of a sender: an empty page has nothing to register. */
const Registers = later(() => import('./registers.tsx').then((loaded) => loaded.Registers));

/** Comes once a domain is chosen: a list is one domain's. */
const ListName = later(() => import('./list-name.tsx').then((loaded) => loaded.ListName));

export function Setup() {
  const words = t.value.compose;
  return (
    <section aria-labelledby="setup-heading">
      <h2 id="setup-heading">{words.setup}</h2>
      <div class="pair">
        <TextField
          label={words.name}
          hint={words.nameHint}
          placeholder={words.namePlaceholder}
          value={draft.name}
          error={fieldError('name')}
          place="name"
          maxLength={200}
        />
        <TextField
          label={words.sender}
          hint={words.senderHint}
          placeholder={words.senderPlaceholder}
          value={draft.sender}
          error={fieldError('sender')}
          place="sender"
          maxLength={100}
        />
      </div>
      <InTurn turn={TURNS.domain}>
        <DomainField />
        {draft.host.value !== '' && <ListName />}
        {draft.sender.value.trim() !== '' && <Registers />}
        <Terms />
      </InTurn>
    </section>
  );
}
