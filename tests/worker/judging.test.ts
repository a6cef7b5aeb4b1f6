import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { judge, core as workerCore } from '../../worker/src/core.ts';
import { hits } from '../../worker/src/hits.ts';
import { phones, previewers } from '../support/agents.ts';
import { hitsIn } from '../support/batches.ts';
import { ask, campaign, linkHost, reportOf, slugOf } from './support.ts';

test('a verdict kept for one look is never given to another: every hit has the class the judge gives it', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { counting: 'strict' });
  const rows = [
    { method: 'GET', userAgent: phones[0].userAgent, headers: {} },
    { method: 'HEAD', userAgent: phones[0].userAgent, headers: {} },
    { method: 'GET', userAgent: phones[0].userAgent, headers: { 'sec-purpose': 'prefetch' } },
    { method: 'GET', userAgent: phones[0].userAgent, headers: { purpose: 'prefetch' } },
    { method: 'GET', userAgent: phones[1].userAgent, headers: { 'x-moz': 'prefetch' } },
    { method: 'GET', userAgent: phones[1].userAgent, headers: { accept: 'text/html' } },
    ...Object.values(previewers).map((userAgent) => ({ method: 'GET', userAgent, headers: {} })),
  ];
  const expected: Record<string, number> = {};
  for (let turn = 0; turn < 3; turn++) {
    for (const [recipient, { method, userAgent, headers }] of rows.entries()) {
      const sent = { ...phones[0].headers, ...headers };
      const { class: hitClass } = judge.judge({ method, userAgent, headers: sent });
      expected[hitClass] = (expected[hitClass] ?? 0) + 1;
      await ask(host.host, `/${slugOf(host, record, recipient, 0)}`, { method, userAgent, headers });
    }
  }
  const found = await reportOf(record, rows.length * 3);
  expect(found.totals.links[0]?.hits).toMatchObject(expected);
  expect(Object.keys(expected).length).toBeGreaterThan(3);
});

test('a hit keeps what newer rules need to judge it anew: agent, signals, network, country', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { counting: 'strict' });
  const stored: Uint8Array[] = [];
  const getByName = vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({
    storeStrict: async (_identity: unknown, _id: string, batch: Uint8Array) => {
      stored.push(batch);
    },
  } as never);
  const [, phone] = phones;
  const request = new Request(`https://${host.host}/x`, {
    headers: { ...phone.headers, 'user-agent': phone.userAgent },
  });
  Object.defineProperty(request, 'cf', { value: { asn: 3292, country: 'DK' } });
  const [link] = record.links;
  if (link === undefined) throw new Error('the campaign has links');
  await hits.record(request, env, createExecutionContext(), record, {
    recipient: 5,
    link: 0,
    record: link,
    isTest: false,
  });
  getByName.mockRestore();
  const verdict = judge.judge({ method: 'GET', userAgent: phone.userAgent, headers: phone.headers, asn: 3292 });
  const found = hitsIn(workerCore, stored[0]);
  expect(found).toEqual([
    {
      atMs: expect.any(Number),
      recipient: 5,
      link: 0,
      class: verdict.class,
      reason: verdict.reason,
      rules: judge.version,
      userAgent: phone.userAgent,
      country: 'DK',
      asn: 3292,
      signals: verdict.signals,
    },
  ]);
  expect(verdict.signals).toBeGreaterThan(0);
});
