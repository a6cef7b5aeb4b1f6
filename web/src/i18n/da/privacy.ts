import type { SameShape } from '../dictionary.ts';
import type { privacy as english } from '../en/privacy.ts';

export const privacy: SameShape<typeof english> = {
  heading: 'Privatliv',
  life: (days) =>
    days === 1
      ? 'De enkelte opslag gemmes i et døgn. Derefter er kun summerne tilbage, og hvem der klikkede.'
      : `De enkelte opslag gemmes i ${days} døgn. Derefter er kun summerne tilbage, og hvem der klikkede.`,
  lifeInTotal: (days) =>
    days === 1
      ? 'De enkelte opslag gemmes i et døgn. Derefter er kun summerne tilbage.'
      : `De enkelte opslag gemmes i ${days} døgn. Derefter er kun summerne tilbage.`,
  ends: (first, last) =>
    `I denne kampagne forsvinder de første ${first}, de sidste ${last}. Indtil da kan de gemmes som fil og bedømmes efter nyere regler.`,
  endsAt: (at) =>
    `I denne kampagne forsvinder de ${at}. Indtil da kan de gemmes som fil og bedømmes efter nyere regler.`,
  noneHeld:
    'Ingen enkelte opslag i denne kampagne er gemt nu: der er ingen fil med opslag, og intet kan bedømmes igen.',
  personal:
    'En række på listen og hashværdien af et nummer er personoplysninger: med din liste, eller med nøglen, fører de til et menneske.',
  newer: (n, count) =>
    n === 1
      ? '1 forespørgsel er bedømt efter ældre regler end dem, der gælder nu.'
      : `${count} forespørgsler er bedømt efter ældre regler end dem, der gælder nu.`,
  judge: 'Bedøm igen',
  judging: 'Bedømmer …',
  judged: (hits, changed) =>
    hits === '1'
      ? '1 opslag er bedømt igen, anderledes end før.'
      : `${hits} opslag er bedømt igen, ${changed} af dem anderledes end før.`,
  judgedSame: (hits) =>
    hits === '1' ? '1 opslag er bedømt igen, som før.' : `${hits} opslag er bedømt igen, alle som før.`,
  figures: (clicksBefore, clicksAfter, clickersBefore, clickersAfter) =>
    `Klik: ${clicksBefore} før, ${clicksAfter} nu. Mennesker, der klikkede: ${clickersBefore} før, ${clickersAfter} nu.`,
  figuresSame: 'Klik og mennesker, der klikkede, er de samme.',
  judgedPart: 'Nogle af de enkelte opslag er allerede væk; det, der er talt af dem, står, som det gjorde.',
  gone: 'De bliver, som de er: enkelte opslag gemmes kun nogle dage, og disse er væk, så de kan ikke bedømmes igen.',
  eraseHeading: 'Slet en modtager',
  eraseLead: 'Til når nogen beder dig om det. Det, klikspor ved om én modtager af denne kampagne, forsvinder.',
  who: 'Række på listen, eller et link fra beskeden',
  whoHint: 'Den første modtager er række 1; overskrifter og udeladte rækker tælles ikke med.',
  whoLink: 'Filerne med opslag og ordrer har den under “row”. Et link viser af sig selv, hvis det er.',
  whoMissing: 'Skriv en række eller et link.',
  whoByRow: 'Række på listen',
  rowMissing: 'Skriv en række.',
  rowRange: (rows) => `Listen har række 1 til ${rows}.`,
  linkUnknown: 'Ingen modtager af denne kampagne har fået det link. Kopiér det, som det står i beskeden.',
  erase: 'Slet …',
  eraseAsk: (who) => `Slet ${who}?`,
  row: (row) => `række ${row}`,
  thatLink: 'den, der fik dette link',
  eraseGoes:
    'Væk er klik, beskeden, hvis den venter eller ligger i udbakken, hvad der blev af den, ordrer og hashværdien af nummeret.',
  eraseMessage: 'Væk er beskeden, hvis den venter eller ligger i udbakken, og hvad der blev af den.',
  eraseStays: 'Har vedkommende afmeldt sig, gælder det stadig: nummeret får ikke dine næste beskeder.',
  eraseFigures:
    'Tallene tælles forfra, som havde vedkommende aldrig klikket. Er enkelte opslag allerede væk, har én færre klikket, og andre summer bliver stående.',
  cannotUndo: 'Det kan ikke fortrydes.',
  eraseNow: 'Slet nu',
  keep: 'Behold',
  erasing: 'Sletter …',
  erased: (row, hits, orders) =>
    `Række ${row} er slettet: opslag ${hits}, ordrer ${orders}. Tallene ovenfor er talt uden dem.`,
  erasedMessage: (row) => `Række ${row} er slettet.`,
  erasedSums: (row, hits, orders) =>
    `Række ${row} er slettet: opslag ${hits}, ordrer ${orders}. Nogle enkelte opslag var allerede væk, så summerne af klik står, som de gjorde.`,
  optOut: {
    told: 'Vedkommende havde afmeldt sig og står stadig blandt dem, der har afmeldt sig.',
    kept: 'Vedkommende havde afmeldt sig, og hashværdier af numrene blev aldrig sendt: afmeldingens række bliver stående, ellers ville ingen kende den.',
  },
  deleteHeading: 'Slet kampagnen',
  deleteLead: 'Vil du bare lægge den væk, så arkivér den: så virker dens links stadig.',
  delete: 'Slet …',
  deleteAsk: (name) => `Slet “${name}”?`,
  lost: 'Det mister du',
  lostItems: [
    'Beskeden, linkenes adresser og denne rapport med alle dens tal.',
    'Klik, leveringer, ordrer og hashværdierne af numrene.',
    'Links, der viser rapporten til andre, og valgte navne, der fører til den.',
  ],
  kept: 'Det bliver',
  keptItems: [
    'At en kampagne med dette nummer blev slettet og hvornår, og hvor meget der var i den.',
    'Hvem der har afmeldt sig. De får ikke dine næste beskeder.',
    'Det, afmeldingssiden skal bruge: den virker stadig. Andre links siger, at de er udløbet.',
  ],
  late: 'Af den, der afmelder sig bagefter, kendes kun rækken: hashværdien af nummeret er væk. Det står under “Kampagner”, og kun du, der har listen, kan sige, hvem det er.',
  deleteNow: 'Slet kampagnen',
  deleting: 'Sletter …',
  isDeleted: (name, id) => `“${name}” (${id}) er slettet.`,
  deletedHeading: 'Slettede kampagner',
  deletedLead:
    'Det, der er tilbage af dem: hvornår de blev slettet, hvor meget der gik, og afmeldinger, som ingen andre kender.',
  none: 'Ingen.',
  campaign: 'Kampagne',
  when: 'Slettet',
  recipients: 'Modtagere',
  hits: 'Opslag',
  orders: 'Ordrer',
  optOuts: 'Afmeldinger, der er beholdt',
  more: 'Vis flere',
  going: (n, count) =>
    n === 1 ? '1 tæller mangler at slette det, den har.' : `${count} tællere mangler at slette det, de har.`,
  look: 'Se efter afmeldinger',
  lookNamed: (id) => `Se efter afmeldinger fra ${id}`,
  noLate: 'Der er ingen, som ikke kendes andre steder.',
  lateRows: (n, rows) =>
    n === 1
      ? `Række ${rows} på listen har afmeldt sig og udelades ikke af dine næste lister. Har du listen, så tilføj nummeret under “Afmeldte”.`
      : `Række ${rows} på listen har afmeldt sig og udelades ikke af dine næste lister. Har du listen, så tilføj numrene under “Afmeldte”.`,
};
