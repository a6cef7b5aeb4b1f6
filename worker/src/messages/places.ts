/** Rows of running campaigns for new messages, each with its slugs. A campaign is published when there is none with room. */

import type { NewCampaign } from '../api/campaign.ts';
import { published } from '../api/campaigns.ts';
import { ApiProblem, outage } from '../api/problem.ts';
import { sealerOptions } from '../api/slugs.ts';
import { forgetCampaign } from '../campaigns.ts';
import { core } from '../core.ts';
import type { Once, StoredCampaign } from '../rpc/catalogue.ts';
import type { GivenPlace } from '../rpc/messages.ts';
import { RUNNING_ROWS } from '../running.ts';
import { workspaceStub } from '../stubs.ts';

/** Others may use up what was published meanwhile. */
const MOST_ATTEMPTS = 4;

export interface PlacesWanted {
  /** Made of all that the messages have in common. */
  readonly key: string;
  /** Finished destinations; null: the opt-out link. */
  readonly links: (string | null)[];
  /** The campaign that they go to. */
  readonly campaign: Omit<NewCampaign, 'recipients'>;
  readonly once: Once | null;
  readonly ids: (string | null)[];
  readonly leftOut: number[];
  readonly requestUrl: string;
}

export interface Places {
  /** The same call was answered before. */
  readonly isAgain: boolean;
  /** Null: left out. */
  readonly places: (GivenPlace | null)[];
}

export async function placesFor(
  env: Env,
  { key, links, campaign, once, ids, leftOut, requestUrl }: PlacesWanted,
): Promise<Places> {
  let made: { generation: number; seq: number } | undefined;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const ask = { key, links, ...(made && { published: made }), once, ids, leftOut, nowMs: Date.now() };
    const found = await workspaceStub(env).placeMessages(ask);
    if (found.outcome === 'placed') return found;
    if (found.outcome === 'other-body') {
      throw new ApiProblem(422, 'This Idempotency-Key was used with another body: send a new key, or the same body.');
    }
    // Whoever publishes for the same generation at the same moment gets the same campaign.
    const first: Once = { key: `running ${key} ${found.generation}`, bodyHash: key };
    const stored = await published(env, { ...campaign, recipients: RUNNING_ROWS }, first, requestUrl, true);
    await forgetCampaign(stored.record);
    made = { generation: found.generation, seq: stored.seq };
  }
  throw outage('Too many messages come at the same moment for one campaign. Send the same once more.');
}

/** Slugs of these rows, fixed-width ASCII, row by row and link by link. */
export async function slugsOf(env: Env, campaign: StoredCampaign, rows: readonly number[]): Promise<Uint8Array> {
  const options = await sealerOptions(env, campaign);
  const { number, links } = campaign.record;
  const each = links.length * options.width;
  const octets = new Uint8Array(rows.length * each);
  const sealer = core.createSealer(options);
  try {
    for (let from = 0; from < rows.length; ) {
      const first = rows[from] ?? 0;
      let next = from + 1;
      while (rows[next] === first + (next - from)) next++;
      octets.set(sealer.sealRange(number, links.length, first, next - from), from * each);
      from = next;
    }
  } finally {
    sealer.delete();
  }
  return octets;
}
