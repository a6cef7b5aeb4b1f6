/** Status files as gateways give them, joined with a list: which column says what, and what its words count as. */
import { load } from 'klikspor';
import { load as loadReporting } from 'klikspor/reporting';
import { expect, test } from 'vitest';
import { openSource } from '../../lists/source.ts';
import { openStatus, type StatusChoice } from '../../lists/status.ts';
import { CANCELLED, type Control } from '../../web/src/engine/control.ts';
import { createEngine, type Engine } from '../../web/src/engine/engine.ts';
import type { StatusAsk } from '../../web/src/engine/status-file.ts';
import { allBut, rowSetOf, sizeOf, without } from '../../web/src/report/row-sets.ts';

const { deliveryOf } = await loadReporting();
const NOTHING_SAID: StatusChoice = { numberColumn: null, stateColumn: null, codes: null };

async function opened(text: string, choice: Partial<StatusChoice> = {}) {
  const outcome = await openSource(new File([text], 'status.csv'), { country: 'DK' });
  if (!outcome.ok) throw new Error(String(outcome.failure ?? outcome.question.kind));
  return openStatus(outcome.source, 'DK', deliveryOf, { ...NOTHING_SAID, ...choice });
}

async function rows(text: string, choice: Partial<StatusChoice> = {}) {
  const outcome = await opened(text, choice);
  if (!outcome.ok) throw new Error(outcome.question.kind);
  const { columns, numberColumn, stateColumn, detailColumn } = outcome.file;
  const all = [];
  for await (const piece of outcome.file.rows()) all.push(...piece.rows);
  return {
    number: columns[numberColumn],
    state: columns[stateColumn],
    detail: detailColumn === null ? null : columns[detailColumn],
    rows: all.map(({ number, written }) => [number, written]),
  };
}

const TWILIO = `From,To,Body,Status,SentDate,NumSegments,ErrorCode,Sid
Brand,+4520123456,Hej,delivered,2026-11-29T10:00:00Z,1,,SM01
Brand,+4520123457,Hej,undelivered,2026-11-29T10:00:00Z,1,30005,SM02
Brand,+4520123458,Hej,sent,2026-11-29T10:00:00Z,1,,SM03
`;
const GATEWAY_API = `id;msisdn;status;time
1;4520123456;DELIVERED;1795946400
2;4520123457;UNDELIVERABLE;1795946401
3;4520123458;ENROUTE;1795946402
`;
const SMPP = `msisdn\treceipt
4520123456\tid:7 sub:001 dlvrd:001 submit date:2611291200 done date:2611291201 stat:DELIVRD err:000 text:Hej
4520123457\tid:8 sub:001 dlvrd:000 submit date:2611291200 done date:2611291201 stat:EXPIRED err:011 text:Hej
`;
const DANISH = 'Modtager;Status\r\n20 12 34 56;Leveret\r\n20 12 34 57;Ikke leveret\r\n';
/** Bare digits under a heading that may as well be an order's or a customer's. */
const PLAIN = 'felt;status\r\n20123456;leveret\r\n20123457;fejlet\r\n20133459;leveret\r\n';
const IN_NUMBERS = 'to,status,messageId\n4520123456,1,a\n4520123457,-1,b\n4520123458,0,c\n';

test.each([
  ['Twilio', TWILIO, { number: 'To', state: 'Status', detail: 'ErrorCode' }],
  ['GatewayAPI', GATEWAY_API, { number: 'msisdn', state: 'status', detail: null }],
  ['receipts of SMPP', SMPP, { number: 'msisdn', state: 'receipt', detail: null }],
  ['Danish words', DANISH, { number: 'Modtager', state: 'Status', detail: null }],
  ['nothing but a number and a status', PLAIN, { number: 'felt', state: 'status', detail: null }],
])('%s: the columns are found', async (_, text, columns) => {
  const found = await rows(text);
  expect(found).toMatchObject(columns);
  expect(found.rows[0]?.[0]).toBe(4520123456);
  expect(found.rows.length).toBe(text.trimEnd().split('\n').length - 1);
});

test('numbers for states are asked about, since gateways contradict each other', async () => {
  const outcome = await opened(IN_NUMBERS);
  expect(outcome).toMatchObject({
    ...{ ok: false, columns: ['to', 'status', 'messageId'] },
    question: { kind: 'state-codes', column: { index: 1, name: 'status', examples: ['1', '-1', '0'] } },
  });
  expect((await rows(IN_NUMBERS, { codes: 'inmobile' })).rows).toEqual([
    [4520123456, '1'],
    [4520123457, '-1'],
    [4520123458, '0'],
  ]);
});

test('two columns of states, or none, are asked about; a person may choose any', async () => {
  const two = 'mobil;levering sms;levering mail\n20123456;DELIVERED;failed\n20123457;failed;DELIVERED\n';
  const asked = await opened(two);
  expect(asked).toMatchObject({ ok: false, question: { kind: 'state-column', columns: [{ index: 1 }, { index: 2 }] } });
  expect((await rows(two, { stateColumn: 2 })).state).toBe('levering mail');
  const none = 'mobil;navn\n20123456;Bo\n20123457;Ida\n';
  expect(await opened(none)).toMatchObject({
    ...{
      ok: false,
      question: { kind: 'state-column', columns: [{ index: 1, name: 'navn', examples: ['Bo', 'Ida'] }] },
    },
  });
});

test('a file without headings, and rows without a number, are read as they are', async () => {
  const numbers = Array.from({ length: 9 }, (_, at) => 4520100000 + at * 4_321);
  const text = [...numbers, 'ukendt'].map((number, at) => `${number};${at === 1 ? 'UNDELIV' : 'DELIVRD'}\n`).join('');
  const found = await rows(text);
  expect(found.rows).toHaveLength(10);
  expect(found.rows[0]).toEqual([4520100000, 'DELIVRD']);
  expect(found.rows[1]).toEqual([4520104321, 'UNDELIV']);
  expect(found.rows[9]).toEqual([null, 'DELIVRD']);
});

// --- joined with a list ----------------------------------------------------------------------------------------------

const quiet: Control = { cancelled: () => false, progress: () => {} };

async function engineWith(list: string): Promise<Engine> {
  const engine = createEngine(await load());
  const file = new File([list], 'list.csv');
  const answer = await engine.importFile({ file, numberColumn: null, country: 'DK', plainValues: false }, quiet);
  if (answer === CANCELLED || !answer.ok) throw new Error('the list was not read');
  return engine;
}

async function joined(engine: Engine, text: string, more: Partial<StatusAsk> = {}) {
  const answer = await engine.readStatus(
    {
      ...{ file: new File([text], 'status.csv'), choice: {}, status: NOTHING_SAID, meanings: {} },
      ...{ country: 'DK', listVersion: 1, half: null, ...more },
    },
    quiet,
  );
  if (answer === CANCELLED || !answer.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

const LIST = 'navn;mobil\nÅse;20123456\nBo;20123457\nIda;20123458\nUdo;+49 151 12345678\n';

test('each row of the list gets what the file says last of it, whatever the order of its rows', async () => {
  const engine = await engineWith(LIST);
  const reports = [
    ['4520123456', 'accepted'],
    ['4520123456', 'delivered'],
    ['4520123457', 'failed'],
    ['4915112345678', 'delivered'],
    ['4599999999', 'delivered'],
    ['4520123458', 'queued'],
  ];
  const file = (rows: string[][]) => `to;status\n${rows.map((row) => row.join(';')).join('\n')}\n`;
  for (const order of [reports, [...reports].reverse()]) {
    const { signs, summary } = await joined(engine, file(order));
    expect(signs).toBe('dfod');
    expect(summary).toMatchObject({ rows: 6, notOnList: 1, unreadable: 0, found: 4 });
    expect(summary.byState).toMatchObject({ delivered: 2, failed: 1, open: 1 });
  }
});

test('the reason of a failure comes from a column of errors where there is one', async () => {
  const engine = await engineWith(LIST);
  const { signs } = await joined(engine, TWILIO);
  expect(signs).toBe('dnoo');
});

test('a word that nobody knows is told, and counts as what a person says', async () => {
  const engine = await engineWith(LIST);
  const text = 'to;status\n4520123456;delivered\n4520123457;Modtaget\n4520123458;delivered\n4915112345678;delivered\n';
  const asked = { ...NOTHING_SAID, stateColumn: 1 };
  const first = await joined(engine, text, { status: asked });
  expect(first.signs).toBe('dodd');
  expect(first.summary.words).toEqual([
    { written: 'Modtaget', rows: 1, state: null },
    { written: 'delivered', rows: 3, state: 'delivered' },
  ]);
  const told = await joined(engine, text, { status: asked, meanings: { Modtaget: 'delivered' } });
  expect(told.signs).toBe('dddd');
});

test('rows of the list come out as they went in, and read again they are the same list', async () => {
  const engine = await engineWith('navn;mobil;note\nÅse;20123456;=1+1\nBo;20123457;"a;b\nc"\nIda;20123458;\n');
  const ask = async (rows: number[], reason: string | null, exact: boolean) => {
    const answer = await engine.rowsCsv(
      {
        ...{ listVersion: 1, half: null, exact, reasonHeading: reason === null ? null : 'hvorfor' },
        sets: [{ rows: rowSetOf(rows, 3), reason }],
      },
      quiet,
    );
    if (answer === CANCELLED || answer === null) throw new Error('no file');
    return { ...answer, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.file.arrayBuffer()) };
  };
  const shown = await ask([0, 1], 'har klikket', false);
  expect(shown.text).toBe(
    `\ufeffnavn;mobil;note;hvorfor\r\nÅse;4520123456;'=1+1;har klikket\r\nBo;4520123457;"a;b\nc";har klikket\r\n`,
  );
  const { text, rows, print } = await ask([0, 2], null, true);
  expect([rows, text]).toEqual([2, '\ufeffnavn;mobil;note\r\nÅse;4520123456;=1+1\r\nIda;4520123458;\r\n']);
  const again = await engineWith(text);
  const prints = await again.listPrints({ listVersion: 1, secret: null, seed: null }, quiet);
  expect(prints).toMatchObject({ rows: 2, ordered: print });
});

test('sets of rows know who is in one and in no other', () => {
  const some = rowSetOf([0, 7, 8, 9], 10);
  expect([...some]).toEqual([0b1000_0001, 0b11]);
  expect(sizeOf(some)).toBe(4);
  expect([...allBut(10, some)]).toEqual([0b0111_1110, 0]);
  expect([...allBut(8)]).toEqual([255]);
  expect([...allBut(10)]).toEqual([255, 3]);
  expect([...without(some, rowSetOf([7], 10), rowSetOf([9], 10))]).toEqual([1, 1]);
});
