export const values = {
  title: 'Tegn uden for GSM-7 i modtagernes egne værdier',
  lead: 'Kun disse beskeder bliver til UCS-2. Skrevet som herunder holder de sig til GSM-7; selve filen ændres ikke.',
  recipients: (n: number, count: string) => (n === 1 ? '1 modtager' : `${count} modtagere`),
  saves: (n: number, count: string, amount: string) => `sparer ${count} ${n === 1 ? 'segment' : 'segmenter'}${amount}`,
  savesNothing: 'sparer ingen segmenter',
  all: 'Skriv dem alle med GSM-7',
  undo: 'Fortryd',
  done: 'Skrevet med GSM-7 i denne liste.',
  written: (from: string, to: string) => `${from} skrives som ${to}`,
  show: 'Vis en',
  showNamed: (text: string) => `Vis en med ${text}`,
  partly: (count: string) => `Besparelsen er talt op for de første ${count} af disse modtagere.`,
};
