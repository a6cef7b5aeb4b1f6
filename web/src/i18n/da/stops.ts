/** Hvem der ikke skal have beskeder: ved en liste, i en rapport, og hvor de gemmes. */
import type { SameShape } from '../dictionary.ts';
import type { stops as english } from '../en/stops.ts';

export const stops: SameShape<typeof english> = {
  leftOut: (n: number, count: string) =>
    n === 1 ? '1 har afmeldt sig og er udeladt' : `${count} har afmeldt sig og er udeladt`,
  lead: 'De står i filen, men får ingen besked og er ikke modtagere i kampagnen.',
  reasons: {
    'opt-out-page': 'afmeldte sig med linket i en besked',
    keyword: 'svarede STOP',
    import: 'står på en liste over afmeldte, som du har indlæst',
    marketer: 'er tilføjet i hånden',
  },
  everything: 'og det gælder alt, du sender',
  ofList: (list: string) => `og det gælder listen “${list}”`,
  more: (count: string) => `${count} flere står i den fil, du kan hente.`,
  download: 'Hent de udeladte',
  csvHeadings: {
    ...{ row: 'række', number: 'nummer', hash: 'nummerets hashværdi' },
    ...{ day: 'dag', reason: 'grund', host: 'gælder', list: 'liste' },
  },
  fileName: '-afmeldte.csv',
  asThen:
    'Listen er læst, som den var til en tidligere kampagne: De, der har afmeldt sig siden, er med, men ikke i filerne med beskeder.',
  unread: 'Hvem der har afmeldt sig, kunne ikke læses, så ingen er udeladt endnu. Indtil da kan intet udgives.',
  retry: 'Prøv igen',
  unreadForPublishing: 'Hvem der har afmeldt sig, kunne ikke læses. Intet er udgivet: Prøv igen om et øjeblik.',
  moreNow: (n: number, count: string) =>
    n === 1
      ? '1 modtager har afmeldt sig, siden listen blev læst. Listen er læst igen uden det nummer: Se den igennem, og udgiv igen.'
      : `${count} modtagere har afmeldt sig, siden listen blev læst. Listen er læst igen uden dem: Se den igennem, og udgiv igen.`,
  unreadForFile: 'Hvem der har afmeldt sig, kunne ikke læses, så der er ikke lavet nogen fil. Prøv igen om et øjeblik.',
  notInFile: (n: number, count: string) =>
    n === 1 ? '1 har afmeldt sig siden og er ikke med.' : `${count} har afmeldt sig siden og er ikke med.`,
  sending: (share: string) => `Afmeldinger herfra gøres kendt i de næste kampagner: ${share}. Lad siden stå åben.`,
  notSent:
    'De, der afmelder sig her, udelades endnu ikke af andre kampagner: Numrenes hashværdier er ikke sendt, eller ikke alle.',
  sendNow: 'Send dem nu',
  needList: 'De laves af den liste, kampagnen blev udgivet med: Vælg den under “Beskeder”.',
  sendFailed: 'Det lykkedes ikke. Det, der er sendt, er gemt; prøv igen.',
  heading: 'Afmeldte',
  keptLead:
    'De, der afmelder sig med et link eller svarer STOP, udelades af dine næste lister. Her kan du tilføje dem, der har afmeldt sig tidligere, og ophæve det, der var en fejl.',
  keptAs:
    'Numre gemmes ikke, kun hashværdier af dem under en nøgle. De er personoplysninger alligevel: den, der har nøglen, kan prøve alle numre. Vil du se, hvem det er, så slå en liste op nedenfor.',
  nobody: 'Ingen har afmeldt sig endnu.',
  kept: 'Hvor mange der har afmeldt sig',
  numbers: 'Numre',
  unreadHere: 'Hvem der har afmeldt sig, kunne ikke læses. Prøv igen om et øjeblik.',
  downloadAll: 'Hent alle som fil',
  downloadAllHint:
    'Med hashværdier, dage og grunde, til dit arkiv. Vil du have selve numrene, så slå en liste op, der har dem.',
  forms: {
    add: {
      heading: 'Tilføj afmeldte fra en fil',
      now: 'Tilføj dem',
      told: (n: number, count: string, all: string) =>
        n === 1 ? `1 af ${all} er ny og bliver udeladt.` : `${count} af ${all} er nye og bliver udeladt.`,
    },
    remove: {
      heading: 'Ophæv afmeldinger',
      now: 'Ophæv dem',
      told: (n: number, count: string, all: string) =>
        n === 1
          ? `1 af ${all} var afmeldt og er det ikke længere.`
          : `${count} af ${all} var afmeldt og er det ikke længere.`,
    },
    find: {
      heading: 'Slå op, hvem der er afmeldt',
      now: 'Slå dem op',
      told: (n: number, count: string, all: string) =>
        n === 1 ? `1 af ${all} har afmeldt sig.` : `${count} af ${all} har afmeldt sig.`,
    },
  },
  findPrivacy: 'Filen læses her i browseren. Intet fra den sendes.',
  downloadFound: 'Hent dem, der har afmeldt sig',
  undo: 'Fortryd',
  undone: (n: number, count: string) => (n === 1 ? '1 er afmeldt igen.' : `${count} er afmeldt igen.`),
  numbersOf: 'Numrenes land',
  numbersOfHint: 'Hvor de uden landekode hører til.',
  scope: 'Det gælder',
  all: 'alt',
  file: 'Fil med deres numre (CSV eller Excel)',
  privacy: 'Filen læses her i browseren. Kun hashværdier af numrene sendes.',
  why: 'Hvorfor',
  whyHint: 'Gemmes med datoen, hvis nogen spørger.',
  whyMissing: 'Skriv hvorfor: Det gemmes, hvis nogen spørger.',
  fileMissing: 'Vælg en fil.',
  working: (share: string) => `Sender: ${share}`,
  noNumber: (n: number, count: string) =>
    n === 1 ? '1 række har intet nummer, der kan læses.' : `${count} rækker har intet nummer, der kan læses.`,
  removals: 'Ophævet for nylig',
  noRemovals: 'Ingen afmeldinger er ophævet.',
  when: 'Hvornår',
  who: 'Af hvem',
  hash: 'Hashværdi',
  by: {
    'opt-out-page': 'modtageren selv, på afmeldingssiden',
    keyword: 'modtageren selv, der svarede START',
    import: 'en indlæst fil',
    marketer: 'en, der var logget ind',
  },
  byToken: (name: string) => `adgangsnøglen “${name}”`,
  scopeOfList: (host: string, list: string) => `${host}, listen “${list}”`,
  ofWhichList: 'Hvilken liste',
  listHint: 'Valgfrit. Uden den gælder det alt, der sendes med domænet.',
};
