export const values = {
  title: 'Outside GSM-7 in the recipients’ own values',
  lead: 'These messages alone become UCS-2. Written as below they stay within GSM-7; the file itself is not changed.',
  recipients: (n: number, count: string) => (n === 1 ? '1 recipient' : `${count} recipients`),
  saves: (n: number, count: string, amount: string) => `saves ${count} ${n === 1 ? 'segment' : 'segments'}${amount}`,
  savesNothing: 'saves no segment',
  all: 'Write all of them within GSM-7',
  undo: 'Undo',
  done: 'Written within GSM-7 for this list.',
  written: (from: string, to: string) => `${from} is written as ${to}`,
  show: 'Show one',
  showNamed: (text: string) => `Show one with ${text}`,
  partly: (count: string) => `Savings are counted over the first ${count} of these recipients.`,
};
