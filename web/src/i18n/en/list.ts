import type { RowProblem } from '../../engine/protocol.ts';

export const list = {
  list: {
    drop: 'Drop a CSV file here',
    or: 'or',
    choose: 'Choose CSV file',
    privacy: 'It is read in your browser and never uploaded.',
    reading: (percent: string) => `Reading … ${percent}`,
    loaded: (count: string) => `${count} recipients`,
    replace: 'Choose another file',
    remove: 'Remove list',
    numberColumn: 'Column with phone numbers',
    numberColumnHint: 'Which column holds the phone numbers?',
    file: (encoding: string, separator: string) => `${encoding}, separated by ${separator}`,
    tab: 'tab',
    leftOut: (n: number, count: string) => (n === 1 ? '1 row was left out' : `${count} rows were left out`),
    leftOutMore: (count: string) => `… and ${count} more, all of them in the download.`,
    leftOutDownload: 'Download rows left out',
    row: 'Row',
    reason: 'Reason',
    value: 'Content',
    problems: {
      'number-missing': 'No phone number',
      'number-not-digits': 'Letters in the phone number',
      'number-rounded': 'Excel has rounded the number. Format the column as text and export again',
      'number-impossible': 'Not a possible phone number: too short or too long',
      'number-duplicate': 'The number is in the list already',
      'row-too-long': 'More cells than columns: a separator inside a value?',
      'row-broken-quotes': 'A quotation mark is opened and not closed',
    } satisfies Record<RowProblem, string>,
    failures: {
      'empty-file': 'The file is empty.',
      'no-number-column': 'No column looks like phone numbers. Choose it yourself.',
      unreadable: 'The file cannot be read. Save it as CSV and try again.',
    },
  },
};
