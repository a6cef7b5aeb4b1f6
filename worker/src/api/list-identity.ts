/** Whether what a campaign says of its list can be: numbers that add up, a key the domain has, the other half of the same list. */
import type { DomainRecord } from '../records.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import type { ListIdentity, NewCampaign } from './campaign.ts';
import { campaignOfId } from './campaign-id.ts';
import { ApiProblem, fieldProblem } from './problem.ts';

type Said = Pick<NewCampaign, 'recipients' | 'list' | 'versionOf'>;

export function checkList({ recipients, list }: Said, domain: DomainRecord): void {
  if (list === undefined) return;
  const refuse = (field: string, code: string, detail: string) => fieldProblem(422, `/list/${field}`, code, detail);
  if (!domain.keys.some(({ key }) => key === list.key)) {
    throw refuse('key', 'no-such-key', `The domain has no list key ${list.key}: ask for the one in use.`);
  }
  const { split } = list;
  if (split === undefined) {
    if (list.rows === recipients) return;
    throw refuse('rows', 'other-rows', `The list has ${list.rows} rows, the campaign ${recipients} recipients.`);
  }
  const halves = split.halves.map((half) => half.rows);
  if (halves.reduce((sum, rows) => sum + rows, 0) !== list.rows) {
    throw refuse('rows', 'other-rows', `The list has ${list.rows} rows, its halves have ${halves.join(' and ')}.`);
  }
  const rows = halves[split.half];
  if (rows === recipients) return;
  throw refuse(
    `split/halves/${split.half}/rows`,
    'other-rows',
    `This half of the list has ${rows} rows, the campaign ${recipients} recipients.`,
  );
}

/** Number of the campaign of the other version; null: there is one version. Whether that one still lacks another is the workspace's to say. */
export async function otherVersionOf(env: Env, { list, versionOf }: Said, host: string): Promise<number | null> {
  if (versionOf === undefined) return null;
  const refuse = (code: string, detail: string) => fieldProblem(422, '/versionOf', code, detail);
  const other = await campaignOfId(env, versionOf).catch(absent);
  if (other === null) throw refuse('no-such-campaign', `There is no campaign ${versionOf}.`);
  if (other.record.host !== host) {
    throw refuse('other-domain', `${versionOf} is on another domain: both versions are published on one.`);
  }
  if (other.info.list?.split === undefined || list?.split === undefined) {
    throw refuse('no-halves', 'Two versions go to the halves of one list: both say which half in list.split.');
  }
  if (other.info.list.split.half === list.split.half) {
    throw refuse('same-half', `${versionOf} is for this half of the list: publish for the other one.`);
  }
  if (sharedOf(other.info.list) !== sharedOf(list)) {
    throw refuse('other-list', `${versionOf} was published with another list, or with other halves of it.`);
  }
  return other.record.number;
}

/** What both halves' campaigns must say alike, in one form. */
function sharedOf({ rows, key, ordered, sorted, split }: ListIdentity): string {
  const halves = split?.halves.map((half) => [half.rows, half.ordered]);
  return JSON.stringify([rows, key, ordered, sorted, split?.seed, halves]);
}

function absent(error: unknown): StoredCampaign | null {
  if (error instanceof ApiProblem && error.status === 404) return null;
  throw error;
}
