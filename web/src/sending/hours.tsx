/** Who waits for the hours of their country, as the worker will hold them back: by its rules, and by its clocks. */
import { useEffect, useState } from 'preact/hooks';
import type { SendingHours } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatDay, formatInteger, formatList, formatMoment } from '../i18n/index.ts';
import { priceCountry } from '../i18n/prices.ts';
import { sendingWords } from '../i18n/sending.ts';
import { ownZone } from '../report/time.ts';
import { FailureNotice } from '../ui/failure.tsx';
import type { Settings } from './settings.ts';
import type { Counted } from './use-sum.ts';

/** What is now becomes later while somebody reads. */
const ASK_AGAIN_MS = 60_000;

export function Hours({ settings, counted: { sum } }: { settings: Settings; counted: Counted }) {
  const words = sendingWords.value;
  const { hasQuietHours, atMs } = settings;
  const [hours, setHours] = useState<SendingHours | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [times, setTimes] = useState(0);
  const countries = sum?.byCountry.map(({ country }) => country).join(',');
  const planned = atMs.value;
  useEffect(() => {
    if (countries === undefined || !hasQuietHours.value) return;
    let isGone = false;
    const query = { countries, timeZone: ownZone(), ...(planned !== null && planned >= 0 && { atMs: planned }) };
    void request('GET /api/sending-hours', { query }).then((answer) => {
      if (isGone) return;
      setFailure(answer.ok ? null : answer);
      if (answer.ok) setHours(answer.value);
    });
    const timer = planned === null ? setTimeout(() => setTimes(times + 1), ASK_AGAIN_MS) : undefined;
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [countries, planned, hasQuietHours.value, times]);
  return (
    <div class="send-hours">
      <label class="check">
        <input
          type="checkbox"
          checked={hasQuietHours.value}
          onChange={(event) => {
            hasQuietHours.value = event.currentTarget.checked;
          }}
        />
        {words.quiet}
      </label>
      {!hasQuietHours.value && <p class="hint">{words.anyHour}</p>}
      {hasQuietHours.value && sum !== null && (
        <>
          <div role="status" class="hint">
            {hours === null ? failure === null && words.asking : <Waits hours={hours} sum={sum} atMs={planned} />}
          </div>
          <FailureNotice failure={failure} />
          {hours !== null && <Rules rules={hours.rules} />}
        </>
      )}
    </div>
  );
}

function Waits(props: { hours: SendingHours; sum: NonNullable<Counted['sum']>; atMs: number | null }) {
  const { hours, sum, atMs } = props;
  const words = sendingWords.value;
  const lines = sum.byCountry.flatMap(({ country, recipients }) => {
    const found = hours.countries.find((one) => one.country === country);
    if (found === undefined) return [];
    const name = country === '' ? words.unknownCountry : priceCountry(country);
    if (found.fromMs === null) return [words.never(recipients, formatInteger(recipients), name)];
    // What may go out now was so a moment ago; hours begin at quarters.
    if (found.fromMs <= (atMs ?? Date.now())) return [];
    return [words.waits(recipients, formatInteger(recipients), name, formatMoment(found.fromMs))];
  });
  if (lines.length === 0) return <p>{words.allAtOnce}</p>;
  return lines.map((line) => <p key={line}>{line}</p>);
}

function Rules({ rules }: Pick<SendingHours, 'rules'>) {
  const words = sendingWords.value;
  const { hoursChecked, tzdata, tzdataRead, corrected } = rules;
  return (
    <details>
      <summary>{words.rules}</summary>
      <p class="hint">
        {words.rulesHours(formatDay(Date.parse(hoursChecked)))}{' '}
        {words.rulesClocks(tzdata, formatDay(Date.parse(tzdataRead)))}{' '}
        {corrected.length === 0 ? words.notCorrected : words.corrected(formatList(corrected))}
      </p>
    </details>
  );
}
