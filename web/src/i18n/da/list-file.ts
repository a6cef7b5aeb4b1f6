import type { SameShape } from '../dictionary.ts';
import type { listFile as english } from '../en/list-file.ts';

export const listFile: SameShape<typeof english> = {
  notRead: (file) => `“${file}” kan ikke læses.`,
  asked: (file) => `“${file}” er ikke læst endnu: der mangler et svar.`,
  stillLoaded: (file, count) =>
    `Listen fra før er stadig indlæst: “${file}” med ${count} ${count === '1' ? 'modtager' : 'modtagere'}. Der udgives intet, før du siger, hvilken der menes.`,
  goOn: (file) => `Fortsæt med “${file}”`,
  failures: {
    'empty-file': 'Den er tom.',
    'no-number-column': 'Ingen kolonne ligner telefonnumre. Vælg den selv.',
    unreadable:
      'Den er beskadiget eller skrevet på en måde, der ikke forstås her. Åbn den i det program, den kommer fra, gem den som CSV (UTF-8), og vælg den fil.',
    locked:
      'Den er beskyttet med en adgangskode. Åbn den i Excel, fjern adgangskoden (Filer, Oplysninger, Beskyt projektmappe), gem den, og vælg den igen.',
    xls: 'Den er fra en Excel før 2007 (.xls). Åbn den i Excel eller LibreOffice, gem den som Excel-projektmappe (.xlsx), og vælg den fil.',
    xlsb: 'Den er en binær projektmappe (.xlsb). Åbn den i Excel, gem den som Excel-projektmappe (.xlsx), og vælg den fil.',
    ods: 'Den er et OpenDocument-regneark (.ods). Åbn den i LibreOffice, gem den som Excel 2007–365 (.xlsx) eller Tekst CSV, og vælg den fil.',
    numbers:
      'Den er et regneark fra Apple Numbers. Åbn den i Numbers, vælg Arkiv, Eksporter til, Excel, og vælg den fil, der kommer ud af det.',
    'web-page':
      'Den er en webside med en tabel, uanset hvad den hedder. Åbn den i Excel, gem den som Excel-projektmappe (.xlsx), og vælg den fil, eller kopiér tabellen, og indsæt den her.',
    pdf: 'Den er en PDF. Bed om listen som regneark, eller kopiér den, og indsæt den her.',
    archive: 'Den er en pakket fil. Pak den ud, og vælg listen, der ligger i den.',
    'not-text': 'Den er ikke en liste: hverken tekst, regneark eller adressebog.',
  },
  problems: {
    'number-missing': 'Intet telefonnummer',
    'number-not-digits': 'Bogstaver i telefonnummeret',
    'number-rounded': 'Excel har afrundet nummeret. Formatér kolonnen som tekst, og eksportér igen',
    'number-decimal':
      'Nummeret har decimaler, så der er regnet med det. Formatér kolonnen som tekst, og eksportér igen',
    'number-date': 'En dato, ikke et telefonnummer',
    'number-impossible': 'Ikke et muligt telefonnummer: for kort eller for langt',
    'number-duplicate': 'Nummeret står allerede på listen',
    'row-too-long': 'Flere celler end kolonner: et skilletegn inde i en værdi?',
    'row-title': 'En titel eller overskrifter, ikke en modtager',
    'row-broken-quotes': 'Et citationstegn åbnes uden at blive lukket',
    'row-broken-encoding': 'Bogstaver gik tabt, da filen blev gemt: ingen kan se hvilke',
  },
  titles: (n, lines) =>
    n === 1
      ? `Række ${lines} er en titel eller overskrifter, ikke en modtager.`
      : `${lines} rækker er titler eller overskrifter, ikke modtagere.`,
  encodingQuestion: 'Hvilken læsning viser navnene, som de skal være?',
  readAs: (encoding) => `Læs som ${encoding}`,
  columnQuestion: 'Hvilken kolonne indeholder telefonnumrene? Efter filens første rækker at dømme kan det være flere.',
  columnDoubt: 'Er det telefonnumre? Filen siger det ikke, og kunde- eller ordrenumre kan ligne dem.',
  columnCounts: (mobiles, filled) => `Mobilnumre: ${mobiles} ud af ${filled}`,
  columnOthers: (n, others) => `${others} ${n === 1 ? 'andet telefonnummer' : 'andre telefonnumre'}`,
  columnExamples: (values) => `De første: ${values}`,
  columnTake: (name) => `Brug “${name}”`,
  onlyNumbers: 'Eller er de alle modtagere, flere på hver linje?',
  everyNumber: 'Tag alle numre',
  columnAnother: 'En anden kolonne',
  sheetQuestion: 'Hvilket ark har modtagerne?',
  sheet: (name, n, rows) => `${name} (${rows} ${n === 1 ? 'række' : 'rækker'})`,
  hiddenQuestion: (n, hidden, shown) =>
    `${hidden} ${n === 1 ? 'række' : 'rækker'} i arket er ${n === 1 ? 'skjult' : 'skjulte'}, som et filter efterlader dem, ud over ${shown}, der kan ses. Er ${n === 1 ? 'den også en modtager' : 'de også modtagere'}?`,
  hiddenOut: 'Udelad de skjulte rækker',
  hiddenIn: 'Tag de skjulte rækker med',
  hiddenAreOut: (n, count) =>
    n === 1 ? '1 skjult række i arket er udeladt.' : `${count} skjulte rækker i arket er udeladt.`,
  hiddenAreIn: (n, count) =>
    n === 1 ? '1 skjult række i arket er taget med.' : `${count} skjulte rækker i arket er taget med.`,
  passedOver: (n, count) =>
    n === 1
      ? 'Én række har to numre: det ene er taget, og 1 nummer er sprunget over.'
      : `Nogle rækker har flere numre: ét i hver er taget (i en celle det første mobilnummer), og ${count} numre er sprunget over.`,
  ofSheet: (name) => `arket “${name}”`,
  ofCards: 'adressebog (vCard)',
  encoding: 'Tegnsæt',
  sheetLabel: 'Ark i filen',
  encodings: {
    'utf-8': 'UTF-8',
    'utf-8-twice': 'UTF-8, kodet to gange',
    'utf-16le': 'UTF-16',
    'utf-16be': 'UTF-16 (big endian)',
    'windows-1252': 'Windows-1252 (Vesteuropa)',
    'iso-8859-15': 'ISO-8859-15 (Vesteuropa)',
    macintosh: 'MacRoman (gamle Mac’er)',
    ibm850: 'CP850 (DOS)',
    'windows-1250': 'Windows-1250 (Centraleuropa)',
    'iso-8859-2': 'ISO-8859-2 (Centraleuropa)',
    ibm852: 'CP852 (DOS, Centraleuropa)',
    'windows-1257': 'Windows-1257 (Baltikum)',
    'windows-1254': 'Windows-1254 (tyrkisk)',
    ibm857: 'CP857 (DOS, tyrkisk)',
    'windows-1251': 'Windows-1251 (kyrillisk)',
    'koi8-r': 'KOI8-R (kyrillisk)',
    'koi8-u': 'KOI8-U (kyrillisk)',
    ibm866: 'CP866 (DOS, kyrillisk)',
    'windows-1253': 'Windows-1253 (græsk)',
    'windows-1255': 'Windows-1255 (hebraisk)',
    'windows-1256': 'Windows-1256 (arabisk)',
    'windows-874': 'Windows-874 (thai)',
    shift_jis: 'Shift_JIS (japansk)',
    gb18030: 'GB18030 (forenklet kinesisk)',
    big5: 'Big5 (traditionelt kinesisk)',
    'euc-kr': 'EUC-KR (koreansk)',
  },
  takenAlone: (file) => `Der læses én fil ad gangen: kun “${file}” er taget.`,
  pasteLabel: 'Listen',
  pasteHint: 'Et nummer på hver linje, celler kopieret fra et regneark, eller CSV.',
  take: 'Læs listen',
  pastedName: 'Indsat liste',
};
