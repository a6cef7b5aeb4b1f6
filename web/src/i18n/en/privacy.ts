/** How long hits are held, judging them anew, and what goes: one recipient, or a campaign. */
export const privacy = {
  heading: 'Privacy',
  // How long raw hits are held.
  life: (days: number) =>
    days === 1
      ? 'Single hits are held for a day. After that their sums are left, and who clicked.'
      : `Single hits are held for ${days} days. After that their sums are left, and who clicked.`,
  // Of a campaign that knows no recipients.
  lifeInTotal: (days: number) =>
    days === 1
      ? 'Single hits are held for a day. After that their sums are left.'
      : `Single hits are held for ${days} days. After that their sums are left.`,
  ends: (first: string, last: string) =>
    `Of this campaign the first go ${first}, the last ${last}. Until then the hits can be saved as a file, and judged by newer rules.`,
  endsAt: (at: string) =>
    `Those of this campaign go ${at}. Until then they can be saved as a file, and judged by newer rules.`,
  noneHeld: 'No hit of this campaign is held now: there is no file of hits, and nothing can be judged anew.',
  personal:
    'A row of the list, and a hash of a number, are personal data: with your list, or with the key, they lead to a person.',
  // Judging anew.
  newer: (n: number, count: string) =>
    n === 1
      ? '1 request was judged by older rules than today’s.'
      : `${count} requests were judged by older rules than today’s.`,
  judge: 'Judge again',
  judging: 'Judging …',
  judged: (hits: string, changed: string) =>
    hits === '1'
      ? '1 hit was judged again, otherwise than before.'
      : `${hits} hits were judged again, ${changed} of them otherwise than before.`,
  judgedSame: (hits: string) =>
    hits === '1' ? '1 hit was judged again, as before.' : `${hits} hits were judged again, all as before.`,
  figures: (clicksBefore: string, clicksAfter: string, clickersBefore: string, clickersAfter: string) =>
    `Clicks: ${clicksBefore} before, ${clicksAfter} now. People who clicked: ${clickersBefore} before, ${clickersAfter} now.`,
  figuresSame: 'Clicks and people who clicked are as they were.',
  judgedPart: 'Some of the hits are gone already; what was counted of those stands as it was.',
  gone: 'They stay as they are: single hits are held for some days only, and those are gone, so they cannot be judged again.',
  // One recipient.
  eraseHeading: 'Erase a recipient',
  eraseLead: 'For somebody who asks you to. What klikspor knows of one recipient of this campaign goes.',
  who: 'Row on the list, or a link from the message',
  whoHint: 'The first recipient is row 1; headings and rows left out are not counted.',
  // Where links are of one recipient.
  whoLink: 'Files of hits and orders have it under “row”. A link shows whose it is by itself.',
  whoMissing: 'Write a row or a link.',
  // Of a campaign whose links are everybody’s.
  whoByRow: 'Row on the list',
  rowMissing: 'Write a row.',
  rowRange: (rows: string) => `The list has rows 1 to ${rows}.`,
  linkUnknown: 'No recipient of this campaign was sent that link. Copy it as it stands in the message.',
  erase: 'Erase …',
  eraseAsk: (who: string) => `Erase ${who}?`,
  row: (row: string) => `row ${row}`,
  thatLink: 'whoever was sent this link',
  eraseGoes:
    'Gone are clicks, the message if it waits or lies in the outbox, what became of it, orders, and the hash of the number.',
  eraseMessage: 'Gone are the message, if it waits or lies in the outbox, and what became of it.',
  eraseStays: 'If they opted out, that stays: they are not sent your next messages.',
  eraseFigures:
    'Figures are counted anew as if they had never clicked. Where single hits are gone already, one fewer has clicked, and other sums stay.',
  cannotUndo: 'This cannot be undone.',
  eraseNow: 'Erase now',
  keep: 'Keep',
  erasing: 'Erasing …',
  erased: (row: string, hits: string, orders: string) =>
    `Row ${row} is erased: hits ${hits}, orders ${orders}. The figures above are counted without them.`,
  erasedMessage: (row: string) => `Row ${row} is erased.`,
  erasedSums: (row: string, hits: string, orders: string) =>
    `Row ${row} is erased: hits ${hits}, orders ${orders}. Some single hits were gone already, so sums of clicks stay as they were.`,
  optOut: {
    told: 'They had opted out, and stay on the list of people who opted out.',
    kept: 'They had opted out, and hashes of the numbers were never sent: the row of that opt-out stays, or nobody would know of it.',
  },
  // The campaign.
  deleteHeading: 'Delete the campaign',
  deleteLead: 'To put it away, archive it instead: then its links work on.',
  delete: 'Delete …',
  deleteAsk: (name: string) => `Delete “${name}”?`,
  lost: 'What is lost',
  lostItems: [
    'The message, its links’ addresses, and this report with all its figures.',
    'Clicks, deliveries, orders, and the hashes of the numbers.',
    'Links that show the report to others, and chosen names that lead to it.',
  ],
  kept: 'What is kept',
  keptItems: [
    'That a campaign of this number was deleted and when, and how much it had.',
    'Who opted out. They are not sent your next messages.',
    'What the opt-out page needs: it still works. Other links say that they have expired.',
  ],
  late: 'Whoever opts out after that is known by the row alone: the hash of the number is gone. It is told under “Campaigns”, and only you, with the list, can say who it is.',
  deleteNow: 'Delete the campaign',
  deleting: 'Deleting …',
  // Afterwards, under Campaigns.
  isDeleted: (name: string, id: string) => `“${name}” (${id}) is deleted.`,
  deletedHeading: 'Deleted campaigns',
  deletedLead: 'What is left of them: when they were deleted, how much went, and opt-outs that nobody else knows.',
  none: 'None.',
  campaign: 'Campaign',
  when: 'Deleted',
  recipients: 'Recipients',
  hits: 'Hits',
  orders: 'Orders',
  optOuts: 'Opt-outs kept',
  more: 'Show more',
  going: (n: number, count: string) =>
    n === 1 ? '1 counter has yet to delete what it has.' : `${count} counters have yet to delete what they have.`,
  look: 'Look for opt-outs',
  lookNamed: (id: string) => `Look for opt-outs of ${id}`,
  noLate: 'There is none that is not known elsewhere.',
  lateRows: (n: number, rows: string) =>
    n === 1
      ? `Row ${rows} of its list has opted out, and is not left out of your next lists. If you have the list, add the number under “People who opted out”.`
      : `Rows ${rows} of its list have opted out, and are not left out of your next lists. If you have the list, add the numbers under “People who opted out”.`,
};
