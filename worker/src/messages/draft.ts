/**
 * From a text to messages with sample slugs: everything that is known before a row is given out. What blocks a campaign in the
 * composer is refused.
 */
import type { DestinationOutcome } from 'klikspor';
import { addresses } from '../addresses.ts';
import type { NewCampaign, NewLink } from '../api/campaign.ts';
import { unproved } from '../api/campaigns.ts';
import { takenContact } from '../api/contact.ts';
import { finishedDestination, hostsOf } from '../api/destinations.ts';
import { linkPrefixOf, proofUrlOf } from '../api/hosts.ts';
import { checkListName } from '../api/list-names.ts';
import { ApiProblem, type FieldError, fieldProblem } from '../api/problem.ts';
import { refusalText } from '../api/refusals.ts';
import { settingsOf } from '../api/sending.ts';
import { openGateway, reportUrlOf } from '../gateways/open.ts';
import type { StoredDomain } from '../rpc/catalogue.ts';
import { senderFault } from '../sender-fault.ts';
import type { SendingSettings } from '../sending/rpc.ts';
import { workspaceStub } from '../stubs.ts';
import { type Texts, texts } from '../texts.ts';
import { type Warning, warningsOfText } from './warnings.ts';
import type { NewMessages, Person } from './wire.ts';
import { namesOf, type WritingAsk, type Written, written } from './written.ts';

const MOST_FIELDS = 100;
const MOST_SEGMENTS = 255;

/** Everything that is known before a row is given out. */
export interface Draft {
  readonly core: Texts;
  readonly writing: WritingAsk;
  /** With sample slugs. */
  readonly written: Written;
  /** Finished destinations; null: the opt-out link. */
  readonly links: readonly (string | null)[];
  readonly campaign: Omit<NewCampaign, 'recipients'>;
  readonly settings: SendingSettings;
  readonly warnings: readonly Warning[];
  readonly requestUrl: string;
}

export async function drafted(env: Env, body: NewMessages, requestUrl: string): Promise<Draft> {
  const domains = await workspaceStub(env).domains();
  const domain = domainFor(body.host, domains, requestUrl);
  if ((await openGateway(env, body.gateway ?? 'outbox')) === null) {
    throw fieldProblem(422, '/gateway', 'no-such-gateway', 'There is no gateway of this id: set it up first.');
  }
  const [core, finishing] = await Promise.all([texts(), addresses()]);
  checkPeople(body.recipients);
  checkPrices(body.prices ?? []);
  const people = body.recipients.map(({ fields = {} }) => fields);
  const writing: WritingAsk = {
    text: body.text,
    ...{ people, names: namesOf(people) },
    linkPrefix: `${body.writeScheme ? 'https://' : ''}${linkPrefixOf(requestUrl, domain.host)}`,
    width: domain.record.width,
  };
  const made = written(core, writing);
  refuseWrong(body, made);
  const { parameters = [] } = body;
  const shortened = made.outline.links.filter(({ link }) => link >= 0);
  const destinations = shortened.map(({ kind, url, start, end }) => {
    const outcome = kind === 'opt-out' ? null : finishedDestination(finishing, url, parameters, hostsOf(domains));
    return { start, end, outcome, stripped: outcome?.ok ? finishing.strippedParameters(outcome.url) : [] };
  });
  refuseDestinations(body.text, destinations);
  // Publishing would find these, and a dry run publishes nothing.
  takenContact(finishing, body.contact, hostsOf(domains));
  if (body.dryRun && body.listName !== undefined) await checkListName(env, domain.host, body.listName, '/listName');
  const { kind, basis, writeScheme, counting, language, listName, contact, takesAnswers } = body;
  return {
    ...{ core, writing, written: made, requestUrl },
    links: destinations.map(({ outcome }) => (outcome?.ok ? outcome.url : null)),
    campaign: {
      name: body.name ?? `API: ${body.from}`,
      ...{ host: domain.host, senderName: body.from },
      links: shortened.map(
        ({ kind, url }): NewLink =>
          kind === 'opt-out' ? { kind } : { kind, url, ...(parameters.length > 0 && { parameters }) },
      ),
      ...(kind && { kind }),
      ...(basis && { basis }),
      ...(writeScheme && { writeScheme }),
      ...(counting && { counting }),
      ...(language && { language }),
      ...(listName !== undefined && { listName }),
      ...(contact !== undefined && { contact }),
      ...(takesAnswers !== undefined && { takesAnswers }),
    },
    settings: await sendingSettings(env, body, requestUrl),
    warnings: [...generalWarnings(body, made), ...warningsOfText(core, writing, made, destinations)],
  };
}

function domainFor(host: string, domains: readonly StoredDomain[], requestUrl: string): StoredDomain {
  const found = domains.find((domain) => domain.host === host.toLowerCase());
  if (found === undefined) {
    throw fieldProblem(422, '/host', 'unknown-domain', `${host} is no link domain yet: add it first.`);
  }
  if (found.provedAtMs === null) throw unproved(found.host, proofUrlOf(requestUrl, found.host));
  return found;
}

/** What blocks a campaign in the composer. */
function refuseWrong({ text, recipients }: NewMessages, { outline, columns, messages }: Written): void {
  const refuse = (pointer: string, code: string, detail: string): FieldError => ({ pointer, code, detail });
  const wrong = outline.problems.map(({ error, start, end }) =>
    refuse('/text', error, `“${text.slice(start, end)}”: ${PROBLEMS[error] ?? refusalText({ error })}`),
  );
  for (const [at, { name, fallback }] of outline.fields.entries()) {
    if (columns[at] !== -1 || fallback !== '') continue;
    wrong.push(
      refuse(
        '/text',
        'field-unknown',
        `Nobody has a field ${name}: send it in fields, or write a fallback: {{${name}|…}}.`,
      ),
    );
  }
  if (outline.linksInMessage === 0 && outline.problems.length === 0) {
    wrong.push(
      refuse('/text', 'no-link', 'The text has no link, so there is nothing to count: add one, or {{afmeld}}.'),
    );
  }
  for (const [at, { segments }] of messages.entries()) {
    if (segments === 0) wrong.push(refuse(`/recipients/${at}`, 'empty', 'The message is empty for this recipient.'));
    if (segments <= MOST_SEGMENTS) continue;
    wrong.push(
      refuse(
        `/recipients/${at}`,
        'too-many-segments',
        `The message takes ${segments} segments; ${MOST_SEGMENTS} are the most.`,
      ),
    );
  }
  throwIfAny(wrong);
  if (recipients.length !== messages.length) throw new Error('not everybody got a message');
}

/** The core's names of what is wrong with a template, in sentences. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'merge-field-unclosed': 'the merge field is opened with {{ and not closed with }}.',
  'merge-field-empty': 'the merge field has no name: write {{name}}.',
  'merge-field-length': 'the longest value is a number from 1 to 1000: write {{name:12}}.',
  'link-joined': 'no link begins here: https:// stands right behind a letter, or nothing stands behind it.',
};

/** Each at its place in the text. */
function refuseDestinations(
  text: string,
  destinations: readonly {
    readonly outcome: DestinationOutcome | null;
    readonly start: number;
    readonly end: number;
  }[],
): void {
  throwIfAny(
    destinations.flatMap(({ outcome, start, end }): FieldError[] => {
      if (outcome === null || outcome.ok) return [];
      const { error } = outcome;
      if (error === 'parameter-name') return [{ pointer: '/parameters', code: error, detail: refusalText(outcome) }];
      return [{ pointer: '/text', code: error, detail: `${text.slice(start, end)}: ${refusalText(outcome)}` }];
    }),
  );
}

function checkPeople(people: readonly Person[]): void {
  const wrong: FieldError[] = [];
  const ids = new Map<string, number>();
  for (const [at, { messageId, fields = {} }] of people.entries()) {
    const before = messageId === undefined ? undefined : ids.get(messageId);
    if (before !== undefined) {
      const detail = `Recipient ${before} has this messageId as well: each message has one of its own.`;
      wrong.push({ pointer: `/recipients/${at}/messageId`, code: 'twice', detail });
    }
    if (messageId !== undefined) ids.set(messageId, at);
    if (Object.keys(fields).length <= MOST_FIELDS) continue;
    const detail = `At most ${MOST_FIELDS} fields: leave out those that the text does not name.`;
    wrong.push({ pointer: `/recipients/${at}/fields`, code: 'too-many-fields', detail });
  }
  throwIfAny(wrong);
}

/** Of two prices one would be left out without a word. */
function checkPrices(prices: NonNullable<NewMessages['prices']>): void {
  const seen = new Set<string>();
  const wrong: FieldError[] = [];
  for (const [at, { country }] of prices.entries()) {
    const detail = `${country} has a price before this one: send one for each country.`;
    if (seen.has(country)) wrong.push({ pointer: `/prices/${at}/country`, code: 'twice', detail });
    seen.add(country);
  }
  throwIfAny(wrong);
}

function throwIfAny(wrong: readonly FieldError[]): void {
  const [first] = wrong;
  if (first !== undefined) throw new ApiProblem(422, first.detail, wrong.slice(0, 100));
}

/** Of sender and way out. */
function generalWarnings({ from, kind }: NewMessages, { outline }: Written): Warning[] {
  const wrong = senderFault(from);
  const found: Warning[] = wrong === null ? [] : [{ code: `sender-${wrong.fault}`, detail: wrong.detail }];
  const isService = kind === 'service';
  if (!isService && !outline.links.some((link) => link.kind === 'opt-out')) {
    found.push({
      code: 'opt-out-missing',
      detail:
        'The text has no opt-out link: marketing must offer a free way out in every message. Write {{afmeld}}, or say kind "service".',
    });
  }
  return found;
}

async function sendingSettings(env: Env, body: NewMessages, requestUrl: string): Promise<SendingSettings> {
  const { gateway = 'outbox', from, kind, quietHours = kind !== 'service' } = body;
  const { perSecond, cooldownDays, timeZone, stopAfter } = body;
  const reportUrl = await reportUrlOf(env, new URL(requestUrl).origin, gateway);
  const settings = settingsOf(
    {
      ...{ gateway, from, quietHours },
      ...(perSecond !== undefined && { perSecond }),
      ...(cooldownDays !== undefined && { cooldownDays }),
      ...(timeZone !== undefined && { timeZone }),
      ...(stopAfter !== undefined && { stopAfter }),
    },
    reportUrl,
    Date.now(),
  );
  return { ...settings, isOpen: true };
}
