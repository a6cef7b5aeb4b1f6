/** Whether a list is the one a campaign was published with, what differs, and what to do. */
export const listCheck = {
  comparing: 'Comparing the list with the campaign’s …',
  choose: 'Choose the list',
  chooseOther: 'Choose another file',
  file: (name: string, day: string) => `${name} of ${day}`,
  published: (file: string, rows: string) =>
    `The campaign was published with ${file}, ${rows} ${rows === '1' ? 'row' : 'rows'}.`,
  anotherOrder: (file: string) =>
    `${file} has the same numbers in another order. The links and opt-outs of one customer would be taken for another’s.`,
  otherRows: (file: string, rows: string, instead: string) =>
    `${file} has ${rows} ${rows === '1' ? 'row' : 'rows'} instead of ${instead}.`,
  otherNumbers: (file: string) => `${file} has as many rows, but not the same numbers: it is another list.`,
  otherList: (file: string) => `${file} has as many rows, but not the same numbers in the same order.`,
  otherHalves: (file: string) =>
    `${file} is the right list, but its halves were drawn in another way: this version of klikspor cannot draw them again.`,
  unreadable: 'The file could not be read again the way it was read for the campaign. Choose it once more.',
  notCompared: 'The list could not be compared with the campaign’s.',
  load: 'Choose the file it was published with, as it was then: not sorted, and with no rows added or removed.',
  mayBeHalf:
    'Was it one of two versions? Then only the browser that published it knows which half of the list it went to.',
  differs: {
    country: (then: string, now: string) =>
      `Numbers without a country code were read as numbers in ${then}; now as numbers in ${now}.`,
    numberColumn: (then: string, now: string) => `The numbers were read from column ${then}; now from column ${now}.`,
    leftOut: (then: string, now: string) => `Rows of the file that were left out: ${then} then, ${now} now.`,
  },
  column: (position: string) => `no. ${position}`,
  readAsThen: 'Read it as it was read then',
  notKept:
    'Nobody can see which list this campaign was published with: a program published it, or klikspor did before it kept that.',
  keyGone:
    'The server has lost the key that tells lists apart, so nobody can see whether this is the list. The one who runs klikspor can put SLUG_KEY back.',
  sameRows: (file: string, rows: string) =>
    `${file} has the right number of rows, ${rows}. If the order is another one, links and opt-outs go to the wrong people.`,
  vouch: 'It is the same list, in the same order',
  valuesChanged:
    'The numbers are the campaign’s, but the other columns are not: with them others would be above the limit on segments. Choose the file as it was then.',
  replaced:
    'Another list was loaded while the campaign was being published, so it was not. Look it over and publish again.',
  changed:
    'Something was written while the campaign was being published, so it was not. Look it over and publish again.',
  fieldMissing: (name: string) =>
    `The numbers are the campaign’s, but the file has no column “${name}”, which the message uses. Choose the file as it was then.`,
};
