/** What became of the messages, and the gateway's file that says so. */
import type { Delivery, StateCodes } from 'klikspor/reporting';

export const delivery = {
  heading: 'Delivery',
  untold: 'Nothing is known yet of what became of the messages, so rates divide by those sent.',
  lead: 'Your gateway can give you a status file: a number and a state on each row. It is read here; klikspor gets rows of the list and their states, no numbers.',
  choose: 'Choose the status file',
  another: 'Add another status file',
  needList: 'The file says which numbers got the message; whose rows those are stands in the campaign’s list.',
  inTotal: 'This campaign is counted in total only, so nothing is kept of what became of each message.',
  delivered: 'Delivered',
  open: 'Open',
  share: (count: string, share: string) => `${count} (${share})`,
  settled: 'Rates divide by those delivered: it is known what became of every message.',
  dividesByDelivered: (share: string) =>
    `Rates divide by those delivered. ${share} of the messages are open: on their way, or nobody knows.`,
  dividesBySent: (share: string) =>
    `${share} of the messages are open, so rates still divide by those sent. They divide by those delivered once no more than 10% are open.`,
  states: {
    open: 'On its way, or unknown',
    failed: 'Failed',
    expired: 'Not reached in time',
    refused: 'Refused or cancelled',
    'no-such-number': 'No such number',
    blocked: 'Blocked',
    delivered: 'Delivered',
  } satisfies Record<Delivery, string>,
  codes: {
    inmobile: 'inMobile (1 is delivered, -1 failed)',
    kannel: 'Kannel (1 is delivered, 2 failed)',
    smpp: 'SMPP (2 is delivered, 5 failed)',
  } satisfies Record<StateCodes, string>,
  reading: (percent: string) => `Reading the file … ${percent}`,
  asked: (file: string) => `“${file}” is not read yet: it takes an answer first.`,
  notRead: (file: string) => `“${file}” cannot be read.`,
  columnQuestion: 'Which column says what became of the message?',
  codesQuestion: (column: string) =>
    `“${column}” says it in numbers, and gateways mean different things by them. Whose numbers are they?`,
  example: (values: string) => `First: ${values}`,
  take: (column: string) => `Use “${column}”`,
  numberColumn: 'Column with the numbers',
  stateColumn: 'Column with the states',
  preview: (file: string) => `“${file}” as it is understood`,
  found: (n: number, found: string, rows: string) =>
    n === 1 ? `${found} recipient of ${rows} is in the file.` : `${found} recipients of ${rows} are in the file.`,
  notOnList: (n: number, count: string) =>
    n === 1 ? '1 row has a number that is not on the list.' : `${count} rows have numbers that are not on the list.`,
  unreadable: (n: number, count: string) =>
    n === 1 ? '1 row has no number that can be read.' : `${count} rows have no number that can be read.`,
  nobody: 'No number of the file is on the list. Is it the file of another campaign?',
  words: 'What the file’s words count as',
  word: 'In the file',
  rows: 'Rows',
  counts: 'Counts as',
  unknownWords: (n: number, count: string) =>
    n === 1
      ? 'klikspor does not know one of the words. It counts as unknown until you say what it means.'
      : `klikspor does not know ${count} of the words. They count as unknown until you say what they mean.`,
  result: 'Recipients of the list',
  send: 'Take it into the report',
  sending: (percent: string) => `Sending rows and states … ${percent}`,
  sent: (n: number, count: string) => (n === 1 ? '1 recipient taken in.' : `${count} recipients taken in.`),
  cancel: 'Not this file',
  replaced: 'Another list was loaded meanwhile. Choose the status file again.',
};
