export const gateways = {
  spreadsheets: 'For a spreadsheet',
  gateways: 'For a gateway',
  /** The others go by their own names. */
  names: { generic: 'Any gateway (CSV)', ndjson: 'Any gateway (NDJSON)' },
  spreadsheetHint:
    'For reading. What a spreadsheet would compute (= + - @ in front) gets an apostrophe: for sending, choose a gateway.',
  gatewayHint: 'The exact texts, for sending. Not for opening in a spreadsheet.',
  source: (name: string, day: string) => `Columns and keys as ${name} documents them, read ${day}.`,
};
