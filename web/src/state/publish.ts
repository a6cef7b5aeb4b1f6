/** From draft to campaign: nothing is sent before the checklist has seen the last letter, and the domain was asked. */
import type { Campaign } from '../../../worker/api.ts';
import type { Finding } from '../checklist/finding.ts';
import { countAgain, countingStopped } from './cost.ts';
import { chosenDomain } from './domains.ts';
import { list, suitVersions } from './list.ts';
import { settledLook } from './look.ts';
import { missing, tried } from './missing.ts';
import { failure, publishing, twin, writtenNow } from './publishing.ts';
import { engineDraft } from './question.ts';

/** Null: something is missing or refused, or there is a twin. */
export async function publish(): Promise<Campaign | null> {
  failure.value = null;
  twin.value = null;
  publishing.value = true;
  const asked = askChosenDomain();
  await suitVersions();
  await settledLook();
  // Who is left out must be known, even if somebody stopped counting.
  if (countingStopped.peek() && engineDraft.peek().limit) countAgain();
  tried.value = true;
  // Told at once, and the end of it: what is mended while the domain is still being asked is not what was to be published.
  if ((await errorsFound(isOfThePage)) > 0 || missing.peek().some((name) => name !== 'pointing')) {
    publishing.value = false;
    return null;
  }
  await asked;
  // What was typed last must be seen, or the links might be those of the last letter but one.
  const look = await settledLook();
  const written = writtenNow();
  const errors = await errorsFound();
  publishing.value = false;
  const recipients = list.peek();
  const domain = chosenDomain.peek();
  if (errors > 0 || missing.peek().length > 0 || failure.peek() !== null) return null;
  if (look === null || recipients === null || domain === null) return null;

  publishing.value = true;
  try {
    const { send } = await import('./send.ts');
    return await send(recipients, { look, written });
  } finally {
    publishing.value = false;
  }
}

/** Asked at each publishing: a domain that led here yesterday may have been moved. */
async function askChosenDomain(): Promise<void> {
  const domain = chosenDomain.peek();
  if (domain === null) return;
  try {
    const { askDomain } = await import('../pointing/ask-domain.ts');
    const found = await askDomain(domain);
    if (typeof found !== 'string') failure.value = found;
  } catch {
    failure.value = { ok: false, problem: null, status: 0 };
  }
}

/** Where the domain leads is no matter of the page: it is asked anew. */
const isOfThePage = ({ rule }: Finding) => rule !== 'missing-pointing';

/** How many errors the checklist has now. 1 if it could not be asked: nothing is published then, and the page says why. */
async function errorsFound(isMeant: (finding: Finding) => boolean = () => true): Promise<number> {
  try {
    const { settledErrors } = await import('./checklist.ts');
    return (await settledErrors())?.filter(isMeant).length ?? 1;
  } catch {
    // Not loaded before the network went; publishing needs one too.
    failure.value = { ok: false, problem: null, status: 0 };
    return 1;
  }
}
