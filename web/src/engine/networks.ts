/** What becomes of the sender, the links and the hour of a campaign in the countries of its recipients. */
import { clocksIn, countryProfile, dayIn } from 'klikspor/country-profiles';
import type { Sending } from 'klikspor/sending';
import { NOT_ASKED, registrationOf, type Subject } from '../registrations/rows.ts';
import { addresses } from './addresses.ts';
import type { CountryNetworks, Networks, NetworksAsk } from './protocol.ts';
import { sending } from './sending.ts';

export async function networksOf(question: NetworksAsk): Promise<Networks> {
  const { countries, sender } = question;
  const core = await sending();
  // No network meets a machine of one's own.
  const finished = question.host === null ? null : (await addresses()).finishHost(question.host);
  const host = finished?.ok && finished.reach === 'nowhere' ? null : question.host;
  return {
    sender: sender.trim(),
    host,
    plainName: core.plainName(sender),
    takesAnswers: core.takesAnswers(sender, countries.map(countryProfile)),
    countries: countries.map((country) => networksIn(core, { ...question, host }, country)),
  };
}

function networksIn(
  core: Sending,
  { sender, host, registrations, atMs }: NetworksAsk,
  country: string,
): CountryNetworks {
  const profile = countryProfile(country);
  const day = dayIn(profile, atMs);
  const name = core.writtenSender(sender);
  const asSender: Subject | null = name === '' ? null : { country, of: 'sender', name };
  const asDomain: Subject | null = host === null ? null : { country, of: 'domain', name: host };
  const ofSender = asSender === null ? NOT_ASKED : registrationOf(registrations, asSender);
  const ofDomain = asDomain === null ? NOT_ASKED : registrationOf(registrations, asDomain);
  // What is wanted does not go away once it is registered.
  const isWanted = ({ of }: Subject): boolean => {
    const verdict =
      of === 'sender'
        ? core.senderVerdict(profile, sender, NOT_ASKED, day).verdict
        : core.linkVerdict(profile, NOT_ASKED, day).verdict;
    return WANTED.has(verdict);
  };
  const [quiet = null] = core.quietPlaces(profile.hours, clocksIn(profile, atMs));
  return {
    country,
    sender: asSender && { registration: ofSender, verdict: core.senderVerdict(profile, sender, ofSender, day) },
    links: asDomain && { registration: ofDomain, verdict: core.linkVerdict(profile, ofDomain, day) },
    quiet,
    subjects: [asSender, asDomain].filter((subject) => subject !== null).filter(isWanted),
  };
}

/** Verdicts on what is not registered that a registration would change. */
const WANTED: ReadonlySet<string> = new Set(['soon', 'renamed', 'blocked', 'filtered']);
