/** A campaign's id is `<host>:<number>`. */
import type { StoredCampaign } from '../rpc.ts';
import { workspaceStub } from '../stubs.ts';
import { ApiProblem } from './problem.ts';

export const campaignId = (host: string, number: number): string => `${host}:${number}`;

export async function campaignOfId(env: Env, id: string): Promise<StoredCampaign> {
  const colon = id.lastIndexOf(':');
  const digits = id.slice(colon + 1);
  const found =
    colon > 0 && /^[1-9]\d{0,9}$/.test(digits)
      ? await workspaceStub(env).campaign(id.slice(0, colon), Number(digits))
      : null;
  if (found === null) {
    throw new ApiProblem(
      404,
      `There is no campaign ${id}. An id is the link host, a colon and the number: s.brand.dk:12.`,
    );
  }
  return found;
}
