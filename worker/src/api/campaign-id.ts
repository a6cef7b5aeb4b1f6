/** A campaign's id is `<host>:<number>`. */
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { workspaceStub } from '../stubs.ts';
import { ApiProblem } from './problem.ts';

export const campaignId = (host: string, number: number): string => `${host}:${number}`;

/** Null: it is no id. What stands before the last colon is the host. */
export function numberIn(id: string): number | null {
  const colon = id.lastIndexOf(':');
  const digits = id.slice(colon + 1);
  return colon > 0 && /^[1-9]\d{0,9}$/.test(digits) ? Number(digits) : null;
}

export async function campaignOfId(env: Env, id: string): Promise<StoredCampaign> {
  const number = numberIn(id);
  const found = number === null ? null : await workspaceStub(env).campaign(id.slice(0, id.lastIndexOf(':')), number);
  if (found === null) {
    throw new ApiProblem(
      404,
      `There is no campaign ${id}. An id is the link host, a colon and the number: s.brand.dk:12.`,
    );
  }
  return found;
}
