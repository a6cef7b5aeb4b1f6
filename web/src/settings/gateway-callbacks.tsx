/** Where a gateway is to call back, and how that is set up with it. */
import { useState } from 'preact/hooks';
import type { GatewayDetails } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger } from '../i18n/index.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Copied } from './copied.tsx';
import { gatewayWords } from './gateway-words.ts';

export function Callbacks({ gateway }: { gateway: GatewayDetails }) {
  const words = gatewayWords.value.callbackParts;
  const { kind, callbacks, settings } = gateway;
  return (
    <div class="gateway-form">
      <p>{words.secret}</p>
      <Copied label={words.report} text={callbacks.report} copy={words.copyReport} />
      <p class="hint">{words.reportTold}</p>
      {kind !== 'kannel' && <Copied label={words.inbound} text={callbacks.inbound} copy={words.copyInbound} />}
      {kind === 'kannel' ? (
        <>
          <p>{words.how.kannel}</p>
          <Copied
            label="kannel.conf"
            text={kannelConfiguration(String(settings.username ?? ''), callbacks.inbound)}
            copy={words.copyConfiguration}
            isLong
          />
        </>
      ) : (
        <p class="hint">{words.how[kind]}</p>
      )}
      {kind === 'inmobile' && <Poll id={gateway.id} />}
      <p class="hint">{words.docs}</p>
    </div>
  );
}

/** What docs/gateways.md asks for, with this gateway's own address in it. */
const kannelConfiguration = (username: string, inbound: string): string => `group = smsbox
http-request-retry = 60
http-queue-delay = 10

group = sendsms-user
username = ${username}
concatenation = true
max-messages = 255

group = sms-service
keyword = default
catch-all = yes
get-url = "${inbound}"
concatenation = true
max-messages = 0
omit-empty = true`;

function Poll({ id }: { id: string }) {
  const words = gatewayWords.value.callbackParts;
  const [told, setTold] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const poll = async () => {
    setTold(words.polling);
    const answer = await request('POST /api/gateways/{id}/poll', { params: { id } });
    setFailure(answer.ok ? null : answer);
    setTold(answer.ok ? words.polled(formatInteger(answer.value.reports), formatInteger(answer.value.texts)) : '');
  };
  return (
    <>
      <div class="buttons">
        <button type="button" onClick={() => void poll()}>
          {words.poll}
        </button>
      </div>
      <p role="status" class="hint">
        {told}
      </p>
      <FailureNotice failure={failure} />
    </>
  );
}
