import type { Failure } from '../api/client.ts';
import { failureText } from '../i18n/failure.ts';
import { onUse } from '../i18n/on-use.ts';

/** Why a campaign cannot be shown. One that is not there, as after it was deleted, is told of in the page's own words. */
export const said = (failure: Failure): string =>
  failure.status === 404 ? onUse.value.report.gone : failureText(failure);
