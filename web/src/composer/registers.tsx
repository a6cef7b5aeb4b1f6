/** What the networks of the recipients' countries want registered, and what was stated of it. */
import { countryProfile, type Reading, type Register, type RegisterStep } from 'klikspor/country-profiles';
import { countryName, formatInteger } from '../i18n/index.ts';
import { dayText, registerWords } from '../i18n/registers.ts';
import { dataLanguage } from '../i18n/words.ts';
import { isDay, NOT_ASKED } from '../registrations/rows.ts';
import { type Stated, stated } from '../state/networks.ts';
import { stateRegistration } from '../state/registrations.ts';
import { Field } from '../ui/field.tsx';
import '../styles/registers.css';

const STATES = ['not-asked', 'asked', 'confirmed'] as const;

export function Registers() {
  const words = registerWords.value;
  const countries = [...stated.value].sort((a, b) => b.subjects.length - a.subjects.length);
  const open = countries
    .flatMap(({ subjects }) => subjects)
    .filter(({ registration }) => registration.state !== 'confirmed');
  return (
    <details class="registers" data-place="registers">
      <summary>
        {words.title}
        {open.length > 0 && <span class="hint"> · {words.missing(open.length, formatInteger(open.length))}</span>}
      </summary>
      <p class="hint">{words.intro}</p>
      <ul>
        {countries.map(({ country, subjects }) => (
          <Country key={country} country={country} subjects={subjects} />
        ))}
      </ul>
    </details>
  );
}

function Country({ country, subjects }: { country: string; subjects: readonly Stated[] }) {
  const words = registerWords.value;
  const { sender, register, route, links } = countryProfile(country);
  const read = [sender, register, route, links].filter((reading) => reading !== null);
  const known = sender.rule === 'unknown' ? read.filter((reading) => reading !== sender) : read;
  const relied = known.map(({ validUntil }) => validUntil).sort()[0] ?? '';
  return (
    <li class="register-country" data-row={country}>
      <h3>{country === '' ? words.elsewhere : countryName(country)}</h3>
      {read.map((reading) => (
        <Rule key={reading.en} reading={reading} register={reading === register ? register : null} />
      ))}
      {subjects.map((subject) => (
        <Choice key={`${subject.of} ${subject.name}`} subject={subject} />
      ))}
      {relied >= dayHere() && <p class="hint">{words.relied(dayText(relied))}</p>}
    </li>
  );
}

/** A sentence and where it was read. Too old, it says so itself. */
function Rule({ reading, register }: { reading: Reading; register: Register | null }) {
  const words = registerWords.value;
  const { source, url, readOn, validUntil } = reading;
  const read = words.read(dayText(readOn), source);
  return (
    <div>
      <p>
        {reading[dataLanguage.value]}
        {register?.steps.map((step) => ` ${stepText(step)}`)}
      </p>
      <p class="hint">
        {url === null ? (
          read
        ) : (
          <a href={url} target="_blank" rel="noreferrer">
            {register === null ? read : words.register(register.name)}
          </a>
        )}
        {register !== null && ` · ${read}`}
        {validUntil < dayHere() && <span class="is-old"> {words.outdated(dayText(validUntil))}</span>}
      </p>
    </div>
  );
}

function stepText(step: RegisterStep): string {
  const { steps } = registerWords.value;
  return step.effect === 'blocked'
    ? steps.blocked(dayText(step.from))
    : steps.renamed(dayText(step.from), step.shownAs);
}

/** Today, where the person is, as a field for days writes it. */
function dayHere(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

function Choice({ subject }: { subject: Stated }) {
  const words = registerWords.value;
  const { registration } = subject;
  const on = registration.state === 'not-asked' ? null : registration.on;
  return (
    <fieldset class="register-choice" data-row={`${subject.country} ${subject.of}`}>
      <legend class="visually-hidden">{countryName(subject.country)}</legend>
      <Field label={words.subjects[subject.of](subject.name)}>
        {(ids) => (
          <select
            {...ids}
            value={registration.state}
            onChange={(event) => {
              const state = STATES.find((name) => name === event.currentTarget.value) ?? 'not-asked';
              stateRegistration(subject, state === 'not-asked' ? NOT_ASKED : { state, on: dayHere() });
            }}
          >
            {STATES.map((state) => (
              <option key={state} value={state}>
                {words.states[state]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {registration.state !== 'not-asked' && on !== null && (
        <Field label={words.on}>
          {(ids) => (
            <input
              {...ids}
              type="date"
              value={on}
              max={dayHere()}
              onInput={(event) => {
                const day = event.currentTarget.value;
                // While it is typed it is no day yet; the last one stays.
                if (isDay(day) && day <= dayHere()) stateRegistration(subject, { state: registration.state, on: day });
              }}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}
