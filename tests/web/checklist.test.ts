/** The checklist's rules over campaigns as the real engine sees them. */
import { readFileSync } from 'node:fs';
import { load } from 'klikspor';
import { describe, expect, test } from 'vitest';
import { check, inOrder } from '../../web/src/checklist/checklist.ts';
import type { Facts, Finding, Voice } from '../../web/src/checklist/finding.ts';
import { GROUPS, RULES, type RuleId } from '../../web/src/checklist/rules.ts';
import { type DraftValues, eachField } from '../../web/src/draft/fields.ts';
import { CANCELLED, type Control } from '../../web/src/engine/control.ts';
import type { Draft } from '../../web/src/engine/draft.ts';
import { createEngine } from '../../web/src/engine/engine.ts';
import type { Limit } from '../../web/src/limit/limit.ts';
import { arrivesAtMs, countriesOf, type RegistrationRow } from '../../web/src/registrations/rows.ts';
import { dictionaries, type Language } from '../support/drive.ts';

const core = await load();
const quiet: Control = { cancelled: () => false, progress: () => {} };

function answered<T>(answer: T | typeof CANCELLED): T {
  if (answer === CANCELLED) throw new Error('cancelled');
  return answer;
}

function voiceOf(language: Language): Voice {
  const words = dictionaries[language];
  return {
    words: words.checklist,
    language,
    missing: words.compose.missing,
    integer: String,
    list: (items) => items.join(' + '),
    country: (code) => code,
    day: (text) => text,
    reason: ({ error, suggestedHost }) => [error, suggestedHost].filter(Boolean).join(' '),
  };
}

const GOOD = 'Kære {{navn}}, se www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}';
const LIST = 'navn;mobil\nBo;20123456\nIda;20123457\n';
/** A Thursday at ten o'clock in Denmark. */
const MORNING = Date.parse('2026-11-26T10:00+01:00');

/** A campaign that nothing is wrong with, but for what is given. */
async function factsOf(
  more: Partial<Facts> & {
    csv?: string | null;
    wanted?: Limit;
    contact?: string;
    parameters?: Draft['parameters'];
    keepLinks?: readonly number[];
    registrations?: readonly RegistrationRow[];
  } = {},
): Promise<Facts> {
  const engine = createEngine(core);
  const { csv = LIST, template = GOOD, sender = 'Barnets', contact = '', wanted = null, devices = {} } = more;
  const { country = 'DK', sendAtMs = null, nowMs = MORNING, host = 's.barnetsverden.dk', parameters = {} } = more;
  // Danish networks filter links of domains they do not know.
  const known = { country: 'DK', of: 'domain', name: host ?? '', state: 'confirmed', on: '2026-11-01' } as const;
  const { registrations = [known] } = more;
  const imported =
    csv === null
      ? null
      : answered(
          await engine.importFile(
            {
              file: new File([csv], 'list.csv'),
              numberColumn: null,
              country,
              plainValues: false,
            },
            quiet,
          ),
        );
  if (imported !== null && !imported.ok) throw new Error(String(imported.failure));
  const options = { linkPrefix: 's.barnetsverden.dk/', width: 8, keepLinks: more.keepLinks ?? [] } as const;
  const draft: Draft = { template, options, parameters, devices, limit: wanted };
  const cost = answered(await engine.cost(draft, quiet));
  const text = wanted?.shorter ?? '';
  const instead = { ...draft, template: text, limit: null, index: Math.max(0, cost.limit?.firstAbove ?? 0) };
  const shorter = {
    template: text,
    ...answered(await engine.inspect({ ...instead, sender }, quiet)),
    links: answered(await engine.shorterLinks({ template, options, shorter: text }, quiet)),
  };
  const empty = eachField((field) => field.empty) as DraftValues;
  return {
    ...empty,
    host,
    devices,
    country,
    basis: 'consent',
    sendAtMs,
    nowMs,
    missing: [],
    networks: answered(
      await engine.networks(
        {
          sender,
          host,
          countries: countriesOf(country, imported?.list ?? null),
          registrations,
          atMs: arrivesAtMs(sendAtMs, nowMs),
        },
        quiet,
      ),
    ),
    template,
    sender,
    ...answered(await engine.inspect({ ...draft, index: 0, sender, contact }, quiet)),
    list: imported?.list ?? null,
    emptyFields: cost.emptyFields,
    recipients: cost.recipients,
    atMost: wanted?.atMost ?? 0,
    limit: cost.limit,
    isShortened: wanted?.above === 'shorten',
    shorter: wanted?.above === 'shorten' ? shorter : null,
    ...more,
  };
}

const rulesOf = (found: readonly Finding[]): RuleId[] => found.map(({ rule }) => rule);
const found = async (more: Parameters<typeof factsOf>[0]) => check(await factsOf(more));
const rules = async (more: Parameters<typeof factsOf>[0]) => rulesOf(await found(more));

test('a campaign in order has no findings, and every check that applies says so', async () => {
  const facts = await factsOf();
  expect(check(facts)).toEqual([]);
  expect(inOrder(facts, [])).toEqual(['sender', 'hours', 'numbers', 'opt-out', 'fields', 'links', 'encoding', 'basis']);
});

test('a check that has nothing to look at says nothing', async () => {
  const facts = await factsOf({ template: 'Hej', csv: null, sender: '', kind: 'service' });
  expect(inOrder(facts, check(facts))).toEqual(['opt-out', 'encoding', 'basis']);
});

describe('the opt-out', () => {
  const template = 'Udsalg: www.barnetsverden.dk/udsalg';

  test('missing is an error that quotes the law and offers what the country expects', async () => {
    const [danish] = await found({ template });
    expect(danish).toMatchObject({ rule: 'opt-out-missing', severity: 'error' });
    expect(danish?.say(voiceOf('da'))).toContain('Markedsføringslovens § 10');
    expect(danish?.say(voiceOf('en'))).toContain('Danish law');
    expect(danish?.remedy).toMatchObject({ kind: 'append', text: ' Afmeld: {{afmeld}}' });

    const american = (await found({ template, country: 'US', csv: null, sender: '12345' })).find(
      ({ rule }) => rule === 'opt-out-missing',
    );
    expect(american?.remedy).toMatchObject({ kind: 'append', text: ' Reply STOP to opt out' });
    expect(american?.remedy?.say(voiceOf('en'))).toContain('Reply STOP to opt out');
  });

  test('is not asked of a service message', async () => {
    expect(await rules({ template, kind: 'service' })).toEqual([]);
  });

  test.each([
    ['a link', `${template} Stop: {{optout}}`, 'Barnets', []],
    ['an own page', `${template} Afmeld: barnetsverden.dk/afmeld`, 'Barnets', []],
    ['an answer to a number', `${template} Svar STOP for at afmelde`, '4520123456', []],
    ['an answer to a name', `${template} Svar STOP for at afmelde`, 'Barnets', ['opt-out-no-reply']],
    ['an answer to a number of its own', `${template} Afmeld: send STOP til 1245`, 'Barnets', ['opt-out-paid']],
    ['a word that only looks like it', `${template} Stop op og se`, 'Barnets', ['opt-out-missing']],
  ] as const)('by %s is judged', async (_, text, sender, expected) => {
    expect(await rules({ template: text, sender })).toEqual(expected);
  });

  describe('that is the same link for everybody', () => {
    const same = { tracking: 'aggregate', basis: '' } as const;

    test('and a name as sender is no way out, whatever the message is about; counting per recipient is one', async () => {
      for (const kind of ['marketing', 'service'] as const) {
        const [dead] = await found({ ...same, kind });
        expect(dead).toMatchObject({
          rule: 'opt-out-no-way',
          severity: 'error',
          place: 'contact',
          remedy: { kind: 'track' },
        });
        for (const language of ['da', 'en'] as const) expect(dead?.say(voiceOf(language))).toContain('“Barnets”');
      }
      expect(await rules({ kind: 'service', tracking: 'recipient' })).toEqual([]);
    });

    test.each(['70 12 34 56', 'kontakt@brand.dk', 'brand.dk/kontakt'])(
      'is one with the contact %s',
      async (contact) => {
        expect(await rules({ ...same, contact })).toEqual([]);
      },
    );

    test('is one where the sender is a number, or the message has no such link', async () => {
      expect(await rules({ ...same, sender: '+45 20 12 34 56' })).toEqual([]);
      expect(await rules({ ...same, kind: 'service', template: 'Se www.barnetsverden.dk/udsalg' })).toEqual([]);
      const own = 'Se www.barnetsverden.dk/udsalg Afmeld: barnetsverden.dk/afmeld';
      expect(await rules({ ...same, template: own })).toEqual([]);
    });

    test('is one where a number stands in for the name for all recipients, and for no fewer', async () => {
      const american = { ...same, country: 'US', template: `${GOOD} Reply STOP to opt out` };
      expect(await rules({ ...american, csv: 'navn;mobil\nAnn;+1 212 555 0123\n' })).not.toContain('opt-out-no-way');
      expect(await rules({ ...american, csv: 'navn;mobil\nAnn;+1 212 555 0123\nBo;+45 20123456\n' })).toContain(
        'opt-out-no-way',
      );
    });
  });

  test.each([
    ['ring til os', 'contact'],
    ['12', 'telephone'],
    ['.a@brand.dk', 'email'],
    ['http://brand.dk', 'not-https'],
  ])('with %j for a contact is an error that says why, once', async (contact, reason) => {
    for (const tracking of ['recipient', 'aggregate'] as const) {
      const wrong = await found({ tracking, contact });
      expect(rulesOf(wrong)).toEqual(['opt-out-contact']);
      expect(wrong[0]?.say(voiceOf('en'))).toContain(reason);
    }
    for (const words of Object.values(dictionaries)) expect(words.reasons).toHaveProperty([reason]);
  });

  test('by a link alone is not recommended to Americans, wherever the campaign belongs', async () => {
    const csv = `${LIST}Ann;+1 212 555 0123\n`;
    const mixed = await found({ csv });
    expect(rulesOf(mixed)).toContain('opt-out-keyword');
    expect(mixed.find(({ rule }) => rule === 'opt-out-keyword')?.say(voiceOf('en'))).toMatch(/^US: /);
    expect(await rules({ csv, template: `${GOOD} Reply STOP to opt out`, sender: '4520123456' })).not.toContain(
      'opt-out-keyword',
    );
  });
});

test.each([
  ['Barnets Verden', ['sender-too-long']],
  ['BV', ['sender-too-short']],
  ['Zoë', ['sender-outside-gsm7']],
  ['12-34', ['sender-no-letter']],
  ['12', ['sender-number-length']],
  ['Blåbær', ['sender-with-signs']],
  ['1245', []],
  ['Barnets', []],
] as const)('the sender %j is judged', async (sender, expected) => {
  expect(await rules({ sender })).toEqual(expected);
});

test('a name as sender is not carried in North America', async () => {
  const afternoon = Date.parse('2026-11-26T14:00-05:00');
  const american = {
    country: 'US',
    csv: 'phone\n2125550123\n',
    template: 'Hi. Reply STOP to opt out',
    nowMs: afternoon,
  };
  expect(await rules({ ...american, sender: 'Barnets' })).toEqual(['sender-not-carried']);
  expect(await rules({ ...american, sender: '12345' })).toEqual(['sender-route']);
});

describe('networks that want a registered sender', () => {
  const finnish = {
    country: 'FI',
    csv: 'phone\n0401234567\n',
    template: 'Hei www.barnetsverden.dk/udsalg Peruuta: {{optout}}',
    nowMs: Date.parse('2026-11-26T10:00+02:00'),
  };
  const stated = (country: string, state: 'asked' | 'confirmed', name = 'Barnets'): RegistrationRow[] => [
    { country, of: 'sender', name, state, on: '2026-11-20' },
  ];

  test('are an error until the registration is confirmed, and never told as in order before', async () => {
    const facts = await factsOf(finnish);
    const [blocked] = check(facts);
    expect(blocked).toMatchObject({ rule: 'sender-unregistered', severity: 'error', place: 'registers' });
    expect(blocked?.row).toBe('FI sender');
    expect(blocked?.say(voiceOf('en'))).toBe(
      'FI: networks there block “Barnets” until it is registered (Traficom, Regulation 28).',
    );
    expect(inOrder(facts, check(facts))).not.toContain('sender');

    const [asked] = await found({ ...finnish, registrations: stated('FI', 'asked') });
    expect(asked).toMatchObject({ rule: 'sender-unregistered', severity: 'error' });
    expect(asked?.say(voiceOf('da'))).toContain('Der er søgt 2026-11-20');

    const confirmed = await factsOf({ ...finnish, registrations: stated('FI', 'confirmed') });
    expect(check(confirmed)).toEqual([]);
    expect(inOrder(confirmed, [])).toContain('sender');
  });

  test('take the registration of this very name in this very country', async () => {
    for (const registrations of [stated('FI', 'confirmed', 'Barnet'), stated('IE', 'confirmed')]) {
      expect(await rules({ ...finnish, registrations })).toEqual(['sender-unregistered']);
    }
    expect(await rules({ ...finnish, sender: '+358 40 1234567' })).toEqual(['sender-unregistered']);
    const registrations = stated('FI', 'confirmed', '+358401234567');
    expect(await rules({ ...finnish, sender: '+358 40 1234567', registrations })).toEqual([]);
  });

  test('are judged at the moment of sending', async () => {
    const at = (sendAt: string) =>
      rules({ ...finnish, nowMs: Date.parse('2026-04-01T10:00Z'), sendAtMs: Date.parse(sendAt) });
    expect(await at('2026-05-03T12:00+03:00')).toEqual(['sender-register-soon']);
    expect(await at('2026-05-04T12:00+03:00')).toEqual(['sender-renamed']);
    expect(await at('2026-11-02T12:00+02:00')).toEqual(['sender-unregistered']);
    const [early] = await found({ ...finnish, nowMs: Date.parse('2026-06-01T12:00+03:00') });
    expect(early).toMatchObject({ rule: 'sender-renamed', severity: 'warning' });
    expect(early?.say(voiceOf('en'))).toContain('it arrives as “Unknown”');
  });

  test('are asked for every country of the list', async () => {
    const csv = `${LIST}Ann;+353 85 012 3456\nLuz;+34 612 345 678\n`;
    const told = (await found({ csv })).filter(({ group }) => group === 'sender');
    expect(told.map(({ rule, row }) => [rule, row])).toEqual([
      ['sender-unregistered', 'IE sender'],
      ['sender-unregistered', 'ES sender'],
    ]);
    expect(await rules({ csv, sender: '4520123456' })).toEqual([]);
  });

  test('say that the way matters besides, in Spain', async () => {
    const spanish = {
      ...finnish,
      country: 'ES',
      csv: 'phone\n612345678\n',
      nowMs: Date.parse('2026-11-26T12:00+01:00'),
    };
    const [route] = await found({ ...spanish, registrations: stated('ES', 'confirmed') });
    expect(route).toMatchObject({ rule: 'sender-route', severity: 'hint' });
    expect(route?.say(voiceOf('en'))).toContain('a provider who is not entered for it');
  });

  test('in France take letters and digits, which one click writes', async () => {
    const french = {
      country: 'FR',
      csv: 'phone\n0612345678\n',
      template: 'Bonjour www.barnetsverden.dk/udsalg Stop pub: {{optout}}',
      nowMs: Date.parse('2026-11-26T12:00+01:00'),
    };
    const [refused] = await found({ ...french, sender: 'Barnets V' });
    expect(refused).toMatchObject({
      rule: 'sender-form',
      severity: 'error',
      remedy: { kind: 'sender', text: 'BarnetsV' },
    });
    expect(await rules({ ...french, sender: 'BarnetsV' })).toEqual([]);
    expect(await rules({ ...french, sender: '4520123456' })).toEqual(['sender-number-refused']);
    const [sunday] = await found({ ...french, nowMs: Date.parse('2026-11-29T12:00+01:00') });
    expect(sunday?.say(voiceOf('da'))).toBe(
      'FR: klokken er 12.00 nu. Anbefalingen er intet tidspunkt på sådan en dag; det er ikke en lov. ' +
        'De franske nets charter forbyder reklame kl. 21.30-8.00 og fraråder søndage og helligdage.',
    );
  });
});

describe('what is not known of networks', () => {
  test.each(['GB', 'IT', 'GL', 'NO'])('in %s is a warning and never in order', async (country) => {
    const facts = await factsOf({ country, registrations: [] });
    const told = check(facts).filter(({ group }) => group === 'sender');
    expect(told).toMatchObject([{ rule: 'sender-unknown', severity: 'warning' }]);
    expect(inOrder(facts, check(facts))).not.toContain('sender');
  });

  test('is told once for all such countries', async () => {
    const csv = `${LIST}Ann;+44 7400 123456\nAldo;+39 312 345 6789\n`;
    const told = (await found({ csv })).filter(({ rule }) => rule === 'sender-unknown');
    expect(told.map((entry) => entry.say(voiceOf('en')))).toEqual([
      'GB + IT: we do not know whether networks there carry the sender as written. Ask your gateway.',
    ]);
  });

  test('any more says when it was read, and where to look it up', async () => {
    const later = Date.parse('2027-06-01T10:00+02:00');
    const facts = await factsOf({ nowMs: later });
    const [sender, link] = check(facts);
    expect([sender?.rule, link?.rule]).toEqual(['sender-outdated', 'link-outdated']);
    expect(sender?.say(voiceOf('en'))).toMatch(/^DK: .* read on 2026-11-29 and counts as unknown by now\. .*Teletopia/);
    expect(inOrder(facts, check(facts))).not.toContain('sender');
    // Known now, but not for then.
    expect(await rules({ sendAtMs: later })).toEqual(['sender-outdated', 'link-outdated']);
  });
});

test.each([
  ['DK', 'link-filtered', 'hint'],
  ['NO', 'link-unregistered', 'warning'],
] as const)('a link domain that networks of %s do not know is told, until they do', async (country, rule, severity) => {
  const told = async (registrations: readonly RegistrationRow[]) =>
    (await found({ country, registrations })).filter(({ group }) => group === 'links');
  const [unknown] = await told([]);
  expect(unknown).toMatchObject({ rule, severity, place: 'registers', row: `${country} domain` });
  expect(unknown?.say(voiceOf('da'))).toContain('s.barnetsverden.dk');
  const row = { country, of: 'domain', name: 's.barnetsverden.dk', on: '2026-11-20' } as const;
  expect(await told([{ ...row, state: 'asked' }])).toMatchObject([{ rule }]);
  expect(await told([{ ...row, state: 'confirmed' }])).toEqual([]);
  expect(await told([{ ...row, name: 's.andet.dk', state: 'confirmed' }])).toMatchObject([{ rule }]);
  // Whoever tries klikspor on his own machine has nothing to have registered.
  const tried = await found({ country, host: 's.localhost' });
  expect(tried.filter(({ group }) => group === 'links')).toEqual([]);
});

describe('the time of sending', () => {
  const evening = Date.parse('2026-11-26T21:15+01:00');

  test('counts as now while none is planned', async () => {
    const [late] = await found({ nowMs: evening });
    expect(late).toMatchObject({ rule: 'hours-advice', severity: 'warning' });
    expect(late?.say(voiceOf('da'))).toBe(
      'DK: klokken er 21.15 nu. Anbefalingen er kl. 08.00–20.00; det er ikke en lov.',
    );
    expect(await rules({ nowMs: evening, sendAtMs: Date.parse('2026-11-27T09:00+01:00') })).toEqual([]);
  });

  test('is told once it has passed', async () => {
    expect(await rules({ sendAtMs: MORNING - 60_000 })).toEqual(['hours-past']);
  });

  test('does not matter to a service message', async () => {
    expect(await rules({ nowMs: evening, kind: 'service' })).toEqual([]);
  });

  test('is law where it is, in the worst place of the country', async () => {
    const [early] = (
      await found({
        country: 'US',
        csv: 'phone\n2125550123\n',
        sender: '12345',
        sendAtMs: Date.parse('2026-11-26T15:00Z'),
      })
    ).filter(({ group }) => group === 'hours');
    expect(early).toMatchObject({ rule: 'hours-law' });
    expect(early?.say(voiceOf('en'))).toBe(
      'US (Honolulu): the message arrives at 05:00. The law there allows marketing at 08:00–21:00. ' +
        'Some states have narrower hours, such as 8 to 20 in Florida, Oklahoma and Washington.',
    );
  });
});

/** The text once a finding's remedy was applied. */
function mended(finding: Finding | undefined, template: string): string {
  if (finding?.remedy?.kind !== 'edit') throw new Error('no edits');
  return [...finding.remedy.edits(voiceOf('da'))]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), template);
}

describe('the message', () => {
  test('is told of fields the list lacks, and of gaps, with what mends them', async () => {
    const template = 'Kære {{Navne}}, {{navn}} og {{navn}} Afmeld: {{afmeld}}';
    const [unknown, gap] = await found({ template, csv: 'navn;mobil\n;20123456\n' });
    expect([unknown?.rule, gap?.rule]).toEqual(['field-unknown', 'field-empty']);
    expect(mended(unknown, template)).toBe('Kære {{navn}}, {{navn}} og {{navn}} Afmeld: {{afmeld}}');
    expect(mended(gap, template)).toBe('Kære {{Navne}}, {{navn|kunde}} og {{navn|kunde}} Afmeld: {{afmeld}}');
  });

  test('takes a column in any case for the field it fills, as the messages do', async () => {
    const template = 'Hej {{FORNAVN}} www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}';
    expect(await rules({ template, csv: 'Fornavn;mobil\nBo;20123456\n' })).toEqual([]);
  });

  test.each([
    ['{{Fornvn}}', ['fornavn', 'mobil'], 'field-unknown', '{{fornavn}}'],
    ['{{Fornvn|kunde}}', ['fornavn', 'mobil'], 'field-only-fallback', '{{fornavn|kunde}}'],
    ['{{FORNVN}}', ['by', 'Fornavn', 'mobil'], 'field-unknown', '{{Fornavn}}'],
    ['{{navn}}', ['name', 'mobil'], 'field-unknown', '{{navn|kunde}}'],
    ['{{navn}}', ['nav', 'navne', 'mobil'], 'field-unknown', '{{nav}}'],
    ['{{adresse}}', ['by', 'mobil'], 'field-unknown', '{{adresse|kunde}}'],
    ['{{adresse|dig}}', ['by', 'mobil'], 'field-only-fallback', undefined],
  ])('a field %s that none of the columns %j is: %s, mended to %s', async (field, columns, rule, mended) => {
    const template = `Hej ${field} www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}`;
    const row = columns.map((name) => (name === 'mobil' ? '20123456' : 'Bo'));
    const [unknown] = await found({ template, csv: `${columns.join(';')}\n${row.join(';')}\n` });
    expect(unknown).toMatchObject({ rule, severity: rule === 'field-unknown' ? 'error' : 'warning' });
    const remedy = unknown?.remedy;
    const [edit] = remedy?.kind === 'edit' ? remedy.edits(voiceOf('da')) : [];
    const text = edit && template.slice(0, edit.start) + edit.text + template.slice(edit.end);
    expect(text).toBe(mended && template.replace(field, mended));
  });

  test.each([
    ['{{ Fornvn }}', ['fornavn', 'mobil'], 'field-unknown', '{{ fornavn }}'],
    ['{{ contact.fornavn }}', ['by', 'Fornavn', 'mobil'], 'field-unknown', '{{Fornavn}}'],
    ["{{ contact.fornavn | default: 'du' }}", ['Fornavn', 'mobil'], 'field-only-fallback', '{{Fornavn|du}}'],
    ['{{{fornavn}}}', ['Fornavn', 'mobil'], 'field-unknown', '{{Fornavn}}'],
  ])(
    'a field %s as another tool writes it, over the columns %j, is: %s, mended to %s',
    async (field, columns, rule, to) => {
      const template = `Hej ${field} www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}`;
      const row = columns.map((name) => (name === 'mobil' ? '20123456' : 'Bo'));
      const told = await found({ template, csv: `${columns.join(';')}\n${row.join(';')}\n` });
      expect(told).toMatchObject([{ rule }]);
      expect(mended(told[0], template)).toBe(template.replace(field, to));
    },
  );

  const TAIL = 'www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}';

  test.each([
    ['ØNSKE', 'ønske'],
    ['o\u0308nske', 'ÖNSKE'],
    ['for\u00a0navn', 'For  navn'],
    ['na\u200bvn\ufeff', 'Navn'],
    ['ОТЧЕСТВО', 'отчество'],
    ['İSİM', 'i\u0307si\u0307m'],
  ])('a heading %j fills the field {{%s}}, and nothing is told', async (heading, name) => {
    const facts = await factsOf({ template: `Hej {{${name}}} ${TAIL}`, csv: `${heading};mobil\nBo;20123456\n` });
    expect(check(facts)).toEqual([]);
    expect(facts.look.rendered.text).toMatch(/^Hej Bo www\.|^Hej Bo s\./);
  });

  test('keeps the Turkish dotless and dotted i apart, and offers the column that is nearest', async () => {
    const template = `Hej {{isim}} ${TAIL}`;
    const [unknown] = await found({ template, csv: 'İsim;mobil\nBo;20123456\n' });
    expect(unknown).toMatchObject({ rule: 'field-unknown' });
    expect(mended(unknown, template)).toBe(`Hej {{İsim}} ${TAIL}`);
  });

  test('is told which of several columns by one name is taken', async () => {
    const csv = 'Navn;mobil;navn;NAVN\nBo;20123456;Ida;Eva\n';
    const facts = await factsOf({ template: `Hej {{navn}} {{navn}} ${TAIL}`, csv });
    const told = check(facts);
    expect(told).toMatchObject([{ rule: 'field-doubled', severity: 'warning', at: { start: 4 } }]);
    expect(told[0]?.say(voiceOf('en'))).toBe(
      'Several columns of your list match “navn”: “Navn” (column 1) + “navn” (column 3) + “NAVN” (column 4). The message takes “navn” (column 3).',
    );
    expect(facts.look.rendered.text).toMatch(/^Hej Ida Ida /);
    const none = await factsOf({ template: `Hej {{nAvn}} ${TAIL}`, csv });
    expect(none.look.rendered.text).toMatch(/^Hej Bo /);
    expect(check(none)[0]?.say(voiceOf('da'))).toBe(
      'Flere kolonner på listen passer til “nAvn”: “Navn” (kolonne 1) + “navn” (kolonne 3) + “NAVN” (kolonne 4). Beskeden tager “Navn” (kolonne 1).',
    );
  });

  test.each([
    ['{navn}', '{{navn}}'],
    ['[Navn]', '{{navn}}'],
    ['%NAVN%', '{{navn}}'],
    ['#navn#', '{{navn}}'],
    ['*|NAVN|*', '{{navn}}'],
    ['$' + '{navn}', '{{navn}}'],
    ['<<navn>>', '{{navn}}'],
    ['[[navn]]', '{{navn}}'],
    ['{!Contact.Navn}', '{{navn}}'],
    ['[navn|kunde]', '{{navn|kunde}}'],
  ])("is told of another tool's %s, which one click writes as %s wherever it stands", async (tag, to) => {
    const template = `Hej ${tag}! ${tag}, se ${TAIL}`;
    const told = await found({ template });
    expect(told).toMatchObject([{ rule: 'field-foreign', severity: 'warning', at: { start: 4, end: 4 + tag.length } }]);
    expect(told[0]?.say(voiceOf('da'))).toContain(`“${tag}”`);
    expect(told[0]?.remedy?.say(voiceOf('da'))).toBe(`Skriv ${to}`);
    expect(mended(told[0], template)).toBe(template.replaceAll(tag, to));
    expect(await found({ template: mended(told[0], template) })).toEqual([]);
  });

  test('takes brackets around other words for what they are', async () => {
    expect(await rules({ template: `Hej {{navn}}: [nyt] #udsalg# 20% på alt, 30% på navn ${TAIL}` })).toEqual([]);
  });

  test('without a list is told only of tags that can be nothing else', async () => {
    const template = `Hej *|NAVN|* [navn] {{{by}}} {% if navn %} ${TAIL}`;
    const told = await found({ template, csv: null });
    expect(told.map(({ rule, remedy }) => [rule, remedy?.say(voiceOf('en'))])).toEqual([
      ['field-foreign', 'Write {{NAVN}}'],
      ['field-foreign', 'Write {{by}}'],
      ['field-foreign', undefined],
    ]);
  });

  test("understands another tool's fallback, and is told of filters that do nothing", async () => {
    const csv = 'navn;mobil\n;20123456\n';
    const facts = await factsOf({ template: `Hej {{navn | default: 'kunde'}} ${TAIL}`, csv });
    expect(check(facts)).toEqual([]);
    expect(facts.look.rendered.text).toMatch(/^Hej kunde /);
    const template = `Hej {{navn | upcase}}, {{ navn | capitalize }} ${TAIL}`;
    const told = await found({ template });
    expect(told).toMatchObject([{ rule: 'field-filter', severity: 'warning', at: { start: 4 } }]);
    expect(mended(told[0], template)).toBe(`Hej {{navn}}, {{navn}} ${TAIL}`);
    const gap = await factsOf({ template: `Hej {{navn | upcase}}! ${TAIL}`, csv });
    expect(gap.look.rendered.text).toMatch(/^Hej ! /);
    expect(check(gap).map(({ rule }) => rule)).toEqual(['field-filter', 'field-empty']);
  });

  test('with a broken field or a refused link cannot be published', async () => {
    const broken = await found({ template: `${GOOD} {{navn http://user@shop.dk/` });
    expect(broken.map(({ rule, severity }) => [rule, severity])).toContainEqual(['template-problem', 'error']);
    const refused = await found({ template: `${GOOD} http://user@shop.dk/` });
    expect(refused).toMatchObject([{ rule: 'link-refused', severity: 'error', at: { start: GOOD.length + 1 } }]);
  });

  test('says how a host refused for its letters is written instead', async () => {
    const [refused] = await found({ template: `${GOOD} https://例え.jp/` });
    expect(refused?.say(voiceOf('da'))).toContain('host-script xn--r8jz45g.jp');
  });

  test.each([
    ['Se {{navn}}https://brand.dk/x og hør', 'link-joined-before', 'warning', '“{{navn}}”'],
    ['Se www.brand.dk/x{{navn}} og hør', undefined, undefined, undefined],
    ['Se www.brand.dk/x. Og hør', 'link-sign-behind', 'hint', '“.”'],
    ['Hej{{afmeld}} og hør', 'link-joined-before', 'warning', '“Hej”'],
    ['Hej {{afmeld}}hør', 'link-joined-behind', 'warning', '“hør”'],
    ['Hej {{afmeld}}). Og hør', 'link-sign-behind', 'hint', '“).”'],
    ['Se www.brand.dk/x?slug={slug} og hør', 'link-sign-behind', 'hint', '“}”'],
    ['Se }www.brand.dk/x og hør', 'link-joined-before', 'warning', '“}”'],
    ['Hej {{afmeld}}🎉 og hør', 'link-sign-behind', 'hint', '“🎉”'],
    ['Se www.shop.dk.Vi ses', 'link-joined-behind', 'warning', '“.Vi”'],
  ] as const)('%j is told of what stands beside its link', async (text, rule, severity, quoted) => {
    const told = (await found({ template: `${text} Afmeld: {{afmeld}}` })).find(({ rule }) =>
      /-be(?:fore|hind)$/.test(rule),
    );
    expect([told?.rule, told?.severity]).toEqual([rule, severity]);
    if (told === undefined) return;
    expect(told.say(voiceOf('en'))).toContain(quoted);
    if (told.remedy?.kind !== 'edit') throw new Error('no edits');
    const [{ start, end, text: put } = { start: 0, end: 0, text: '' }] = told.remedy.edits(voiceOf('en'));
    const mended = `${text} Afmeld: {{afmeld}}`.slice(0, start) + put + `${text} Afmeld: {{afmeld}}`.slice(end);
    expect(await rules({ template: mended })).not.toContain('link-joined-before');
    expect(await rules({ template: mended })).not.toContain('link-joined-behind');
  });

  test.each([
    ['Se www.shop.dk.Vi ses', 'link-joined-behind', 'Se www.shop.dk. Vi ses'],
    ['Se www.shop.dk.vi ses', 'link-second-ending', 'Se www.shop.dk. vi ses'],
    ['Se www.shop.dk/a.Vi ses', 'link-second-ending', 'Se www.shop.dk/a. Vi ses'],
    ['Se www.shop.dk?Kun i dag', 'link-second-ending', 'Se www.shop.dk? Kun i dag'],
    ['Kom forbi.se mere', 'link-plain-words', 'Kom forbi. se mere'],
    ['Se www.a.dk/www.b.dk og', 'link-second-link', 'Se www.a.dk/ www.b.dk og'],
    ['Se https://www.a.dk/xhttp://www.b.dk/', 'link-joined-behind', 'Se https://www.a.dk/x http://www.b.dk/'],
    ['Se a.dk/https://www.b.dk og', 'link-second-link', 'Se a.dk/ https://www.b.dk og'],
    ['Se a.dkwww.b.dk og', 'link-second-link', 'Se a.dk www.b.dk og'],
    ['Se hts://shop.dk og', 'link-misspelled', 'Se https://shop.dk og'],
    ['Se https:%2F%2Fshop.dk og', 'link-misspelled', 'Se https://shop.dk og'],
    ['Se htps://shop.dk/x og', 'link-misspelled', 'Se https://shop.dk/x og'],
    ['Se http://https://shop.dk og', 'link-misspelled', 'Se https://shop.dk og'],
    ['Se http:shop.dk og', 'link-misspelled', 'Se https://shop.dk og'],
    ['Se https:// shop.dk og', 'link-misspelled', 'Se https://shop.dk og'],
    ['Se www.shop.dkk og', 'link-unknown-ending', null],
  ] as const)('%j is told of its address by %s, and mended to %j', async (text, rule, mended) => {
    const behind = ' Afmeld: {{afmeld}}';
    const told = (await found({ template: text + behind })).find((finding) => finding.rule === rule);
    expect(told?.severity).toBe('warning');
    if (mended === null) {
      expect([told?.remedy, told?.say(voiceOf('da'))]).toEqual([undefined, expect.stringContaining('“.dkk”')]);
      return;
    }
    if (told?.remedy?.kind !== 'edit') throw new Error('no edits');
    const [{ start, end, text: put } = { start: 0, end: 0, text: '' }] = told.remedy.edits(voiceOf('da'));
    expect(text.slice(0, start) + put + text.slice(end)).toBe(mended);
    expect(await rules({ template: mended + behind })).not.toContain(rule);
  });

  test('tells once of what stands alike beside several links, and mends it in every place', async () => {
    const template = 'Se a.dk/1, a.dk/2, a.dk/3. Afmeld: {{afmeld}}';
    const told = (await found({ template })).filter(({ rule }) => rule === 'link-sign-behind');
    expect(told.map(({ say }) => say(voiceOf('en')).slice(0, 4))).toEqual(['“,” ', '“.” ']);
    const [commas] = told;
    if (commas?.remedy?.kind !== 'edit') throw new Error('no edits');
    expect(commas.remedy.say(voiceOf('en'))).toBe('Insert a space in 2 places');
    expect(commas.remedy.edits(voiceOf('en')).map(({ start }) => start)).toEqual([9, 17]);
    expect(told[1]?.remedy?.say(voiceOf('en'))).toBe('Insert a space');
  });

  test('says nothing of signs behind an address that stays as it is: the promise is the short links’', async () => {
    const template = 'Se www.brand.dk/x. Afmeld: {{afmeld}}';
    expect(await rules({ template })).toContain('link-sign-behind');
    expect(await rules({ template, keepLinks: [0] })).not.toContain('link-sign-behind');
  });

  test.each([
    ['Se brand.boutique/x her', ['brand.boutique']],
    ['Se BRAND.FASHION og shop.brand.salon.', ['BRAND.FASHION', 'shop.brand.salon']],
    ['Husk.gratis levering', ['Husk.gratis']],
    // The core's own endings are links; names, numbers, e-mail addresses and sentences are none.
    ['Se brand.dk/x og www.brand.boutique/x og https://brand.boutique/x', []],
    ['Skriv til info@brand.boutique, eller bo.boutique@brand.dk', []],
    ['Hej.Gratis levering i dag. kl.9.30, bl.a. til node.js og f.eks. o.s.v.', []],
    ['{{butik.boutique}} {{navn|a.boutique}} {{navn}}.brand.dk/x', []],
    ['xbrand.boutiquez brand.boutique-x brand.boutique.xyzzy', []],
  ])('%j is told of addresses that are not shortened', async (text, hosts) => {
    const template = `${text} Afmeld: {{afmeld}}`;
    const told = (await found({ template })).filter(({ rule }) => rule === 'link-overlooked');
    expect(told.map(({ at }) => template.slice(at?.start, at?.end))).toEqual(hosts);
    for (const { remedy } of told) {
      if (remedy?.kind !== 'edit') throw new Error('no edits');
      const [{ start } = { start: 0 }] = remedy.edits(voiceOf('da'));
      const mended = `${template.slice(0, start)}https://${template.slice(start)}`;
      const left = (await found({ template: mended })).filter(({ rule }) => rule === 'link-overlooked');
      expect(left).toHaveLength(told.length - 1);
    }
  });

  test('is told of click ids that browsers take off, in the address and added to it', async () => {
    const url = 'www.barnetsverden.dk/udsalg?gclid=1';
    const [told] = await found({ template: `Se ${url} Afmeld: {{afmeld}}`, parameters: { [url]: [['fbclid', '2']] } });
    expect(told).toMatchObject({ rule: 'link-stripped', severity: 'warning', remedy: { kind: 'take-out', url } });
    expect(told?.say(voiceOf('en'))).toMatch(/^gclid \+ fbclid are click ids/);
    expect(await rules({ template: 'Se barnetsverden.dk?farve=1 Afmeld: {{afmeld}}' })).toEqual([]);
  });

  test('is told of a percent sign that begins no escape, with what is sent and what says so', async () => {
    const url = 'www.barnetsverden.dk/spar-50%';
    const template = `Se ${url} Afmeld: {{afmeld}}`;
    const [told, ...more] = await found({ template });
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      rule: 'link-stray-percent',
      severity: 'warning',
      at: { start: 3, end: 3 + url.length },
      remedy: { kind: 'readdress', url, phone: null, to: `${url}25` },
    });
    for (const language of ['da', 'en'] as const) {
      expect(told?.say(voiceOf(language))).toContain('“%”');
      expect(told?.say(voiceOf(language))).toContain(`https://${url}25`);
    }
    expect(await rules({ template: `Se ${url}25 Afmeld: {{afmeld}}` })).toEqual([]);
    // Told of a phone's own address too, and not of a value of a parameter.
    const plain = 'www.barnetsverden.dk';
    const [phone, ...others] = await found({
      template: `Se ${plain} Afmeld: {{afmeld}}`,
      devices: { [plain]: { ios: 'apps.dk/%zz%2', android: 'play.dk/%20' } },
    });
    expect(others).toEqual([]);
    expect(phone?.say(voiceOf('en'))).toContain('“%zz”');
    expect(phone).toMatchObject({ remedy: { kind: 'readdress', url: plain, phone: 'ios', to: 'apps.dk/%25zz%2' } });
  });

  test('is told that {slug} is a marker in campaign parameters and nowhere else', async () => {
    for (const url of [
      'www.barnetsverden.dk/{slug}',
      'https://www.barnetsverden.dk/?id={slug}&x=1',
      'www.barnetsverden.dk/?id=%7bSlug%7D',
    ]) {
      const all = await found({ template: `Se ${url} Afmeld: {{afmeld}}` });
      const told = all.find(({ rule }) => rule === 'link-slug-in-address');
      expect([url, told]).toMatchObject([url, { severity: 'warning', at: { start: 3 } }]);
      for (const language of ['da', 'en'] as const) expect(told?.say(voiceOf(language))).toContain('{slug}');
    }
    const plain = 'www.barnetsverden.dk/slug';
    const template = `Se ${plain} Afmeld: {{afmeld}}`;
    expect(await rules({ template, devices: { [plain]: { ios: '', android: 'play.dk/{slug}' } } })).toEqual([
      'link-slug-in-address',
    ]);
    // In a parameter it stands where it works.
    expect(await rules({ template, parameters: { [plain]: [['slug', '{slug}']] } })).toEqual([]);
  });

  test('is told that no phone can open a host of one’s own', async () => {
    const refused = await found({ template: `${GOOD} http://localhost:3000/x http://192.168.1.10/` });
    expect(rulesOf(refused)).toEqual(['link-refused', 'link-refused']);
    expect(refused[0]?.say(voiceOf('en'))).toBe('http://localhost:3000/x: host-unreachable');
    expect(dictionaries.en.reasons['host-unreachable']).toContain('No phone can open this address');
    expect(dictionaries.da.reasons['host-unreachable']).toContain('Ingen telefon kan åbne adressen');
  });

  test.each([
    ['s.barnetsverden.museum', false, ['link-rare-ending']],
    ['s.barnetsverden.dk', true, []],
    ['s.localhost', false, []],
    [null, false, []],
  ] as const)('is told where %s ends in what phones may not know', async (host, knownEnding, expected) => {
    const { look } = await factsOf();
    expect(await rules({ host, look: { ...look, knownEnding } })).toEqual(expected);
  });

  test('is told of what costs it its GSM-7', async () => {
    expect(await rules({ template: `${GOOD} –` })).toEqual(['not-gsm7']);
  });

  test.each([
    ['an emoji', `${'a'.repeat(66)}🎉${'b'.repeat(40)}`, 'border-emoji'],
    ['a sign of two septets', `${'a'.repeat(152)}€${'b'.repeat(40)}`, 'border-escape'],
    ['a family', `${'a'.repeat(65)}👨‍👩‍👧${'b'.repeat(40)}`, 'border-cluster'],
  ])('is told of %s on a border, and where', async (_, template, rule) => {
    const border = (await found({ template, kind: 'service', csv: null })).find((entry) => entry.group === 'borders');
    expect(border?.rule).toBe(rule);
    const { start = 0, end = 0 } = border?.at ?? {};
    expect(template.slice(start, end)).toMatch(/^(?:🎉|€|👨|👩|👧|\u200d)$/u);
  });

  test('whose borders fall between characters is in order', async () => {
    const facts = await factsOf({ template: 'a'.repeat(200), kind: 'service' });
    expect(inOrder(facts, check(facts))).toContain('borders');
  });
});

test('a title is nobody who is left out', async () => {
  const csv = 'Kunder 2026;;\nnavn;mobil;by\nBo;20123456;Ry\nnavn;mobil;by\nIda;20123457;Ry\n';
  expect((await factsOf({ csv })).list).toMatchObject({
    size: 2,
    leftOutTotal: 2,
    leftOutByProblem: { 'row-title': 2 },
  });
  expect(rulesOf(await found({ csv }))).toEqual([]);
});

test('a list of another country, of which nobody can be sent to, says which country its numbers were read for', async () => {
  const csv = 'Vorname;Mobiltelefon\nJürgen;0151 23456780\nKäthe;0151 23456781\n';
  const template = 'Kære {{Vorname}}, se www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}';
  const list = await found({ csv, template });
  expect(rulesOf(list)).toEqual(['numbers-none']);
  expect(list[0]).toMatchObject({ severity: 'error' });
  expect(list[0]?.say(voiceOf('en'))).toContain('of this country: DK');
  // Publishing says the same thing once.
  expect(rulesOf(await found({ csv, template, missing: ['nobody'] }))).toEqual(['numbers-none']);
  // Nobody is on it, and it has the column all the same.
  expect((await factsOf({ csv, template })).look.fieldColumns).toEqual([0]);
  expect(rulesOf(await found({ csv, template, country: 'DE' }))).not.toContain('numbers-none');
});

test('numbers that cannot be right are left out, those that look wrong are kept, and both are told', async () => {
  const csv = 'navn;mobil\nBo;20123456\nIda;4,51235E+09\nEva;20123456\nUffe;12345678\n';
  const list = await found({ csv });
  expect(rulesOf(list)).toEqual(['numbers-left-out', 'numbers-doubtful']);
  expect(list[0]?.say(voiceOf('en'))).toContain('2 rows');
  expect(list[1]?.say(voiceOf('en'))).toContain('row 5 (12345678, read as +4512345678)');
  expect((await factsOf({ csv })).list).toMatchObject({ size: 2, countries: [{ country: 'DK', recipients: 2 }] });
});

test('numbers with two readings, abroad, or of a series that takes no SMS are kept and told, each with its rows', async () => {
  const two = await found({ csv: 'navn;mobil\nBo;4915112345678\nIda;+4520123456\n', country: 'DE' });
  const readings = two.find(({ rule }) => rule === 'numbers-two-readings');
  expect(readings).toMatchObject({ severity: 'warning' });
  expect(readings?.say(voiceOf('en'))).toContain(
    'row 2 (4915112345678, read as +4915112345678, could be +494915112345678)',
  );
  const pointedOut = await found({
    csv: 'navn;mobil\nBo;20123456\nIda;20123457\nEva;20123458\nUffe;298211234\nAne;70123456\nOle;+45 80 12 34 56\n',
  });
  const rest = pointedOut.filter(({ rule }) => rule.startsWith('numbers-'));
  expect(rulesOf(rest)).toEqual(['numbers-abroad', 'numbers-no-sms']);
  expect(rest[0]?.say(voiceOf('en'))).toContain('row 5 (298211234, read as +298211234)');
  expect(rest[1]?.say(voiceOf('en'))).toContain('row 6 (70123456, read as +4570123456), row 7 (+45 80 12 34 56)');
  expect(rest[1]?.say(voiceOf('da'))).toContain('række 6 (70123456, læst som +4570123456)');
});

describe('a limit on segments', () => {
  const long = `Kom ind og se vores nye kollektion. Vi glæder os! ${GOOD}`;
  const short = 'Se www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}';
  const csv = 'navn;mobil\nBo;20123456\nZoë;20123457\n;20123458\n';
  const limit = (above: Limit['above'], shorter = '', atMost = 1) => ({
    template: long,
    csv,
    wanted: { atMost, above, shorter },
  });
  const said = async (more: Parameters<typeof factsOf>[0], rule: RuleId) =>
    (await found(more)).find((entry) => entry.rule === rule)?.say(voiceOf('en'));

  test('that everybody keeps is in order', async () => {
    const facts = await factsOf({ wanted: { atMost: 2, above: 'leave-out', shorter: '' } });
    expect(check(facts)).toEqual([]);
    expect(inOrder(facts, [])).toContain('limit');
  });

  test('says who is above it under each choice', async () => {
    expect(await said(limit('send'), 'limit-above')).toContain('1 message is above');
    expect(await said(limit('leave-out'), 'limit-left-out')).toContain('1 recipient is above');
    const everybody = { ...limit('leave-out'), template: `${long} ${long}` };
    expect(await rules(everybody)).toContain('limit-nobody');
    expect(await rules(everybody)).not.toContain('limit-left-out');
    expect(await said(limit('shorten', `${long} ${GOOD}`), 'limit-still-above')).toContain('1 recipient is above');
  });

  test('with a shorter text asks for it, and judges it as the message', async () => {
    expect(await rules(limit('shorten', ' '))).toContain('shorter-missing');
    expect((await rules(limit('shorten', short))).filter((rule) => !rule.startsWith('field-empty'))).toEqual([]);
    const without = (await found(limit('shorten', 'Kom nu'))).find(({ rule }) => rule === 'opt-out-missing');
    expect(without).toMatchObject({ severity: 'error', place: 'shorter', remedy: { kind: 'append' } });
    expect(without?.say(voiceOf('en'))).toMatch(/^Shorter text: No way to opt out/);
    const foreign = await found(limit('shorten', 'Se www.andre.dk/x {{afmeld}}'));
    expect(foreign.find(({ rule }) => rule === 'shorter-link')).toMatchObject({
      severity: 'error',
      at: { start: 3, end: 17 },
    });
    expect(foreign.find(({ rule }) => rule === 'shorter-link')?.say(voiceOf('da'))).toContain('www.andre.dk/x');
    const byKeyword = { ...limit('shorten', 'Kom nu {{afmeld}}'), sender: '4520123456' };
    const keyword = await said(
      { ...byKeyword, template: `${long.replace('{{afmeld}}', 'svar STOP')}` },
      'shorter-link',
    );
    expect(keyword).toContain('no opt-out link');
    expect(await rules(limit('shorten', `{{by}} – ${GOOD}`))).toEqual(
      expect.arrayContaining(['field-unknown', 'not-gsm7']),
    );
  });

  test('does not judge a shorter text that nobody gets', async () => {
    expect(await rules(limit('shorten', 'Se www.andre.dk/x', 3))).toEqual(['field-empty']);
  });
});

test('counting per recipient needs a basis, counting in total none', async () => {
  expect(await rules({ basis: '' })).toEqual(['basis-missing']);
  expect(await rules({ basis: 'other', basisWord: ' ' })).toEqual(['basis-word']);
  expect(await rules({ basis: 'other', basisWord: 'legitim interesse' })).toEqual([]);
  expect(await rules({ basis: '', tracking: 'aggregate', contact: '70 12 34 56' })).toEqual([]);
});

test('what publishing was tried without is an error each', async () => {
  const missing = await found({ missing: ['name', 'domain'] });
  expect(missing.map(({ rule, severity }) => [rule, severity])).toEqual([
    ['missing-name', 'error'],
    ['missing-domain', 'error'],
  ]);
  expect(missing[0]?.say(voiceOf('da'))).toBe(dictionaries.da.compose.missing.name);
});

test('the gravest findings stand first', async () => {
  const severities = (await found({ template: 'Blåbær – 🎉', sender: 'Æblet', basis: '' })).map(
    ({ severity }) => severity,
  );
  expect(severities).toEqual(['error', 'error', 'warning', 'hint']);
});

test('every rule belongs to a group that is told, is tried here, and has its sentence in both languages', () => {
  const tried = readFileSync(new URL(import.meta.url), 'utf8');
  for (const [name, { group }] of Object.entries(RULES)) {
    expect(GROUPS).toContain(group);
    if (group === 'setup') continue;
    expect(tried).toContain(`'${name}'`);
    for (const language of ['da', 'en'] as const) {
      const sentence = dictionaries[language].checklist.rules[name as keyof typeof dictionaries.da.checklist.rules];
      expect(['string', 'function'], `${language} ${name}`).toContain(typeof sentence);
    }
  }
});
