/** The gateways there are, and what each needs. */
import * as v from 'valibot';
import type { Fault, Gateway, GatewayTools } from './gateway.ts';
import { gatewayapi, gatewayapiSecrets, gatewayapiSecretsEdit, gatewayapiSettings } from './gatewayapi.ts';
import { inmobile, inmobileSecrets, inmobileSettings } from './inmobile.ts';
import { kannel, kannelSecrets, kannelSettings } from './kannel.ts';
import { template } from './template.ts';
import { templateFaults } from './template-request.ts';
import { templateSecrets, templateSecretsEdit, templateSettings } from './template-settings.ts';
import { twilio, twilioSecrets, twilioSettings } from './twilio.ts';

/** What a kind has of its own beside its schemas. */
interface More<S, C, E> {
  readonly faults?: (settings: S, secrets: C) => readonly Fault[];
  /** What there is after a change; it may lack something. */
  readonly changed?: (before: C | null, edit: E) => unknown;
  readonly namesOf?: (secrets: C) => string[];
}

/**
 * `settings`: what may be shown. `secrets`: what is encrypted, and never shown again. `secretsEdit`: a change of them, of which
 * what is not named stays, and null takes away what need not be there.
 */
function kind<const S extends v.GenericSchema, const C extends v.GenericSchema, const E extends v.GenericSchema>(
  { settings, secrets, secretsEdit }: { readonly settings: S; readonly secrets: C; readonly secretsEdit: E },
  make: (settings: v.InferOutput<S>, secrets: v.InferOutput<C>, tools: GatewayTools) => Gateway,
  more: More<v.InferOutput<S>, v.InferOutput<C>, v.InferOutput<E>> = {},
) {
  /** Null: the two, as they are stored, are not of this kind (any more). */
  const read = <T>(stored: readonly [unknown, unknown], use: (one: v.InferOutput<S>, other: v.InferOutput<C>) => T) => {
    const [one, other] = [v.safeParse(settings, stored[0]), v.safeParse(secrets, stored[1])];
    return one.success && other.success ? use(one.output, other.output) : null;
  };
  const secretsIn = (stored: unknown): v.InferOutput<C> | null => {
    const found = v.safeParse(secrets, stored);
    return found.success ? found.output : null;
  };
  return {
    ...{ settings, secrets, secretsEdit },
    gatewayOf: (stored: readonly [unknown, unknown], tools: GatewayTools) =>
      read(stored, (one, other) => make(one, other, tools)),
    faultsOf: (stored: readonly [unknown, unknown]): readonly Fault[] => read(stored, more.faults ?? (() => [])) ?? [],
    /** What the secrets are after a change of those that were `stored` (null: they do not open), and what they lack then. */
    changed(stored: unknown, edit: unknown): { readonly secrets: unknown; readonly missing: readonly string[] } {
      const asked = v.parse(secretsEdit, edit);
      const before = secretsIn(stored);
      const after = more.changed?.(before, asked) ?? withoutNulls({ ...fieldsOf(before), ...fieldsOf(asked) });
      const issues = v.safeParse(secrets, after).issues ?? [];
      return {
        secrets: after,
        missing: issues.map(({ path }) => (path ?? []).map((item) => `/${String(item.key)}`).join('')),
      };
    },
    /** Which secrets there are; of those that do not open none. */
    secretNames(stored: unknown): string[] {
      const found = secretsIn(stored);
      if (found === null) return [];
      return more.namesOf?.(found) ?? Object.keys(fieldsOf(found));
    },
  };
}

const fieldsOf = (value: unknown): object => (value instanceof Object ? value : {});

const withoutNulls = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

export const KINDS = {
  kannel: kind({ settings: kannelSettings, secrets: kannelSecrets, secretsEdit: v.partial(kannelSecrets) }, kannel),
  inmobile: kind(
    { settings: inmobileSettings, secrets: inmobileSecrets, secretsEdit: v.partial(inmobileSecrets) },
    inmobile,
  ),
  gatewayapi: kind(
    { settings: gatewayapiSettings, secrets: gatewayapiSecrets, secretsEdit: gatewayapiSecretsEdit },
    gatewayapi,
  ),
  twilio: kind({ settings: twilioSettings, secrets: twilioSecrets, secretsEdit: v.partial(twilioSecrets) }, twilio),
  template: kind({ settings: templateSettings, secrets: templateSecrets, secretsEdit: templateSecretsEdit }, template, {
    faults: (settings, { values }) =>
      templateFaults(
        settings,
        values.map(({ name }) => name),
      ),
    changed: (before, { values }) => ({
      values: values.map(({ name, value }) => {
        const known = value ?? before?.values.find((secret) => secret.name === name)?.value;
        return { name, ...(known !== undefined && { value: known }) };
      }),
    }),
    namesOf: ({ values }) => values.map(({ name }) => name),
  }),
};
export type GatewayKind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as GatewayKind[];
