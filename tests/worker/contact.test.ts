/** Where recipients reach the sender: kept with a campaign, and asked for where its opt-out page could say nothing else. */
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Campaign, NewCampaign } from '../../worker/api.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { addDomain, type Caller, DESTINATION, draft, json, pathOf, problemIn, publish, signIn } from './caller.ts';

let owner: Caller;
let host = '';
beforeAll(async () => {
  owner = await signIn();
  ({ host } = await addDomain(owner, 's.kontakt.dk', { senderName: 'Barnets Verden' }));
});

const recordOf = ({ number }: Campaign) => env.KV.get<CampaignRecord>(kvKey.campaign(host, number), 'json');
const refused = async (changes: Partial<NewCampaign>) => {
  const before = (await json<{ entries: unknown[] }>(await owner('GET', '/api/campaigns?pageLimit=250'))).entries
    .length;
  const { errors } = await problemIn(
    await owner('POST', '/api/campaigns', { body: draft(host, { tracking: 'aggregate', ...changes }) }),
    422,
  );
  const after = (await json<{ entries: unknown[] }>(await owner('GET', '/api/campaigns?pageLimit=250'))).entries.length;
  expect(after).toBe(before);
  return errors?.map(({ pointer, code }) => `${pointer} ${code}`);
};

test('one opt-out link for everybody from a name without a contact is refused, whatever the message is about', async () => {
  for (const changes of [
    {},
    { senderName: 'Barnets' },
    { kind: 'service' },
    { contact: ' ' },
    { takesAnswers: false },
  ] as const) {
    expect(await refused(changes), JSON.stringify(changes)).toEqual(['/contact no-way-out']);
  }
  expect(await refused({ senderName: '1245', takesAnswers: false })).toEqual(['/contact no-way-out']);
});

test('a number, a word that it takes answers, a contact, or a link of one’s own is enough', async () => {
  const takesAnswers = async (changes: Partial<NewCampaign>) => (await publish(owner, host, changes)).takesAnswers;
  expect(await takesAnswers({ tracking: 'aggregate', senderName: '+45 20 12 34 56' })).toBe(true);
  expect(await takesAnswers({ tracking: 'aggregate', takesAnswers: true })).toBe(true);
  expect(await takesAnswers({ tracking: 'aggregate', contact: 'kontakt@brand.dk' })).toBe(false);
  expect(await takesAnswers({ tracking: 'aggregate', links: [{ kind: 'destination', url: DESTINATION }] })).toBe(false);
  expect(await takesAnswers({ senderName: 'Barnets' })).toBe(false);
});

test('a contact is kept as the core finishes it, in the record that the page reads', async () => {
  const rows = [
    [' +45 (70) 12-34-56 ', { kind: 'telephone', value: '+45 70 12 34 56' }],
    ['Kontakt@Børnetøj.dk', { kind: 'email', value: 'Kontakt@xn--brnetj-byae.dk' }],
    ['børnetøj.dk/kontakt', { kind: 'form', value: 'https://xn--brnetj-byae.dk/kontakt' }],
  ] as const;
  for (const [contact, expected] of rows) {
    const campaign = await publish(owner, host, { contact });
    expect(campaign.contact).toEqual(expected);
    expect(await recordOf(campaign)).toMatchObject({ contact: expected, takesAnswers: false });
    expect(await json<Campaign>(await owner('GET', pathOf(campaign)))).toEqual(campaign);
  }
});

test('what is no contact is refused at its field with the reason', async () => {
  const rows: [contact: string, code: string][] = [
    ['ring til os', 'contact'],
    ['12', 'telephone'],
    ['.a@brand.dk', 'email'],
    ['http://brand.dk/kontakt', 'not-https'],
    ['bit.ly/kontakt', 'public-shortener'],
    [`https://${host}/kontakt`, 'link-domain'],
    ['javascript:alert.a', 'bad-scheme'],
    ['x'.repeat(2_049), 'max-length'],
  ];
  for (const [contact, code] of rows) expect(await refused({ contact }), contact).toEqual([`/contact ${code}`]);
});

test('a contact is changed after publishing, and taken away only where the page does without', async () => {
  const edit = (campaign: Campaign, body: object) => owner('PATCH', pathOf(campaign), { body });
  const total = await publish(owner, host, { tracking: 'aggregate', contact: '70 12 34 56' });
  const moved = await json<Campaign>(await edit(total, { contact: 'brand.dk/kontakt' }));
  expect(moved.contact).toEqual({ kind: 'form', value: 'https://brand.dk/kontakt' });
  for (const contact of [null, '']) {
    const { errors } = await problemIn(await edit(total, { contact }), 422);
    expect(errors).toMatchObject([{ pointer: '/contact', code: 'no-way-out' }]);
  }
  expect((await json<Campaign>(await edit(total, { name: 'Nyt' }))).contact).toEqual(moved.contact);

  const single = await publish(owner, host, { contact: '70 12 34 56' });
  const bare = await json<Campaign>(await edit(single, { contact: null }));
  expect(bare).not.toHaveProperty('contact');
  expect(await recordOf(single)).not.toHaveProperty('contact');
});
