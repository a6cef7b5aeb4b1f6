/** What worker and browser found together: the browser's word counts, and what it does not know stays open. */
import { expect, test } from 'vitest';
import { standingOf, verdictOf } from '../../web/src/settings/domain-verdict.ts';
import type { Pointing } from '../../web/src/state/domains.ts';
import type { DomainCheck } from '../../worker/api.ts';

type Finding = DomainCheck['findings'][number];
const zone: Finding = { step: 'zone', code: 'zone-here', is: 'right', values: ['brand.dk'] };
const record: Finding = { step: 'record', code: 'record-here', is: 'right', values: ['104.16.0.1'] };
const missing: Finding = { step: 'record', code: 'record-missing', is: 'wait', ttlS: 60 };
const certificate: Finding = { step: 'certificate', code: 'certificate-works', is: 'right' };
const unknown: Finding = { step: 'certificate', code: 'certificate-unknown', is: 'open' };
const forbidden: Finding = { step: 'certificate', code: 'issuer-forbidden', is: 'wrong', values: ['digicert.com'] };
const ours: Finding = { step: 'answer', code: 'answer-ours', is: 'right' };
const untold: Finding = { step: 'answer', code: 'answer-unknown', is: 'open' };
const none: Finding = { step: 'answer', code: 'answer-none', is: 'wait' };

const REPAIR: DomainCheck['repair'] = { how: 'custom-domain', records: [] };
const check = (leadsHere: boolean | null, ...findings: Finding[]): DomainCheck => ({
  ...{ host: 's.brand.dk', checkedAtMs: 1, leadsHere, zone: 'brand.dk', nameServers: [], findings },
  repair: leadsHere === true ? { how: 'none', records: [] } : REPAIR,
});

test.each<[string, DomainCheck, Pointing | null, boolean | null, string[], string]>([
  ['both', check(true, zone, record, certificate, ours), 'here', true, ['answer-browser right'], 'none'],
  [
    'a worker that is not let through',
    check(null, zone, record, unknown, untold),
    'here',
    true,
    ['answer-browser right'],
    'none',
  ],
  [
    'a resolver that has not heard',
    check(false, zone, missing, unknown, none),
    'here',
    true,
    ['answer-browser right'],
    'none',
  ],
  [
    'a browser that has not heard',
    check(true, zone, record, certificate, ours),
    'unreachable',
    null,
    ['answer-not-here wait'],
    'none',
  ],
  [
    'a browser that was out of reach',
    check(true, zone, record, certificate, ours),
    null,
    true,
    ['answer-ours right'],
    'none',
  ],
  ['neither', check(false, zone, missing, unknown, none), 'unreachable', false, ['answer-none wait'], 'custom-domain'],
  [
    'nobody who can tell',
    check(null, zone, record, unknown, untold),
    null,
    null,
    ['answer-unknown open'],
    'custom-domain',
  ],
  [
    'a worker that cannot tell',
    check(null, zone, record, unknown, untold),
    'foreign',
    false,
    ['answer-unknown open'],
    'custom-domain',
  ],
])('%s', (_, found, heard, leadsHere, answer, how) => {
  const verdict = verdictOf(found, heard);
  expect(verdict.leadsHere).toBe(leadsHere);
  expect(verdict.findings.filter(({ step }) => step === 'answer').map(({ code, is }) => `${code} ${is}`)).toEqual(
    answer,
  );
  expect(verdict.repair.how).toBe(how);
  // What leads here has nothing left to be mended.
  if (leadsHere === true) expect(['right', 'note']).toContain(standingOf(verdict.findings));
});

test('where the browser hears it, what the resolver says is worth knowing and no fault; a forbidden issuer stays told', () => {
  const { findings } = verdictOf(check(false, zone, missing, unknown, forbidden, none), 'here');
  expect(findings.map(({ code, is }) => `${code} ${is}`)).toEqual([
    ...['zone-here right', 'record-missing note', 'issuer-forbidden note', 'certificate-works right'],
    'answer-browser right',
  ]);
});

test('of a local name the browser’s answer alone is told', () => {
  const local: Finding = { step: 'zone', code: 'local', is: 'note' };
  expect(verdictOf(check(null, local), 'here').findings.map(({ code }) => code)).toEqual(['local', 'answer-browser']);
});

test('a provider is named where the record leads to it, and a step stands as its gravest finding', () => {
  const shop: Finding = { step: 'record', code: 'record-elsewhere', is: 'wrong', values: ['a'], provider: 'Shopify' };
  expect(verdictOf(check(false, zone, shop, none), 'foreign').findings[1]).toMatchObject({
    code: 'record-provider',
    provider: 'Shopify',
  });
  expect(standingOf([certificate, forbidden])).toBe('wrong');
  expect(standingOf([zone, missing])).toBe('wait');
});
