/** What stands in the way of sending, what to think of, and what is in order: one list for all of it. */
import type { Finding } from '../checklist/finding.ts';
import type { Group, Place, Severity } from '../checklist/rules.ts';
import { shorter } from '../limit/shorter.ts';
import { findings, good } from '../state/checklist.ts';
import { draft } from '../state/draft.ts';
import { look } from '../state/look.ts';
import { voice } from '../state/voice.ts';
import '../styles/checklist.css';
import { goTo } from './go-to.ts';
import { OffendingSigns } from './offending-note.tsx';
import { apply } from './remedy.ts';
import { messageArea, shorterArea } from './text-area.ts';

export function Checklist() {
  const found = findings.value;
  const { words } = voice.value;
  return (
    <section class="checklist" aria-labelledby="checklist-heading">
      <div class="checklist-head">
        <h2 id="checklist-heading" tabIndex={-1}>
          {words.title}
        </h2>
        {found !== null && <p class="hint">{summary(found)}</p>}
      </div>
      {found !== null && (
        <>
          <ul class="findings-list">
            {found.map((entry) => (
              <Row key={entry.key} entry={entry} />
            ))}
          </ul>
          <InOrder groups={good.value} />
        </>
      )}
    </section>
  );
}

function summary(found: readonly Finding[]): string {
  const { words, integer } = voice.value;
  const count = (severity: Severity) => found.filter((entry) => entry.severity === severity).length;
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')];
  const parts = [
    errors > 0 && words.errors(errors, integer(errors)),
    warnings > 0 && words.warnings(warnings, integer(warnings)),
    hints > 0 && words.hints(hints, integer(hints)),
  ].filter((part) => part !== false);
  return parts.length === 0 ? words.allGood : parts.join(' · ');
}

function Row({ entry }: { entry: Finding }) {
  const { words } = voice.value;
  const { severity, remedy, place } = entry;
  return (
    <li class={`finding is-${severity}`}>
      <Sign severity={severity} />
      <div class="finding-body">
        <p>
          <span class="visually-hidden">{words.severities[severity]}: </span>
          {entry.say(voice.value)}
        </p>
        {entry.rule === 'not-gsm7' ? (
          <OffendingSigns {...offendingIn(place)} />
        ) : (
          <p class="finding-actions">
            {remedy !== undefined && (
              <button type="button" class="link" onClick={() => apply(remedy, voice.value, areaOf(place))}>
                {remedy.say(voice.value)}
              </button>
            )}
            <button type="button" class="link go" onClick={() => goTo(place, entry.at, entry.row)}>
              {entry.at === undefined ? words.places[place] : place === 'shorter' ? words.showShorter : words.show}
            </button>
          </p>
        )}
      </div>
    </li>
  );
}

const areaOf = (place: Place) => (place === 'shorter' ? shorterArea : messageArea);

function offendingIn(place: Place) {
  const seen = place === 'shorter' ? shorter.value : look.value;
  return { offending: seen?.look.offending ?? [], area: areaOf(place) };
}

function InOrder({ groups }: { groups: readonly Group[] }) {
  const { words, integer } = voice.value;
  if (groups.length === 0) return null;
  const text = (group: Group) => {
    if (group === 'opt-out' && draft.kind.value === 'service') return words.okService;
    if (group === 'basis' && draft.tracking.value === 'aggregate') return words.okAggregate;
    return words.ok[group];
  };
  return (
    <details class="passed">
      <summary>{words.passed(groups.length, integer(groups.length))}</summary>
      <ul>
        {groups.map((group) => (
          <li key={group} class="finding is-ok">
            <Sign severity="ok" />
            <p>{text(group)}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}

const SHAPES = {
  error: 'M10 2.5 17.5 10 10 17.5 2.5 10Z M10 6.5v4 M10 13.2v.1',
  warning: 'M10 3 17.7 16.5H2.3Z M10 8v4 M10 14.2v.1',
  hint: 'M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15 M10 9.3v4.2 M10 6.5v.1',
  ok: 'M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15 M6.7 10.2l2.3 2.3 4.3-4.8',
} as const;

/** Each severity has a shape of its own: colour alone tells nobody who cannot see it. */
function Sign({ severity }: { severity: keyof typeof SHAPES }) {
  return (
    <svg class="icon sign-of" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={SHAPES[severity]} />
    </svg>
  );
}
