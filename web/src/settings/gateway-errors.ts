/** What the API refuses in a gateway's form, in the language of the page. */
import type { Problem } from '../../../worker/api.ts';
import { formatList } from '../i18n/index.ts';
import type { Kind } from './gateway-draft.ts';
import { gatewayWords } from './gateway-words.ts';

export type FieldError = NonNullable<Problem['errors']>[number];
type Wrong = keyof typeof gatewayWords.value.form.wrongs;

/** What can be wrong in a place whatever its kind of gateway. The first that fits counts. */
const PLACES: readonly (readonly [place: RegExp, wrong: Wrong, codes?: readonly string[]])[] = [
  [/^\/settings\/perSecond$/, 'perSecond'],
  [/^\/settings\/countryCode$/, 'countryCode'],
  [/^\/settings\/accountSid$/, 'accountSid'],
  [/^\/settings\/answer\/(?:temporary|knownId)/, 'statuses'],
  [/^/, 'tooLong', ['max-length']],
  [/^\/settings\/(?:answer|report|inbound)\//, 'path', ['regex']],
  [/^\/settings\/headers\/\d+\/name$/, 'headerName', ['regex']],
  [/^\/secrets\/values\/\d+\/name$/, 'secretName', ['regex']],
  [/^\/(?:secrets\/|settings\/username$)/, 'sign', ['regex', 'check']],
];

function wrongOf(kind: string, { pointer, code }: FieldError): Wrong | null {
  const found = PLACES.find(([place, , codes]) => place.test(pointer) && codes?.includes(code) !== false);
  if (found !== undefined) return found[1];
  if (kind === ('template' satisfies Kind) && code === 'check') return 'placeholder';
  if (pointer !== '/settings/url') return null;
  if (kind === ('template' satisfies Kind)) return 'templateUrl';
  return kind === ('kannel' satisfies Kind) ? 'url' : 'serviceUrl';
}

/** The API's own sentence for what people do not meet. */
export function errorText(kind: string, error: FieldError): string {
  const words = gatewayWords.value.form;
  switch (error.code) {
    case 'missing':
    case 'min-length':
      return words.missing;
    case 'same-name':
      return words.sameName;
    case 'missing-secret':
      return words.noSuchSecret(formatList(error.detail.match(/\{\{[^{}]*\}\}/g) ?? []));
    case 'not-json':
      return words.notJson;
  }
  const wrong = wrongOf(kind, error);
  return wrong === null ? error.detail : words.wrongs[wrong];
}
