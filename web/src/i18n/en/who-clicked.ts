/** Who clicked and who did not: lists of them, and a new message to some. */
export const whoClicked = {
  heading: 'Who clicked',
  lead: 'klikspor knows rows, not people. Here they are looked up in your list, in this window.',
  needList: 'The server does not know who clicked: it knows rows, and they stand in the campaign’s list.',
  file: 'List of',
  choices: {
    clicked: 'those who clicked',
    'not-clicked': 'those who did not click',
    converted: 'those who ordered',
    'opted-out': 'those who opted out',
    delivered: 'those the message was delivered to',
    failed: 'those it was not delivered to',
  },
  link: (name: string) => `those who clicked “${name}”`,
  notLink: (name: string) => `those who did not click “${name}”`,
  download: 'Download as CSV',
  saved: (n: number, count: string) => (n === 1 ? '1 row saved' : `${count} rows saved`),
  nobody: 'Nobody: there is nothing to save.',
  unnamed: (n: number, count: string) =>
    n === 1
      ? 'One more is counted whose row was lost with a counter’s storage.'
      : `${count} more are counted whose rows were lost with a counter’s storage.`,
  again: 'Write to those who did not click',
  plan: (kept: string, rows: string) => `A new message to ${kept} of ${rows} on the list`,
  left: {
    clicked: (n: number, count: string) => (n === 1 ? '1 has clicked' : `${count} have clicked`),
    optedOut: (n: number, count: string) => (n === 1 ? '1 has opted out' : `${count} have opted out`),
    unreachable: (n: number, count: string) =>
      n === 1 ? '1 has a number that takes no messages' : `${count} have numbers that take no messages`,
  },
  leftOut: 'Left out:',
  nobodyLeft: 'Nobody is left: everybody clicked, opted out or cannot be reached.',
  open: 'Write the message',
  opening: 'Making the list …',
  notMade: 'The list could not be made. Nothing was changed.',
  listName: 'did not click',
  reasonHeading: 'left out because',
  reasons: { clicked: 'clicked', optedOut: 'opted out', unreachable: 'takes no messages' },
  reduced: (campaign: string, kept: string, rows: string) =>
    `Those who did not click in “${campaign}”: ${kept} of ${rows} on its list.`,
  whole: 'Take the whole list again',
  saveList: 'Save this list',
  saveHint: 'You need it when you come back to the campaign: its messages belong to these rows.',
  saveLeft: 'Save those left out',
};
