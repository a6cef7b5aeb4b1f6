/** Who is not to be sent messages: beside a list, in a report, and where they are kept. */
export const stops = {
  // Beside a list.
  leftOut: (n: number, count: string) =>
    n === 1 ? '1 has opted out and is left out' : `${count} have opted out and are left out`,
  lead: 'They are in the file, but get no message and are no recipients of the campaign.',
  reasons: {
    'opt-out-page': 'opted out by the link in a message',
    keyword: 'answered STOP',
    import: 'is on a list of opt-outs that you imported',
    marketer: 'was added by hand',
  },
  everything: 'which holds for all you send',
  ofList: (list: string) => `which holds for the list “${list}”`,
  more: (count: string) => `${count} more are in the file that you can download.`,
  download: 'Download who was left out',
  csvHeadings: {
    ...{ row: 'row', number: 'number', hash: 'hash of the number' },
    ...{ day: 'day', reason: 'reason', host: 'holds for', list: 'list' },
  },
  fileName: '-opted-out.csv',
  asThen:
    'The list is read as it was for an earlier campaign: who has opted out since is in it, but not in the files of messages.',
  unread: 'Who has opted out could not be read, so nobody is left out yet. Until it is, nothing can be published.',
  retry: 'Try again',
  // When publishing and exporting.
  unreadForPublishing: 'Who has opted out could not be read. Nothing was published: try again in a moment.',
  moreNow: (n: number, count: string) =>
    n === 1
      ? '1 recipient has opted out since the list was read. The list is read again without that number: look at it, and publish once more.'
      : `${count} recipients have opted out since the list was read. The list is read again without them: look at it, and publish once more.`,
  unreadForFile: 'Who has opted out could not be read, so no file was made. Try again in a moment.',
  notInFile: (n: number, count: string) =>
    n === 1 ? '1 has opted out since and is not in it.' : `${count} have opted out since and are not in it.`,
  // In a report.
  sending: (share: string) => `Opt-outs from this campaign are made known to the next: ${share}. Leave the page open.`,
  notSent:
    'Who opts out here is not yet left out of other campaigns: hashes of the numbers were not sent, or not all of them.',
  sendNow: 'Send them now',
  needList: 'They are made of the list that the campaign was published with: choose it under “Messages”.',
  sendFailed: 'That did not succeed. What was sent is kept; try again.',
  // Where they are kept.
  heading: 'People who opted out',
  keptLead:
    'Whoever opts out by a link, or answers STOP, is left out of your next lists. Here you can add people who opted out before, and take back what was a mistake.',
  keptAs:
    'Numbers are not kept, only hashes of them under a key. They are personal data all the same: whoever has the key can try every number. To see who it is, look up a list below.',
  nobody: 'Nobody has opted out yet.',
  kept: 'How many have opted out',
  numbers: 'Numbers',
  unreadHere: 'Who has opted out could not be read. Try again in a moment.',
  downloadAll: 'Download all as a file',
  downloadAllHint:
    'With hashes, days and reasons, for your records. For the numbers themselves, look up a list that has them.',
  forms: {
    add: {
      heading: 'Add opt-outs from a file',
      now: 'Add them',
      told: (n: number, count: string, all: string) =>
        n === 1 ? `1 of ${all} is new and will be left out.` : `${count} of ${all} are new and will be left out.`,
    },
    remove: {
      heading: 'Take opt-outs back',
      now: 'Take them back',
      told: (n: number, count: string, all: string) =>
        n === 1
          ? `1 of ${all} was opted out and is not any more.`
          : `${count} of ${all} were opted out and are not any more.`,
    },
    find: {
      heading: 'Look up who has opted out',
      now: 'Look them up',
      told: (n: number, count: string, all: string) =>
        n === 1 ? `1 of ${all} has opted out.` : `${count} of ${all} have opted out.`,
    },
  },
  findPrivacy: 'The file is read here, in the browser. Nothing of it is sent.',
  downloadFound: 'Download who has opted out',
  undo: 'Undo',
  undone: (n: number, count: string) => (n === 1 ? '1 is opted out again.' : `${count} are opted out again.`),
  numbersOf: 'Country of the numbers',
  numbersOfHint: 'Where those without a country code belong.',
  scope: 'They hold for',
  all: 'everything',
  file: 'File with their numbers (CSV or Excel)',
  privacy: 'The file is read here, in the browser. Only hashes of the numbers are sent.',
  why: 'Why',
  whyHint: 'Kept with the date, for whoever asks.',
  whyMissing: 'Say why: it is kept for whoever asks.',
  fileMissing: 'Choose a file.',
  working: (share: string) => `Sending: ${share}`,
  noNumber: (n: number, count: string) =>
    n === 1 ? '1 row has no number that could be read.' : `${count} rows have no number that could be read.`,
  removals: 'Taken back lately',
  noRemovals: 'Nobody has been taken back.',
  when: 'When',
  who: 'By whom',
  hash: 'Hash',
  by: {
    'opt-out-page': 'the person, on the opt-out page',
    keyword: 'the person, who answered START',
    import: 'an import',
    marketer: 'somebody who was signed in',
  },
  byToken: (name: string) => `the token “${name}”`,
  scopeOfList: (host: string, list: string) => `${host}, the list “${list}”`,
  ofWhichList: 'Which list',
  listHint: 'Optional. Without it they hold for all that is sent by the domain.',
};
