export const list = {
  list: {
    drop: 'Drop a spreadsheet (.xlsx), CSV or an address book (.vcf) here,',
    or: 'or',
    choose: 'Choose file',
    paste: 'Paste a list',
    privacy: 'It is read in your browser and never uploaded.',
    reading: (percent: string) => `Reading … ${percent}`,
  },
};
