import { draft } from '../state/draft.ts';
import { insertInMessage } from './text-area.ts';

/** What people in the campaign's country opt out by, at the cursor. */
export async function insertOptOut(): Promise<void> {
  const { countryProfile } = await import('klikspor/country-profiles');
  const profile = countryProfile(draft.country.peek());
  insertInMessage(profile.optOut === 'keyword' ? profile.keyword : profile.link);
}
