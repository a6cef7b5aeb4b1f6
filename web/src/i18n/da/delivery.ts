import type { SameShape } from '../dictionary.ts';
import type { delivery as english } from '../en/delivery.ts';

export const delivery: SameShape<typeof english> = {
  heading: 'Levering',
  untold: 'Endnu vides intet om, hvad der blev af beskederne, så rater regnes af de sendte.',
  lead: 'Din gateway kan give dig en statusfil: et nummer og en status på hver række. Den læses her; klikspor får listens rækker og deres status, ingen numre.',
  choose: 'Vælg statusfilen',
  another: 'Tilføj endnu en statusfil',
  needList: 'Filen siger, hvilke numre der fik beskeden; hvis rækker det er, står i kampagnens liste.',
  inTotal: 'Denne kampagne tælles kun samlet, så der gemmes intet om, hvad der blev af hver besked.',
  delivered: 'Leveret',
  open: 'Åbne',
  share: (count, share) => `${count} (${share})`,
  settled: 'Rater regnes af de leverede: det vides, hvad der blev af alle beskeder.',
  dividesByDelivered: (share) =>
    `Rater regnes af de leverede. ${share} af beskederne er åbne: på vej, eller ingen ved det.`,
  dividesBySent: (share) =>
    `${share} af beskederne er åbne, så rater regnes stadig af de sendte. De regnes af de leverede, når højst 10 % er åbne.`,
  states: {
    open: 'På vej eller ukendt',
    failed: 'Fejlet',
    expired: 'Ikke nået i tide',
    refused: 'Afvist eller annulleret',
    'no-such-number': 'Nummeret findes ikke',
    blocked: 'Blokeret',
    delivered: 'Leveret',
  },
  codes: {
    inmobile: 'inMobile (1 er leveret, -1 fejlet)',
    kannel: 'Kannel (1 er leveret, 2 fejlet)',
    smpp: 'SMPP (2 er leveret, 5 fejlet)',
  },
  reading: (percent) => `Læser filen … ${percent}`,
  asked: (file) => `“${file}” er ikke læst endnu: den kræver et svar først.`,
  notRead: (file) => `“${file}” kan ikke læses.`,
  columnQuestion: 'Hvilken kolonne siger, hvad der blev af beskeden?',
  codesQuestion: (column) =>
    `“${column}” siger det med tal, og gateways mener ikke det samme med dem. Hvis tal er det?`,
  example: (values) => `Først: ${values}`,
  take: (column) => `Brug “${column}”`,
  numberColumn: 'Kolonne med numre',
  stateColumn: 'Kolonne med status',
  preview: (file) => `“${file}”, som den er forstået`,
  found: (n, found, rows) =>
    n === 1 ? `${found} modtager af ${rows} er i filen.` : `${found} modtagere af ${rows} er i filen.`,
  notOnList: (n, count) =>
    n === 1 ? '1 række har et nummer, der ikke er på listen.' : `${count} rækker har numre, der ikke er på listen.`,
  unreadable: (n, count) =>
    n === 1 ? '1 række har intet nummer, der kan læses.' : `${count} rækker har intet nummer, der kan læses.`,
  nobody: 'Ingen af filens numre er på listen. Er det filen fra en anden kampagne?',
  words: 'Hvad filens ord tælles som',
  word: 'I filen',
  rows: 'Rækker',
  counts: 'Tælles som',
  unknownWords: (n, count) =>
    n === 1
      ? 'Et af ordene kender klikspor ikke. Det tælles som ukendt, til du siger, hvad det betyder.'
      : `${count} af ordene kender klikspor ikke. De tælles som ukendt, til du siger, hvad de betyder.`,
  result: 'Listens modtagere',
  send: 'Tag den med i rapporten',
  sending: (percent) => `Sender rækker og status … ${percent}`,
  sent: (n, count) => (n === 1 ? '1 modtager taget med.' : `${count} modtagere taget med.`),
  cancel: 'Ikke denne fil',
  replaced: 'En anden liste blev indlæst imens. Vælg statusfilen igen.',
};
