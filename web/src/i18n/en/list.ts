import type { RowProblem } from '../../../../lists/left-out.ts';

export const list = {
  list: {
    drop: 'Drop a spreadsheet (.xlsx), CSV or an address book (.vcf) here,',
    or: 'or',
    choose: 'Choose file',
    paste: 'Paste a list',
    privacy: 'It is read in your browser and never uploaded.',
    reading: (percent: string) => `Reading … ${percent}`,
    loaded: (count: string) => (count === '1' ? '1 recipient' : `${count} recipients`),
    replace: 'Choose another file',
    remove: 'Remove list',
    numberColumn: 'Column with phone numbers',
    numberColumnHint: 'Which column holds the phone numbers?',
    file: (separator: string) => `separated by ${separator}`,
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
      'number-decimal':
        'The number has decimals, so it was calculated with. Format the column as text and export again',
      'number-date': 'A date, not a phone number',
      'number-impossible': 'Not a possible phone number: too short or too long',
      'number-duplicate': 'The number is in the list already',
      'row-too-long': 'More cells than columns: a separator inside a value?',
      'row-broken-quotes': 'A quotation mark is opened and not closed',
      'row-broken-encoding': 'Letters got lost when the file was saved: nobody can tell which',
    } satisfies Record<RowProblem, string>,
  },
};
