/**
 * Where gateways call back: `/api/callbacks/{gateway}/{secret}/report` and `…/inbound`. They are no part of the API that
 * others call: each gateway has a form of its own, and shows who it is by the secret in the address and, where it signs, by
 * its signature.
 */
import type { CallbackKind } from './gateway.ts';
import { callbackSecret, GATEWAY_ID, openGateway } from './open.ts';
import { isSame } from './reading.ts';
import { takeInbound, takeReports } from './told.ts';

const nothing = (status: number): Response => new Response(null, { status });

/** Rejects where storage is out of reach: an answer that is no success makes the gateway tell it again. */
export async function answerCallback(
  request: Request,
  env: Env,
  { gateway: id, secret, kind }: { readonly gateway: string; readonly secret: string; readonly kind: string },
): Promise<Response> {
  if (!GATEWAY_ID.test(id) || !isKind(kind)) return nothing(404);
  if (!(await isSame(secret, await callbackSecret(env, id)))) return nothing(404);
  const gateway = await openGateway(env, id);
  if (gateway === null) return nothing(404);
  if (kind === 'report') {
    const reports = await gateway.readReport(request);
    if (reports instanceof Response) return reports;
    await takeReports(env, id, reports);
  } else {
    const texts = await gateway.readInbound(request);
    if (texts instanceof Response) return texts;
    await takeInbound(env, id, texts);
  }
  return gateway.answer(kind);
}

const isKind = (kind: string): kind is CallbackKind => kind === 'report' || kind === 'inbound';
