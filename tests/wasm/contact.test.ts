/** Senders and contacts through Wasm: the tables of rules stand in tests/core; here what the way there could change. */
import { load } from 'klikspor';
import { expect, test } from 'vitest';

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
