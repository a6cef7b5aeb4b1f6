import { draft } from '../state/draft.ts';
import { insertInMessage } from './text-area.ts';

/** What people in the campaign's country opt out by. */
export async function optOutText(): Promise<string> {
  const { countryProfile } = await import('klikspor/country-profiles');
  const profile = countryProfile(draft.country.peek());
  return profile.optOut === 'keyword' ? profile.keyword : profile.link;
}

/** The same, at the cursor in the message. */
export async function insertOptOut(): Promise<void> {
  insertInMessage(await optOutText());
}
