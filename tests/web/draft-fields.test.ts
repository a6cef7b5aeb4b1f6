/** The table of draft fields: each row is read, written and emptied alike, whatever was kept. */
import { describe, expect, test } from 'vitest';
import { propertiesOf, textsOf } from '../../web/src/draft/campaign.ts';
import {
  DRAFT_FIELDS,
  type DraftValues,
  draftAfter,
  draftIn,
  EMPTY_DRAFT,
  eachField,
  expiresAtMs,
  isWorthKeeping,
} from '../../web/src/draft/fields.ts';
import type { Campaign } from '../../worker/api.ts';
import { FIELD_NAMES, KEPT, parked, SAMPLE } from '../support/draft-samples.ts';

describe.each(FIELD_NAMES)('the field %s', (name) => {
  const { empty, read, write, role } = DRAFT_FIELDS[name] as (typeof DRAFT_FIELDS)['name'];

  test('is kept as a text and read back', () => {
    expect(write(read(SAMPLE[name]))).toBe(SAMPLE[name]);
    expect(SAMPLE[name]).not.toBe(EMPTY_DRAFT[name]);
    expect(draftIn({ [name]: SAMPLE[name] })).toEqual({ ...EMPTY_DRAFT, [name]: SAMPLE[name] });
  });

  test('is empty where nothing, or no text, was kept', () => {
    expect(read(write(empty))).toBe(empty);
    for (const kept of [{}, { [name]: null }, { [name]: 7 }, { [name]: {} }, { [name]: [] }])
      expect(draftIn(kept)[name]).toBe(EMPTY_DRAFT[name]);
  });

  test('refuses what is none of its values', () => {
    if (DRAFT_FIELDS[name].read('x') === 'x') return expect(read(' \u{1f600}')).toBe(' \u{1f600}');
    for (const kept of ['x', 'X', ' ', '0', '-1', '1.5', '1000', '7 ', 'toString', `${SAMPLE[name]} `])
      expect(read(kept), kept).toBe(empty);
  });

  test('makes a draft worth keeping, or stays for the next one, or neither', () => {
    const only = { ...EMPTY_DRAFT, [name]: SAMPLE[name] };
    expect(isWorthKeeping(only)).toBe(role === 'written');
    expect(draftAfter(only)).toEqual(role === 'habit' ? only : EMPTY_DRAFT);
  });
});

test('a draft that is none opens as an empty one', () => {
  for (const kept of [null, undefined, '', 'draft', 7, true, [], {}]) expect(draftIn(kept)).toEqual(EMPTY_DRAFT);
});

test('drafts that the build of 657b0fb kept open as they were', () => {
  const { values } = parked;
  const current: Readonly<Record<string, string>> = JSON.parse(KEPT['klikspor.draft'] ?? '');
  // Every field of then is set in one of them, so that none is proved by being empty.
  expect(Object.keys(values)).toHaveLength(18);
  for (const [name, empty] of Object.entries(EMPTY_DRAFT).filter((entry) => entry[0] in values))
    expect(
      [values[name], current[name]].some((text) => text !== empty),
      name,
    ).toBe(true);
  expect(draftIn(values)).toEqual({ ...EMPTY_DRAFT, ...values });
  expect(draftIn(current)).toEqual({ ...EMPTY_DRAFT, ...current });
  expect(draftIn(current)).toMatchObject({ name: 'Til alle', tracking: 'aggregate', limit: '2', above: 'send' });
});

describe('a campaign', () => {
  const written = eachField(({ read }, name) => read(SAMPLE[name])) as DraftValues;

  test('has what a draft says, and a copy says it again', () => {
    const { basis, contact, writeScheme, ...properties } = propertiesOf({ ...written, tracking: 'recipient' });
    expect(writeScheme).toBe(true);
    const campaign = {
      ...properties,
      basis,
      contact: { kind: 'form', value: contact },
      linkPrefix: 'https://s.brand.dk/',
      list: { reading: { country: written.country } },
    } as unknown as Campaign;
    const copy = textsOf(campaign);
    expect(copy).toEqual(eachFieldOf(copy, { ...SAMPLE, tracking: 'recipient' }));
    const names = ['basis', 'basisWord', 'contact', 'country', 'host', 'kind', 'scheme', 'sender', 'tracking'];
    expect(Object.keys(copy)).toEqual(expect.arrayContaining(names));
  });

  test('names no basis where nobody is counted, and none that was not said', () => {
    expect(propertiesOf({ ...written, tracking: 'aggregate' })).not.toHaveProperty('basis');
    expect(propertiesOf({ ...written, tracking: 'recipient', basis: '' })).not.toHaveProperty('basis');
    expect(propertiesOf({ ...written, tracking: 'recipient', basis: 'consent' }).basis).toEqual({ kind: 'consent' });
    expect(propertiesOf({ ...written, contact: '  ' })).not.toHaveProperty('contact');
  });

  test('ends with its last day, or not at all', () => {
    expect(expiresAtMs('')).toBeNull();
    expect(expiresAtMs('2026-13-40')).toBeNull();
    expect(new Date(expiresAtMs('2026-11-30') ?? 0).getDate()).toBe(30);
    expect(propertiesOf({ ...written, lastDay: '' }).expiresAtMs).toBeNull();
  });
});

const eachFieldOf = (of: object, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.keys(of).map((name) => [name, values[name]]));
