/** Of a link domain: whether people can opt out by their number at `/stop`, and through which gateway they are sent the link. */
import { type Signal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Domain, DomainEdit, ShortGateway } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { linkDomainWords } from '../i18n/link-domains.ts';
import { OUTBOX } from '../sending/outbox.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { TextField } from '../ui/text-field.tsx';

const DENMARK = '45';

export interface StopFields {
  /** Id of the gateway; empty: people opt out by links alone. */
  readonly gateway: Signal<string>;
  readonly from: Signal<string>;
  readonly countryCode: Signal<string>;
}

export const stopFieldsOf = ({ stopTexts }: Pick<Domain, 'stopTexts'>): StopFields => ({
  gateway: signal(stopTexts?.gateway ?? ''),
  from: signal(stopTexts?.from ?? ''),
  countryCode: signal(stopTexts?.countryCode ?? DENMARK),
});

export function stopTextsIn({ gateway, from, countryCode }: StopFields): NonNullable<DomainEdit['stopTexts']> | null {
  if (gateway.peek() === '') return null;
  // As it is written in most places.
  const code = countryCode
    .peek()
    .trim()
    .replace(/^(?:\+|00)/, '');
  return { gateway: gateway.peek(), from: from.peek().trim(), countryCode: code };
}

export const STOP_FIELDS = ['/stopTexts/gateway', '/stopTexts/from', '/stopTexts/countryCode'] as const;

/** How it stands, in a few words. `gateways`: ids of those there are; null: not known yet. */
export function stopStateOf(
  { gateway }: NonNullable<Domain['stopTexts']>,
  gateways: ReadonlySet<string> | null,
): string {
  const words = linkDomainWords.value.stop;
  if (gateways !== null && !gateways.has(gateway)) return words.isGone;
  return gateway === OUTBOX ? words.isOutbox : words.isOn;
}

export function StopByNumber(props: { host: string; fields: StopFields; errorAt(pointer: string): string | null }) {
  const { host, fields, errorAt } = props;
  const words = linkDomainWords.value.stop;
  const [gateways, setGateways] = useState<readonly ShortGateway[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    void request('GET /api/gateways').then((answer) => {
      if (answer.ok) setGateways(answer.value.entries);
      else setFailure(answer);
    });
  }, []);
  const chosen = fields.gateway.value;
  const isKnown = chosen === '' || gateways === null || gateways.some(({ id }) => id === chosen);
  const [gatewayAt, fromAt, countryAt] = STOP_FIELDS;
  return (
    <fieldset class="domain-stop">
      <legend>{words.title}</legend>
      <p class="hint">{words.hint(host)}</p>
      <FailureNotice failure={failure} />
      <Field
        label={words.gateway}
        hint={chosen === OUTBOX ? words.outboxHint : undefined}
        error={errorAt(gatewayAt) ?? (isKnown ? null : words.gone)}
      >
        {(ids) => (
          <select
            {...ids}
            value={chosen}
            onChange={(event) => {
              fields.gateway.value = event.currentTarget.value;
            }}
          >
            <option value="">{words.none}</option>
            {!(isKnown && gateways !== null) && chosen !== '' && <option value={chosen}>{words.thatOne}</option>}
            {gateways?.map(({ id, kind, name, isReadable }) => (
              <option key={id} value={id} disabled={!isReadable}>
                {kind === OUTBOX ? words.outbox : name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {chosen !== '' && (
        <div class="pair">
          <TextField
            label={words.from}
            hint={words.fromHint}
            value={fields.from}
            maxLength={16}
            error={errorAt(fromAt)}
          />
          <TextField
            label={words.countryCode}
            hint={words.countryHint}
            value={fields.countryCode}
            maxLength={6}
            error={errorAt(countryAt)}
          />
        </div>
      )}
    </fieldset>
  );
}
