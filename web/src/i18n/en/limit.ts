/** The words of a limit on segments, loaded with the first list or the first shorter text. */
export const limit = {
  label: 'Limit for each message',
  none: 'No limit',
  atMost: (n: number, count: string) => (n === 1 ? 'At most 1 segment' : `At most ${count} segments`),
  within: 'Every message stays within it.',
  over: (n: number, count: string) => (n === 1 ? '1 recipient is above it' : `${count} recipients are above it`),
  above: 'Recipients above it',
  choices: { send: 'Send anyway', 'leave-out': 'Leave them out', shorten: 'Send a shorter text' },
  effects: {
    send: (n: number, count: string, amount: string) =>
      `That takes ${count} ${n === 1 ? 'segment' : 'segments'} more than the limit allows${amount}.`,
    'leave-out': (n: number, count: string, amount: string) =>
      `They get no message. That saves ${count} ${n === 1 ? 'segment' : 'segments'}${amount}.`,
    shorten: (n: number, count: string, amount: string) =>
      `They get the shorter text. That saves ${count} ${n === 1 ? 'segment' : 'segments'}${amount}.`,
  },
  costsMore: (n: number, count: string, amount: string) =>
    `They get the shorter text. That takes ${count} ${n === 1 ? 'segment' : 'segments'} more${amount}.`,
  savesNothing: 'They get the shorter text. That saves no segment.',
  amount: (text: string) => ` (${text})`,
  still: (n: number, count: string) =>
    n === 1
      ? '1 is still above the limit, and gets it all the same.'
      : `${count} are still above the limit, and get it all the same.`,
  showStill: 'Show the first of them',
  unwritten: 'The shorter text is not written yet. Until it is, they get the message as it stands.',
  write: 'Go to the shorter text',
  list: (n: number, count: string) => (n === 1 ? 'Who is above the limit' : `Who is above the limit (${count})`),
  first: (shown: string, all: string) => `${shown} of ${all}: those that take most segments come first.`,
  instead: (before: string, after: string) => `${before}, with the shorter text ${after}`,
  nothing: (before: string) => `${before}: no message`,
  outside: 'not GSM-7',
  noneOwn: 'The text is too long by itself: it has no merge field.',
  show: 'Show in phone',
  showNamed: (number: string) => `Show in phone: ${number}`,
  more: 'Show more of them',
  download: 'Download all their numbers',
  headings: ['number', 'segments', 'segments sent'] as [string, string, string],
  file: 'above the limit',
  shorter: 'Shorter text',
  lead: (limit: string) => `For recipients whose message takes more than ${limit}.`,
  textLabel: 'Shorter message text',
  textHint: 'Its links must be links of the message: clicks are counted together.',
  insertLink: (url: string) => `Insert the link ${url}`,
  insertOptOut: 'Insert the opt-out',
  insertField: (name: string) => `Insert merge field ${name} in the shorter text`,
  begin: 'Begin with the message',
  foreign: (url: string) =>
    `The message has no link to ${url}. Use one of the message’s links here, or write this one there too.`,
  foreignOptOut: 'The message has no opt-out link. Write one there too, or opt out here as the message does.',
  getsShorter: 'Above the limit: this recipient gets the shorter text.',
  getsNothing: 'Gets no message',
  because: (segments: string, limit: string) => `The message would take ${segments}; the limit is ${limit}.`,
  regained: (n: number, count: string) =>
    `takes ${count} ${n === 1 ? 'segment' : 'segments'} more: recipients come within the limit and get a message`,
  leftOut: (n: number, count: string) => (n === 1 ? '1 is left out.' : `${count} are left out.`),
  madeLeftOut: (n: number, count: string, limit: string) =>
    n === 1
      ? `1 recipient of the list is not in the file: the message would take more than ${limit}.`
      : `${count} recipients of the list are not in the file: their message would take more than ${limit}.`,
  madeShorter: (limit: string) => `Recipients whose message would take more than ${limit} get the shorter text.`,
};
