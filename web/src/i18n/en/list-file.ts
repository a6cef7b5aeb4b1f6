/** What there is to say of a file that is a list, or should be one. */
import type { RowProblem } from '../../../../lists/left-out.ts';
import type { FileEncoding } from '../../../../lists/text.ts';
import type { ImportFailure } from '../../list-reading/summary.ts';

export const listFile = {
  loaded: (count: string) => (count === '1' ? '1 recipient' : `${count} recipients`),
  replace: 'Choose another file',
  remove: 'Remove list',
  numberColumn: 'Column with phone numbers',
  file: (separator: string) => `separated by ${separator}`,
  tab: 'tab',
  leftOut: (n: number, count: string) => (n === 1 ? '1 row was left out' : `${count} rows were left out`),
  leftOutMore: (count: string) => `… and ${count} more, all of them in the download.`,
  leftOutDownload: 'Download rows left out',
  row: 'Row',
  reason: 'Reason',
  value: 'Content',
  notRead: (file: string) => `“${file}” cannot be read.`,
  asked: (file: string) => `“${file}” is not read yet: it takes an answer first.`,
  stillLoaded: (file: string, count: string) =>
    `The list before it is still loaded: “${file}” with ${count} ${count === '1' ? 'recipient' : 'recipients'}. Nothing is published until you say which one is meant.`,
  goOn: (file: string) => `Go on with “${file}”`,
  oneColumn: 'If name and number stand in one column, write a semicolon between them: Ann Miller;20123456.',
  failures: {
    'empty-file': 'It is empty.',
    'no-number-column': 'No column looks like phone numbers. Choose it yourself.',
    unreadable:
      'It is damaged, or written in a way that is not understood here. Open it in the program it comes from, save it as CSV (UTF-8), and choose that.',
    locked:
      'It is protected by a password. Open it in Excel, take the password off (File, Info, Protect Workbook), save it, and choose it again.',
    xls: 'It is a workbook of an Excel before 2007 (.xls). Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and choose that.',
    xlsb: 'It is a binary workbook (.xlsb). Open it in Excel, save it as an Excel workbook (.xlsx), and choose that.',
    ods: 'It is an OpenDocument spreadsheet (.ods). Open it in LibreOffice, save it as Excel 2007–365 (.xlsx) or Text CSV, and choose that.',
    numbers:
      'It is a spreadsheet of Apple Numbers. Open it in Numbers, choose File, Export To, Excel, and choose the file that makes.',
    'web-page':
      'It is a web page with a table, whatever its name says. Open it in Excel, save it as an Excel workbook (.xlsx), and choose that, or copy the table and paste it here.',
    pdf: 'It is a PDF. Ask for the list as a spreadsheet, or copy it and paste it here.',
    archive: 'It is a packed file. Unpack it, and choose the list that is in it.',
    'not-text': 'It is no list: neither text, nor a spreadsheet, nor an address book.',
  } satisfies Record<ImportFailure, string>,
  problems: {
    'number-missing': 'No phone number',
    'number-not-digits': 'Letters in the phone number',
    'number-rounded': 'Excel has rounded the number. Format the column as text and export again',
    'number-decimal': 'The number has decimals, so it was calculated with. Format the column as text and export again',
    'number-date': 'A date, not a phone number',
    'number-impossible': 'Not a possible phone number: too short or too long',
    'number-duplicate': 'The number is in the list already',
    'row-too-long': 'More cells than columns: a separator inside a value?',
    'row-title': 'A title or headings, not a recipient',
    'row-broken-quotes': 'A quotation mark is opened and not closed',
    'row-broken-encoding': 'Letters got lost when the file was saved: nobody can tell which',
  } satisfies Record<RowProblem, string>,
  titles: (n: number, lines: string) =>
    n === 1
      ? `Row ${lines} is a title or headings, not a recipient.`
      : `${lines} rows are titles or headings, not recipients.`,
  encodingQuestion: 'Which reading shows the names as they should be?',
  readAs: (encoding: string) => `Read as ${encoding}`,
  columnQuestion: 'Which column holds the phone numbers? Several look like it, by the first rows of the file.',
  columnDoubt:
    'Are these phone numbers? The file does not say so, and numbers of customers or orders may look like them.',
  columnCounts: (mobiles: string, filled: string) => `Mobile numbers: ${mobiles} of ${filled}`,
  columnOthers: (n: number, others: string) => `${others} other phone ${n === 1 ? 'number' : 'numbers'}`,
  columnExamples: (values: string) => `First: ${values}`,
  columnTake: (name: string) => `Use “${name}”`,
  onlyNumbers: 'Or are they all recipients, several on a line?',
  everyNumber: 'Take every number',
  columnAnother: 'Another column',
  sheetQuestion: 'Which sheet holds the recipients?',
  sheet: (name: string, n: number, rows: string) => `${name} (${rows} ${n === 1 ? 'row' : 'rows'})`,
  hiddenQuestion: (n: number, hidden: string, shown: string) =>
    `${hidden} ${n === 1 ? 'row' : 'rows'} of the sheet ${n === 1 ? 'is' : 'are'} hidden, as a filter leaves them, beside ${shown} that can be seen. ${n === 1 ? 'Is it a recipient' : 'Are they recipients'} too?`,
  hiddenOut: 'Leave the hidden rows out',
  hiddenIn: 'Take the hidden rows too',
  hiddenAreOut: (n: number, count: string) =>
    n === 1 ? '1 hidden row of the sheet is left out.' : `${count} hidden rows of the sheet are left out.`,
  hiddenAreIn: (n: number, count: string) =>
    n === 1 ? '1 hidden row of the sheet is read too.' : `${count} hidden rows of the sheet are read too.`,
  passedOver: (n: number, count: string) =>
    n === 1
      ? 'A row holds two numbers: one is taken, and 1 number is passed over.'
      : `Some rows hold several numbers: one of each is taken (of a cell the first mobile number), and ${count} numbers are passed over.`,
  ofSheet: (name: string) => `sheet “${name}”`,
  ofCards: 'address book (vCard)',
  encoding: 'Encoding',
  sheetLabel: 'Sheet of the file',
  encodings: {
    'utf-8': 'UTF-8',
    'utf-8-twice': 'UTF-8, encoded twice',
    'utf-16le': 'UTF-16',
    'utf-16be': 'UTF-16 (big endian)',
    'windows-1252': 'Windows-1252 (Western Europe)',
    'iso-8859-15': 'ISO-8859-15 (Western Europe)',
    macintosh: 'MacRoman (old Macs)',
    ibm850: 'CP850 (DOS)',
    'windows-1250': 'Windows-1250 (Central Europe)',
    'iso-8859-2': 'ISO-8859-2 (Central Europe)',
    ibm852: 'CP852 (DOS, Central Europe)',
    'windows-1257': 'Windows-1257 (Baltic)',
    'windows-1254': 'Windows-1254 (Turkish)',
    ibm857: 'CP857 (DOS, Turkish)',
    'windows-1251': 'Windows-1251 (Cyrillic)',
    'koi8-r': 'KOI8-R (Cyrillic)',
    'koi8-u': 'KOI8-U (Cyrillic)',
    ibm866: 'CP866 (DOS, Cyrillic)',
    'windows-1253': 'Windows-1253 (Greek)',
    'windows-1255': 'Windows-1255 (Hebrew)',
    'windows-1256': 'Windows-1256 (Arabic)',
    'windows-874': 'Windows-874 (Thai)',
    shift_jis: 'Shift_JIS (Japanese)',
    gb18030: 'GB18030 (simplified Chinese)',
    big5: 'Big5 (traditional Chinese)',
    'euc-kr': 'EUC-KR (Korean)',
  } satisfies Record<FileEncoding, string>,
  takenAlone: (file: string) => `One file is read at a time: only “${file}” was taken.`,
  pasteLabel: 'The list',
  pasteHint: 'A number on each line, with or without a name before it, cells copied from a spreadsheet, or CSV.',
  take: 'Read the list',
  pastedName: 'Pasted list',
};
