/** Files for gateways: the shape each documents, and texts exactly as they are to be sent. */
import { load } from 'klikspor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Draft } from '../../web/src/engine/draft.ts';
import { filled, GATEWAYS, type Gateway, lineWriter } from '../../web/src/engine/gateways.ts';
import { Recipients } from '../../web/src/engine/recipients.ts';
import { Templates } from '../../web/src/engine/templates.ts';

const core = await load();
const recipients = new Recipients(core, new Templates(core), ['navn', 'mobil'], 1);
const NAMES = ['=1+1', '@Søren, "S"', 'Zoë', '-', '+45', 'Åse\r\nB'];
const SIZE = 260;
const draft: Draft = {
  template: '{{navn}} www.brand.dk/a {{optout}}',
  options: { linkPrefix: 's.dk/', width: 8 },
  parameters: {},
};

beforeAll(() => {
  for (let row = 0; row < SIZE; row++) {
    recipients.append([NAMES[row % NAMES.length] ?? '', `45${20_000_000 + row}`], 4_520_000_000 + row);
  }
  recipients.flush();
});
afterAll(() => recipients.dispose());

const slugs = new TextEncoder().encode(
  Array.from({ length: SIZE * 2 }, (_, slug) => `b${String(slug).padStart(7, 'c')}`).join(''),
);
const textOf = (row: number) =>
  `${NAMES[row % NAMES.length]} s.dk/b${String(2 * row).padStart(7, 'c')} s.dk/b${String(2 * row + 1).padStart(7, 'c')}`;

function written(gateway: Gateway, sender = 'Barnets "V"'): string {
  const writer = lineWriter(core, GATEWAYS[gateway], sender);
  return (
    writer.head +
    recipients
      .parts()
      .flatMap((part) => part.runs(draft).map((run) => writer.lines(part.messages(run, slugs))))
      .join('') +
    writer.end()
  );
}
const requests = (gateway: Gateway) =>
  written(gateway)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('inMobile gets requests of up to 250 messages', () => {
  const [first, second, ...more] = requests('inmobile') as { messages: unknown[] }[];
  expect(more).toEqual([]);
  expect([first?.messages.length, second?.messages.length]).toEqual([250, 10]);
  expect(Object.keys(first ?? {})).toEqual(['messages']);
  expect(first?.messages[0]).toEqual({ to: '4520000000', text: textOf(0), from: 'Barnets "V"', encoding: 'gsm7' });
  expect(first?.messages[2]).toEqual({ to: '4520000002', text: textOf(2), from: 'Barnets "V"', encoding: 'ucs2' });
  expect(second?.messages[9]).toMatchObject({ to: '4520000259', text: textOf(259) });
});

test('GatewayAPI gets lists of messages with a recipient each, and is told where GSM-7 is not enough', () => {
  const lists = requests('gatewayapi') as unknown[][];
  expect(lists.map((list) => list.length)).toEqual([100, 100, 60]);
  const message = (row: number, encoding: string) => ({
    message: textOf(row),
    sender: 'Barnets "V"',
    encoding,
    recipients: [{ msisdn: 4_520_000_000 + row }],
  });
  expect(lists[0]?.slice(0, 3)).toEqual([message(0, 'UTF8'), message(1, 'UTF8'), message(2, 'UCS2')]);
});

test('Twilio gets its own parameters as columns, and no apostrophe in front of a message', () => {
  const file = written('twilio', '+4512345678');
  expect(file.startsWith('To,From,Body\r\n')).toBe(true);
  expect(file).toContain(`\r\n+4520000000,+4512345678,${textOf(0)}\r\n`);
  expect(file).toContain(`\r\n+4520000001,+4512345678,"${textOf(1).replaceAll('"', '""')}"\r\n`);
  expect(file).toContain(`\r\n+4520000005,+4512345678,"${textOf(5)}"\r\n`);
  expect(file).not.toContain("'");
});

describe('the data', () => {
  test.each(Object.entries(GATEWAYS))('of %s asks for nothing that messages do not have', (_, format) => {
    expect(Date.parse(format.read)).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(format.source).toContain(format.name);
    const writer = lineWriter(core, format, 'S');
    const run = { draft, first: 0, count: SIZE };
    expect(() => writer.lines(recipients.parts()[0]?.messages(run, slugs) ?? [])).not.toThrow();
    if (format.file === 'json-lines') expect(Object.keys(format.encodings).sort()).toEqual(['gsm7', 'ucs2']);
  });

  test('that asks for something unknown is refused', () => {
    expect(() => filled({ to: '$nobody' }, {})).toThrow(/\$nobody/);
  });
});
