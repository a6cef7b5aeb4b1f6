import type { SameShape } from '../dictionary.ts';
import type { whoClicked as english } from '../en/who-clicked.ts';

export const whoClicked: SameShape<typeof english> = {
  heading: 'Hvem klikkede',
  lead: 'klikspor kender rækker, ikke mennesker. Her slås de op i din liste, i dette vindue.',
  needList: 'Serveren ved ikke, hvem der klikkede: den kender rækker, og de står i kampagnens liste.',
  file: 'Liste over',
  choices: {
    clicked: 'dem, der klikkede',
    'not-clicked': 'dem, der ikke klikkede',
    converted: 'dem, der bestilte',
    'opted-out': 'dem, der afmeldte sig',
    delivered: 'dem, beskeden blev leveret til',
    failed: 'dem, den ikke blev leveret til',
  },
  link: (name) => `dem, der klikkede på “${name}”`,
  notLink: (name) => `dem, der ikke klikkede på “${name}”`,
  download: 'Hent som CSV',
  saved: (n, count) => (n === 1 ? '1 række gemt' : `${count} rækker gemt`),
  nobody: 'Ingen: der er intet at gemme.',
  unnamed: (n, count) =>
    n === 1
      ? 'Der er talt én til, hvis række gik tabt med en tællers lager.'
      : `Der er talt ${count} til, hvis rækker gik tabt med en tællers lager.`,
  again: 'Skriv til dem, der ikke klikkede',
  plan: (kept, rows) => `En ny besked til ${kept} af ${rows} på listen`,
  left: {
    clicked: (n, count) => (n === 1 ? '1 har klikket' : `${count} har klikket`),
    optedOut: (n, count) => (n === 1 ? '1 har afmeldt sig' : `${count} har afmeldt sig`),
    unreachable: (n, count) =>
      n === 1 ? '1 har et nummer, der ikke tager imod beskeder' : `${count} har numre, der ikke tager imod beskeder`,
  },
  leftOut: 'Udelades:',
  nobodyLeft: 'Der er ingen tilbage: alle har klikket, har afmeldt sig eller kan ikke nås.',
  open: 'Skriv beskeden',
  opening: 'Laver listen …',
  notMade: 'Listen kunne ikke laves. Intet er ændret.',
  listName: 'klikkede ikke',
  reasonHeading: 'udeladt fordi',
  reasons: { clicked: 'har klikket', optedOut: 'har afmeldt sig', unreachable: 'tager ikke imod beskeder' },
  reduced: (campaign, kept, rows) => `Dem, der ikke klikkede i “${campaign}”: ${kept} af ${rows} på listen.`,
  whole: 'Tag hele listen igen',
  saveList: 'Gem denne liste',
  saveHint: 'Du skal bruge den, når du vender tilbage til kampagnen: dens beskeder hører til disse rækker.',
  saveLeft: 'Gem de udeladte',
};
