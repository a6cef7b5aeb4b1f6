/** Before a gateway goes: what is on its way through it, and what becomes of that. */
import { useEffect, useState } from 'preact/hooks';
import type { GatewayDetails, SendingUnderWay } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger, formatList } from '../i18n/index.ts';
import { reportAddress } from '../state/route.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { gatewayWords } from './gateway-words.ts';

interface Props {
  readonly gateway: GatewayDetails;
  removed(): void;
  keep(): void;
}

export function Removal({ gateway: { id, name }, removed, keep }: Props) {
  const words = gatewayWords.value.removal;
  const [sendings, setSendings] = useState<readonly SendingUnderWay[] | null>(null);
  /** Link domains at which who opts out by number is sent the link through it. */
  const [hosts, setHosts] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    void request('GET /api/gateways/{id}/sendings', { params: { id } }).then((answer) => {
      if (answer.ok) setSendings(answer.value.entries);
      else setFailure(answer);
    });
    void request('GET /api/domains').then((answer) => {
      if (!answer.ok) return setFailure(answer);
      setHosts(answer.value.entries.filter(({ stopTexts }) => stopTexts?.gateway === id).map(({ host }) => host));
    });
  }, [id]);
  const remove = async () => {
    const answer = await request('DELETE /api/gateways/{id}', { params: { id } });
    // Gone is gone, whoever removed it.
    if (answer.ok || answer.status === 404) removed();
    else setFailure(answer);
  };
  return (
    <Confirm title={words.title(name)} yes={words.yes} working={words.working} no={words.no} onYes={remove} onNo={keep}>
      <p>{words.lead}</p>
      {sendings === null && failure === null && <p class="hint">{words.reading}</p>}
      {sendings?.length === 0 && <p>{words.none}</p>}
      {sendings !== null && sendings.length > 0 && (
        <>
          <p>{words.underWay}</p>
          <ul>
            {sendings.map((one) => (
              <li key={one.id}>
                <a href={reportAddress(one.id)}>{one.name}</a> ({words.states[one.state]}): {countsOf(one)}
              </li>
            ))}
          </ul>
          {sendings.some(({ waiting }) => waiting > 0) && <p>{words.follows}</p>}
        </>
      )}
      {hosts.length > 0 && <p>{words.stopTexts(hosts.length, formatList(hosts))}</p>}
      <FailureNotice failure={failure} />
    </Confirm>
  );
}

function countsOf({ waiting, open }: SendingUnderWay): string {
  const words = gatewayWords.value.removal;
  return [
    ...(waiting > 0 ? [words.waiting(waiting, formatInteger(waiting))] : []),
    ...(open > 0 ? [words.open(open, formatInteger(open))] : []),
  ].join(', ');
}
