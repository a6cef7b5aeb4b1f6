/** A counter that lost its storage: what the report holds all the same, and what it cannot hold. */
import type { Report } from '../../../worker/api.ts';
import { formatInteger, formatMoment } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';

export function Recovered({ recovered }: { recovered: Report['recovered'] }) {
  const words = onUse.value.storage;
  if (recovered === undefined) return null;
  const { shards, asOfMs, confirmedOptOuts, unread } = recovered;
  return (
    <div class="notice is-error" role="status">
      {shards > 0 && <p>{words.recovered(formatMoment(asOfMs))}</p>}
      {confirmedOptOuts > 0 && <p>{words.recoveredOptOuts(confirmedOptOuts, formatInteger(confirmedOptOuts))}</p>}
      {unread > 0 && <p>{words.unread}</p>}
    </div>
  );
}
