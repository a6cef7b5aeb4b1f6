/** Two versions as two campaigns, each over its own half of the list. The second names the first, and may come later. */
import type { Campaign, NewCampaign } from '../../../worker/api.ts';
import { api, told } from '../api/client.ts';
import type { Look } from '../engine/look.ts';
import { onUse } from '../i18n/on-use.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import { readHalvesFor } from './campaign-list.ts';
import { draft } from './draft.ts';
import { list } from './list.ts';
import { type Identified, identify } from './list-identity.ts';
import { standingText } from './list-words.ts';
import { settledLook } from './look.ts';
import { type Checked, refuse } from './publishing.ts';
import { engineDraft } from './question.ts';
import { type Counted, countedFor, hasTwin, isChanged, newCampaign, published, publishOnce } from './request.ts';
import { otherVersion, showVersion, type Version } from './versions.ts';

interface Text {
  readonly template: string;
  readonly look: Look;
  readonly counted: Counted;
}

/** `seen`: of the version on screen, found in order. Null: the other version is not, and is on screen now; or refused. */
export function publishVersions(name: string, loaded: ListSummary, seen: Checked): Promise<Campaign | null> {
  return draft.versionOf.peek() === '' ? publishBoth(name, loaded, seen) : publishSecond(name, seen);
}

async function publishBoth(name: string, loaded: ListSummary, seen: Checked): Promise<Campaign | null> {
  const shown = draft.version.peek();
  if (loaded.split === null || shown === '') return null;
  const other = otherVersion(shown);
  const onScreen = await textOnScreen(seen.look);
  const hidden = await otherText(other);
  if (hidden === null) return null;
  showVersion(shown);
  const texts = { [shown]: onScreen, [other]: hidden } as Readonly<Record<Version, Text>>;

  const identified = await identifiedOf(loaded, null);
  if (identified === null || isChanged(seen.written)) return null;
  const first = halfWanted(name, 'A', texts.A, identified);
  if (await hasTwin(first)) return null;
  const a = await publishHalf('A', first);
  if (a === null) return null;
  // From here on only the second is left, also after a failure and in another window.
  draft.versionOf.value = a.id;
  const second = { ...halfWanted(name, 'B', texts.B, identified), versionOf: a.id };
  if ((await publishHalf('B', second)) === null) return null;
  published(a, seen.written);
  return a;
}

/** The first version went out before: its half of the list is served, and the other one is this version's. */
async function publishSecond(name: string, seen: Checked): Promise<Campaign | null> {
  const found = await api.campaign(draft.versionOf.peek());
  if (!found.ok) return refuse(found);
  const first = found.value;
  const isOnScreen = draft.version.peek() === 'B';
  const template = isOnScreen ? draft.template.peek() : draft.otherTemplate.peek();
  if (first.otherVersion !== undefined) return answeredBefore(first.otherVersion, template, seen.written);
  const forUse = await readHalvesFor(first);
  const loaded = list.peek();
  if (loaded === null) return null;
  if (!forUse.ok) return refuse(told(standingText(first, forUse.standing, loaded).join(' ')));
  const text = isOnScreen ? await textOnScreen(seen.look) : await otherText('B');
  if (text === null) return null;
  const identified = await identifiedOf(loaded, first.list?.key ?? null);
  if (identified === null || isChanged(seen.written)) return null;
  const b = await publishHalf('B', { ...halfWanted(name, 'B', text, identified), versionOf: first.id });
  if (b !== null) published(b, seen.written);
  return b;
}

/** The answer to an earlier try was lost, or somebody else was faster. */
async function answeredBefore(id: string, template: string, written: string): Promise<Campaign | null> {
  const found = await api.campaign(id);
  if (!found.ok) return refuse(found);
  if (found.value.template !== template) return refuse(told(onUse.peek().versions.hasOther));
  published(found.value, written);
  return found.value;
}

const textOnScreen = async (look: Look): Promise<Text> => ({
  template: draft.template.peek(),
  look,
  counted: await countedFor(engineDraft.peek()),
});

/** The checklist judges what is on screen: the version is put there for it, and stays if something is wrong. */
async function otherText(version: Version): Promise<Text | null> {
  showVersion(version);
  const { settledErrors } = await import('./checklist.ts');
  const errors = await settledErrors();
  const look = await settledLook();
  if (errors === null || errors.length > 0 || look === null) return null;
  if (!look.outline.links.some(({ link }) => link >= 0)) return null;
  return textOnScreen(look);
}

async function identifiedOf(loaded: ListSummary, key: number | null): Promise<Identified | null> {
  const found = await identify(loaded, draft.host.peek(), key);
  if (found === null) return refuse(told(onUse.peek().listCheck.replaced));
  return found.ok ? found : refuse(found);
}

function halfWanted(name: string, version: Version, text: Text, identified: Identified): NewCampaign {
  const half = version === 'A' ? 0 : 1;
  const list = identified.for(half);
  const rows = list.split?.halves[half]?.rows ?? 0;
  const { template, look, counted } = text;
  return { ...newCampaign(`${name} ${version}`, rows, template, look.outline.links, counted), list };
}

/** A version that was published before the other one was refused is the same campaign when it is asked for once more. */
async function publishHalf(version: Version, wanted: NewCampaign): Promise<Campaign | null> {
  const answer = await publishOnce(wanted);
  if (answer.ok) return answer.value;
  if (draft.version.peek() !== version) showVersion(version);
  return refuse(answer);
}
