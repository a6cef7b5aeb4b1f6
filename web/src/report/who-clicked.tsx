/** Lists of who clicked and who did not, looked up in the marketer's own list, and a new message to those who did not. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign, CampaignLink, Report, Who } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { ask } from '../engine/client.ts';
import { formatInteger } from '../i18n/index.ts';
import { whoClickedWords } from '../i18n/who-clicked.ts';
import { isUsable, type ListForUse, readListFor, type Standing } from '../state/campaign-list.ts';
import { listed } from '../state/list-verdict.ts';
import { beginWithRows } from '../state/reduced.ts';
import { COMPOSE, go } from '../state/route.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { fileName, saveFile } from '../ui/save-file.ts';
import { ListStanding, useStanding } from './list-standing.tsx';
import { allBut, type RowSet, rowSet, rowSetOf, sizeOf, without } from './row-sets.ts';

export function WhoClickedSection({ report: { campaign, delivery } }: { report: Report }) {
  const words = whoClickedWords.value;
  const { standing, again } = useStanding(campaign);
  /** What was found when the list was to be used. */
  const [refused, setRefused] = useState<Standing | null>(null);
  useEffect(() => setRefused(null), [standing]);
  if (campaign.tracking === 'aggregate') return null;
  const stands = refused ?? standing;
  const withList = async (work: (found: Found) => Promise<void>) => {
    const found = await readListFor(campaign);
    if (found.ok) await work(found);
    else setRefused(found.standing);
  };
  return (
    <section class="who-clicked" aria-labelledby="who-clicked-heading">
      <h2 id="who-clicked-heading">{words.heading}</h2>
      <p>{words.lead}</p>
      <ListStanding
        campaign={campaign}
        standing={stands}
        need={words.needList}
        again={again}
        isAloud={refused !== null}
      />
      {isUsable(campaign, stands) && (
        <>
          <Lists {...{ campaign, withList }} isTold={delivery !== undefined} />
          <Again {...{ campaign, withList }} />
        </>
      )}
    </section>
  );
}

type Found = Extract<ListForUse, { ok: true }>;
type WithList = (work: (found: Found) => Promise<void>) => Promise<void>;

// --- sets of rows, as the server knows them --------------------------------------------------------------------------

type Rows = { readonly ok: true; readonly set: RowSet; readonly size: number; readonly unnamed: number };

async function rowsOf(campaign: Campaign, who: Who, link?: number): Promise<Rows | Failure> {
  const query = link === undefined ? { who } : { who, link };
  const answer = await request('GET /api/campaigns/{id}/recipients', { params: { id: campaign.id }, query });
  if (!answer.ok) return answer;
  const { bitmap, rows, unnamed = 0 } = answer.value;
  return { ok: true, set: rowSet(bitmap), size: rows, unnamed };
}

/** Rows are told one by one: few recipients order. */
async function converted({ id }: Campaign, size: number): Promise<Rows | Failure> {
  const answer = await request('GET /api/campaigns/{id}/converted', { params: { id } });
  return answer.ok ? { ok: true, set: rowSetOf(answer.value.recipients, size), size, unnamed: 0 } : answer;
}

async function optedOut(campaign: Campaign, size: number): Promise<Rows | Failure> {
  const answer = await request('GET /api/campaigns/{id}/opt-outs', { params: { id: campaign.id } });
  if (!answer.ok) return answer;
  const { recipients, unnamed = 0 } = answer.value;
  return { ok: true, set: rowSetOf(recipients, size), size, unnamed };
}

// --- lists as files --------------------------------------------------------------------------------------------------

/** Of whom. Others may come. */
type Group = 'clicked' | 'not-clicked' | 'converted' | 'opted-out' | 'delivered' | 'failed';
interface Choice {
  readonly name: string;
  readonly rows: (campaign: Campaign) => Promise<Rows | Failure>;
}

const inverse = (rows: Rows | Failure): Rows | Failure =>
  rows.ok ? { ...rows, set: allBut(rows.size, rows.set), unnamed: 0 } : rows;

const GROUPS: Readonly<Record<Group, Choice['rows']>> = {
  clicked: (campaign) => rowsOf(campaign, 'clicked'),
  'not-clicked': async (campaign) => inverse(await rowsOf(campaign, 'clicked')),
  converted: (campaign) => converted(campaign, listed(campaign)),
  'opted-out': (campaign) => optedOut(campaign, listed(campaign)),
  delivered: (campaign) => rowsOf(campaign, 'delivered'),
  failed: (campaign) => rowsOf(campaign, 'failed'),
};

/** Those of links only where there are several to choose from. */
function choicesFor({ links }: Campaign, isTold: boolean): readonly Choice[] {
  const words = whoClickedWords.value;
  const groups = (Object.keys(GROUPS) as Group[]).filter(
    (group) => isTold || (group !== 'delivered' && group !== 'failed'),
  );
  const destinations = [...links.entries()].filter(([, { kind }]) => kind === 'destination');
  const nameOf = ({ label, url }: CampaignLink) => label || url || '';
  const ofLinks = destinations.length < 2 ? [] : destinations;
  return [
    ...groups.map((group) => ({ name: words.choices[group], rows: GROUPS[group] })),
    ...ofLinks.flatMap(([at, link]): Choice[] => [
      { name: words.link(nameOf(link)), rows: (campaign) => rowsOf(campaign, 'clicked', at) },
      {
        name: words.notLink(nameOf(link)),
        rows: async (campaign) => inverse(await rowsOf(campaign, 'clicked', at)),
      },
    ]),
  ];
}

function Lists(props: { campaign: Campaign; withList: WithList; isTold: boolean }) {
  const { campaign, withList, isTold } = props;
  const words = whoClickedWords.value;
  const choices = choicesFor(campaign, isTold);
  const [chosen, setChosen] = useState(0);
  const [told, setTold] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const download = () =>
    withList(async ({ version: listVersion, half }) => {
      const choice = choices[chosen] ?? choices[0];
      if (choice === undefined) return;
      const rows = await choice.rows(campaign);
      setFailure(rows.ok ? null : rows);
      if (!rows.ok) return setTold('');
      const sets = [{ rows: rows.set, reason: null }];
      const answer = await ask('rowsCsv', { listVersion, half, sets, reasonHeading: null, exact: false }).answer;
      if (answer === null) return;
      const lost = rows.unnamed > 0 ? ` ${words.unnamed(rows.unnamed, formatInteger(rows.unnamed))}` : '';
      if (answer.rows === 0) return setTold(words.nobody + lost);
      saveFile(answer.file, fileName(`${campaign.name} ${choice.name}`, '.csv'));
      setTold(words.saved(answer.rows, formatInteger(answer.rows)) + lost);
    });
  return (
    <>
      <div class="download-row">
        <Field label={words.file} class="inline">
          {(ids) => (
            <select
              {...ids}
              value={String(chosen)}
              onChange={(event) => {
                setChosen(Number(event.currentTarget.value));
                setTold('');
              }}
            >
              {choices.map(({ name }, index) => (
                <option key={name} value={String(index)}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="button" onClick={() => void download()}>
          {words.download}
        </button>
      </div>
      <p role="status" class="download-state">
        {told}
      </p>
      <FailureNotice failure={failure} />
    </>
  );
}

// --- a new message to those who did not click ------------------------------------------------------------------------

type Reason = 'clicked' | 'optedOut' | 'unreachable';
interface Plan {
  readonly size: number;
  readonly kept: RowSet;
  /** Each row once: of who clicked and opted out the first reason is told. */
  readonly left: readonly { readonly reason: Reason; readonly rows: RowSet }[];
}

async function planOf(campaign: Campaign): Promise<Plan | Failure> {
  const clicked = await rowsOf(campaign, 'clicked');
  if (!clicked.ok) return clicked;
  const { size } = clicked;
  const [gone, unreachable] = [await optedOut(campaign, size), await rowsOf(campaign, 'unreachable')];
  if (!gone.ok) return gone;
  if (!unreachable.ok) return unreachable;
  // Whoever wants no messages is told as that, clicked or not.
  const sets = [
    { reason: 'optedOut', rows: gone.set },
    { reason: 'clicked', rows: without(clicked.set, gone.set) },
    { reason: 'unreachable', rows: without(unreachable.set, clicked.set, gone.set) },
  ] as const;
  return {
    size,
    kept: allBut(size, clicked.set, gone.set, unreachable.set),
    left: sets.filter(({ rows }) => sizeOf(rows) > 0),
  };
}

function Again({ campaign, withList }: { campaign: Campaign; withList: WithList }) {
  const words = whoClickedWords.value;
  const [plan, setPlan] = useState<Plan | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [state, setState] = useState<'idle' | 'opening' | 'not-made'>('idle');
  const sentence = (reason: Reason, rows: RowSet) => {
    const count = sizeOf(rows);
    return words.left[reason](count, formatInteger(count));
  };
  const look = async () => {
    setState('idle');
    const found = await planOf(campaign);
    const isFailure = 'ok' in found;
    setFailure(isFailure ? found : null);
    setPlan(isFailure ? null : found);
    focusAfter(() => document.querySelector<HTMLElement>('.again-plan'));
  };
  const open = ({ kept, left }: Plan) =>
    withList(async ({ version: listVersion, half }) => {
      setState('opening');
      const isMade = await beginWithRows({
        ...{ campaign, listVersion, half, reasonHeading: words.reasonHeading, nameEnd: words.listName },
        kept: { rows: kept, reason: null },
        left: left.map(({ reason, rows }) => ({
          ...{ rows, reason: words.reasons[reason], sentence: sentence(reason, rows) },
        })),
      });
      if (isMade) go(COMPOSE);
      else setState('not-made');
    });
  if (plan === null) {
    return (
      <>
        <button type="button" class="again" onClick={() => void look()}>
          {words.again}
        </button>
        <FailureNotice failure={failure} />
      </>
    );
  }
  const keeps = sizeOf(plan.kept);
  return (
    <div class="notice standing again-plan" tabIndex={-1}>
      <p>
        <strong>{words.plan(formatInteger(keeps), formatInteger(plan.size))}</strong>
      </p>
      {plan.left.length > 0 && (
        <>
          <p>{words.leftOut}</p>
          <ul>
            {plan.left.map(({ reason, rows }) => (
              <li key={reason}>{sentence(reason, rows)}</li>
            ))}
          </ul>
        </>
      )}
      {keeps === 0 ? (
        <p>{words.nobodyLeft}</p>
      ) : (
        <button type="button" class="primary" aria-disabled={state === 'opening'} onClick={() => void open(plan)}>
          {state === 'opening' ? words.opening : words.open}
        </button>
      )}
      <p role="alert" class="download-state">
        {state === 'not-made' && words.notMade}
      </p>
    </div>
  );
}
