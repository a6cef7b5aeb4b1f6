/** Senders and contacts through Wasm: the tables of rules stand in tests/core; here what the way there could change. */
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import { randomFrom } from '../support/random.ts';

const core = await load();

test.each([
  ['1245', 'number'],
  ['Barnets', 'name'],
  ['Blåbærgrød', 'name-with-signs'],
  ['', 'empty'],
  ['12', 'number-length'],
  ['Shop 🎉', 'outside-gsm7'],
  ['12-34', 'no-letter'],
  ['ab', 'too-short'],
  ['Tolv tegn her', 'too-long'],
] as const)('the sender %j is of the form %s', (sender, form) => {
  expect(core.senderForm(sender)).toBe(form);
});

test('a contact comes back finished, shown as people read it', () => {
  expect(core.buildContact(' sms@børnetøj.dk ')).toEqual({
    ok: true,
    kind: 'email',
    value: 'sms@xn--brnetj-byae.dk',
    href: 'mailto:sms@xn--brnetj-byae.dk',
    shown: 'sms@børnetøj.dk',
  });
  expect(core.buildContact('+45 70 12 34 56')).toMatchObject({ kind: 'telephone', href: 'tel:+4570123456' });
  expect(core.buildContact('brand.dk/kontakt')).toMatchObject({ kind: 'form', href: 'https://brand.dk/kontakt' });
  expect(core.buildContact('Ring til os')).toEqual({ ok: false, error: 'contact' });
});

test('a very long text is refused, not cut to one that is taken', () => {
  expect(core.buildContact(`${'0'.repeat(15)}${' '.repeat(5_000)}0`)).toEqual({ ok: false, error: 'too-long' });
});

test('whatever is taken is ASCII, fit for an attribute once it is escaped, and itself when it is read again', () => {
  const pieces = [
    '+45',
    '0',
    '00',
    '70',
    ' ',
    '(0)',
    '-',
    '.',
    '/',
    '@',
    'a',
    'ø',
    'brand.dk',
    'dk',
    'https://',
    '?',
    '%',
    '"',
    '<',
    '\u00a0',
    '#',
    ':',
    '&',
  ];
  const random = randomFrom(20_261_129);
  const kinds = new Map<string, number>();
  for (let i = 0; i < 20_000; i++) {
    const text = Array.from({ length: 1 + random(8) }, () => pieces[random(pieces.length)]).join('');
    const found = core.buildContact(text);
    if (!found.ok) continue;
    kinds.set(found.kind, (kinds.get(found.kind) ?? 0) + 1);
    expect(found.value, text).toMatch(/^[\x20-\x7e]+$/);
    expect(found.href, text).toMatch(/^(tel:\+?\d{3,15}|mailto:[^\s@<>"]+@[\w.-]+|https:\/\/[^\s<>"]+)$/);
    expect(core.buildContact(found.value), text).toEqual(found);
  }
  expect([...kinds.keys()].sort()).toEqual(['email', 'form', 'telephone']);
});

test('opt-out keywords are recognised as they are natively', () => {
  for (const text of ['STOP', ' stopp! ', 'afmeld mig tak', 'Opt-out', 'STÓP', '\ufeffstop']) {
    expect(core.isOptOutKeyword(text)).toBe(true);
  }
  for (const text of ['', 'tak', 'stop by our shop', 'don\u2019t stop', '\ud83d', `stop${' '.repeat(5000)}`]) {
    expect(core.isOptOutKeyword(text)).toBe(false);
  }
});
