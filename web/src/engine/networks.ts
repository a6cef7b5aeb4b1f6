/** What becomes of the sender, the links and the hour of a campaign in the countries of its recipients. */
import {
  clocksIn,
  countryProfile,
  dayIn,
  type LinkVerdict,
  type QuietPlace,
  type RegistrationState,
  type SenderVerdict,
} from 'klikspor/country-profiles';
import type { Sending } from 'klikspor/sending';
import { NOT_ASKED, type RegistrationRow, registrationOf, type Subject } from '../registrations/rows.ts';
import { addresses } from './addresses.ts';
import { sending } from './sending.ts';

/** Of a campaign: what the countries of its recipients make of it. */
export interface NetworksAsk {
  /** As written. */
  readonly sender: string;
  /** Of the link domain; null: there is none. */
  readonly host: string | null;
  /** ISO 3166-1 alpha-2, each once; empty: a number belongs to none. */
  readonly countries: readonly string[];
  /** What was stated of registering senders and link domains, of other campaigns too. */
  readonly registrations: readonly RegistrationRow[];
  /** When the message arrives. */
  readonly atMs: number;
}

export interface Networks {
  /** The question's, without white space around it. */
  readonly sender: string;
  /** The question's, if networks ever meet it. */
  readonly host: string | null;
  /** A name close to the sender's that networks carry which take letters and digits alone; null: none is. */
  readonly plainName: string | null;
  /** Whether recipients in all countries can answer. */
  readonly takesAnswers: boolean;
  /** In the order of the question. */
  readonly countries: readonly CountryNetworks[];
}

export interface CountryNetworks {
  readonly country: string;
  /** Null: there is no sender. */
  readonly sender: { readonly registration: RegistrationState; readonly verdict: SenderVerdict } | null;
  /** Null: there is no link domain. */
  readonly links: { readonly registration: RegistrationState; readonly verdict: LinkVerdict } | null;
  /** The place farthest from the hours in which messages may come; null: everywhere is within them. */
  readonly quiet: QuietPlace | null;
  /** What networks want registered, whatever was stated of it. */
  readonly subjects: readonly Subject[];
}

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
