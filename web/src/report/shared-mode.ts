/** Whether this is the page that a link to one report opens: for people who have no account, and see that report alone. */
import type { AnswerOf, Report } from '../../../worker/api.ts';
import type { Answer } from '../api/request.ts';
import { request } from '../api/request.ts';

/** The page has a path of its own (`shared.html`), and the link's secret in its fragment, which no request carries. */
export const isShared = globalThis.location?.pathname.startsWith('/shared') ?? false;

export const sharedSecret = (): string => location.hash.slice(1);

export const sharedReport = (): Promise<Answer<Report>> =>
  request('POST /api/shared-report', { body: { secret: sharedSecret() } });

export const sharedFigures = (): Promise<Answer<AnswerOf<'POST /api/shared-report/figures'>>> =>
  request('POST /api/shared-report/figures', { body: { secret: sharedSecret() } });

export const sharedTable = (decimal: 'comma' | 'point'): Promise<Answer<string>> =>
  request('POST /api/shared-report/figures.csv', { body: { secret: sharedSecret() }, query: { decimal } });
