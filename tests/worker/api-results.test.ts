import { load, SLOTS_PER_CAMPAIGN } from 'klikspor';
import { describe, expect, test, vi } from 'vitest';
import type { OptOuts, Report } from '../../worker/api.d.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { api, newCampaign, newDomain, problem, slugText, tokenWith, value } from './api-support.ts';
import { ask } from './support.ts';

describe('what comes of a campaign', () => {
  test('slugs stream in order, all different, and open to their slots', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const { id, number } = await newCampaign(token, host, { recipients: 10_000 });
    const answer = await api(`/campaigns/${id}/slugs`, { token });
    expect(answer.headers.get('slug-width')).toBe('8');
    const octets = new TextDecoder().decode(await answer.arrayBuffer());
    expect(octets).toHaveLength(10_000 * 2 * 8);
    const all = octets.match(/.{8}/g) ?? [];
    expect(new Set(all).size).toBe(20_000);
    const part = await slugText(`/campaigns/${id}/slugs?from=4095&count=3`, token);
    expect(part).toBe(octets.slice(4_095 * 16, 4_098 * 16));
    const test = await slugText(`/campaigns/${id}/slugs?from=test`, token);
    expect(test).toHaveLength(16);
    expect(all).not.toContain(test.slice(0, 8));
    forgetRecords();
    expect((await ask(host, `/${test.slice(0, 8)}`)).status).toBe(302);
    expect(number).toBe(1);
    for (const bad of ['from=-1', 'from=10000', 'from=x', 'count=0', 'from=9999&count=2', 'count=x']) {
      expect((await problem(await api(`/campaigns/${id}/slugs?${bad}`, { token }))).status).toBe(400);
    }
  });

  test('the report counts people once, leaves test clicks out, and names its denominator', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const { id } = await newCampaign(token, host, { recipients: 10 });
    const slugs = ((await slugText(`/campaigns/${id}/slugs`, token)).match(/.{8}/g) ?? []) as string[];
    const testSlug = (await slugText(`/campaigns/${id}/slugs?from=test`, token)).slice(0, 8);
    for (const path of [slugs[0], slugs[0], slugs[2], testSlug, slugs[5]]) await ask(host, `/${path}`);
    await ask(host, `/${slugs[0]}`, { method: 'HEAD' });
    await ask(host, `/${slugs[7]}`, { method: 'POST' });
    const report = await vi.waitUntil(
      async () => {
        const found = await value<Report>(await api(`/campaigns/${id}/report?fresh=1`, { token }));
        return found.pending === 0 && found.numbers.clicks >= 3 && found.numbers.optOut.pagesOpened >= 1
          ? found
          : false;
      },
      { timeout: 8_000, interval: 50 },
    );
    expect(report).toMatchObject({
      denominator: 'sent',
      numbers: {
        clicks: 3,
        uniqueClicks: 2,
        ctr: { numerator: 2, denominator: 10, value: 0.2 },
        optOut: { pagesOpened: 1, confirmed: 1 },
        machineHits: { head: 1, test: 1 },
      },
    });
    expect(await value<OptOuts>(await api(`/campaigns/${id}/opt-outs`, { token }))).toMatchObject({ recipients: [3] });

    const csv = await (await api(`/campaigns/${id}/hits.csv`, { token })).text();
    const lines = csv.trim().split('\r\n');
    expect(lines[0]).toBe('time,recipient,link,class,reason,rules,user_agent,country,asn');
    expect(lines).toHaveLength(1 + 6);
    expect(lines.filter((line) => line.includes(',test,0,test,'))).toHaveLength(1);
  });

  test('an aggregate campaign has one slug per link, no unique clicks, and so no rate', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const { id, recipients } = await newCampaign(token, host, { tracking: 'aggregate', recipients: 50_000_000 });
    expect(recipients).toBe(50_000_000);
    const slugs = await slugText(`/campaigns/${id}/slugs`, token);
    expect(slugs).toHaveLength(16);
    for (let i = 0; i < 3; i++) await ask(host, `/${slugs.slice(0, 8)}`);
    await vi.waitFor(
      async () => {
        const { numbers } = await value<Report>(await api(`/campaigns/${id}/report?fresh=1`, { token }));
        expect(numbers).toMatchObject({ clicks: 3, uniqueClicks: 0, ctr: { denominator: 0 } });
      },
      { timeout: 8_000, interval: 50 },
    );
  });
});

const core = await load();
test('the test recipient is the last a campaign could have', () => {
  expect(core.testRecipient(2)).toBe(SLOTS_PER_CAMPAIGN / 2 - 1);
});
