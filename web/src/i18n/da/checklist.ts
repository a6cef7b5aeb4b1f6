import type { SameShape } from '../dictionary.ts';
import type { checklist as english } from '../en/checklist.ts';

/** “08:00–20:00” with a full stop between hours and minutes, as everywhere else in Danish. */
const clock = (times: string): string => times.replaceAll(':', '.');

export const checklist: SameShape<typeof english> = {
  title: 'Tjekliste',
  severities: { error: 'Fejl', warning: 'Advarsel', hint: 'Tip', ok: 'I orden' },
  errors: (_n, count) => `${count} fejl`,
  warnings: (n, count) => (n === 1 ? '1 advarsel' : `${count} advarsler`),
  hints: (_n, count) => `${count} tip`,
  allGood: 'Intet at indvende',
  passed: (n, count) => (n === 1 ? '1 punkt er i orden' : `${count} punkter er i orden`),
  rules: {
    'sender-too-long': (name) =>
      `“${name}” er længere end de 11 tegn, der er plads til i en afsender: gatewayen klipper den eller afviser den.`,
    'sender-too-short': (name) => `“${name}” er kortere end 3 tegn, og det afviser de fleste net som afsender.`,
    'sender-outside-gsm7': (name) => `“${name}” indeholder et tegn, en afsender ikke kan have. Brug bogstaver og tal.`,
    'sender-no-letter': (name) => `“${name}” har ingen bogstaver: nettet tager det for et nummer, der ikke findes.`,
    'sender-number-length': (name) => `“${name}” er ikke et nummer, man kan sende fra: de har 3-15 cifre.`,
    'sender-with-signs': (name) =>
      `“${name}” indeholder tegn, som nogle net skriver om, f.eks. æ til a. A-Z og tal er sikre.`,
    'sender-not-carried': (country) =>
      `${country}: nettene dér viser ikke navne. Beskeden kommer fra et af din gateways numre.`,
    'sender-form': (country, name) =>
      `${country}: nettene dér blokerer “${name}” eller ændrer det. De tager højst 11 bogstaver (A-Z) og tal uden mellemrum.`,
    'sender-number-refused': (country) =>
      `${country}: nettene dér blokerer eller ændrer almindelige numre. Brug et navn eller et kortnummer.`,
    'sender-unregistered': (country, sender, register) =>
      `${country}: nettene dér blokerer “${sender}”, indtil afsenderen er registreret (${register}).`,
    'sender-renamed': (country, sender, shownAs, register) =>
      `${country}: indtil “${sender}” er registreret (${register}), vises afsenderen som “${shownAs}”.`,
    'sender-register-soon': (country, sender, day, register) =>
      `${country}: fra ${day} vil nettene dér have “${sender}” registreret (${register}).`,
    'sender-route': (sentence) => `${sentence} Spørg din gateway.`,
    'sender-unknown': (countries) =>
      `${countries}: vi ved ikke, om nettene dér viser afsenderen, som den er skrevet. Spørg din gateway.`,
    'sender-outdated': (country, day, source) =>
      `${country}: det, vi ved om afsendere dér, er læst ${day} og regnes nu for ukendt. Slå det op: ${source}.`,
    'hours-past': 'Det planlagte tidspunkt er passeret.',
    'hours-law': (where, clock, hours) => `${where}: ${clock}. Loven dér tillader reklame ${hours}.`,
    'hours-advice': (where, clock, hours) => `${where}: ${clock}. Anbefalingen er ${hours}; det er ikke en lov.`,
    'numbers-none': (country) =>
      `Ingen på listen har et nummer, der kan bruges. Numre uden landekode er læst, som hører de til her: ${country}. Hører de til et andet sted, så ret “Modtagernes land”.`,
    'numbers-left-out': (n, count) =>
      n === 1
        ? '1 række på listen er udeladt: den har intet nummer, der kan bruges, eller ét, der står der i forvejen.'
        : `${count} rækker på listen er udeladt: de har intet nummer, der kan bruges, eller ét, der står der i forvejen.`,
    'numbers-two-readings': (n, count, rows) =>
      n === 1
        ? `1 nummer kan læses som to: med de første cifre som landekode eller uden, i to lande eller med og uden et (0). Skriv det med + og landekode: ${rows}.`
        : `${count} numre kan læses som to: med de første cifre som landekode eller uden, i to lande eller med og uden et (0). Skriv dem med + og landekode: ${rows}.`,
    'numbers-abroad': (n, count, rows) =>
      n === 1
        ? `1 nummer har intet + og er læst som udenlandsk, selv om listens andre ikke er det: ${rows}. Er det et ciffer for langt?`
        : `${count} numre har intet + og er læst som udenlandske, selv om listens andre ikke er det: ${rows}. Er de et ciffer for lange?`,
    'numbers-no-sms': (n, count, rows) =>
      n === 1
        ? `1 nummer er fra en serie, der ikke modtager sms: fastnet, servicenumre og lignende. Det er beholdt: ${rows}.`
        : `${count} numre er fra serier, der ikke modtager sms: fastnet, servicenumre og lignende. De er beholdt: ${rows}.`,
    'numbers-doubtful': (n, count, rows) =>
      n === 1
        ? `1 nummer hører ikke til nogen kendt nummerserie i sit land. Det er beholdt: ${rows}.`
        : `${count} numre hører ikke til nogen kendt nummerserie i deres land. De er beholdt: ${rows}.`,
    'opt-out-missing': (law) => `Ingen vej til at afmelde sig. ${law}`,
    'opt-out-no-reply': (sender) =>
      `Et navn som “${sender}” kan ikke modtage svar, så det er ingen afmelding at svare.`,
    'opt-out-no-way': (sender) =>
      `Alle får det samme afmeldingslink, så siden kan kun sige, hvor man henvender sig, og et navn som “${sender}” kan ikke modtage svar. Skriv en kontakt, eller tæl klik pr. modtager: så afmelder siden selv.`,
    'opt-out-contact': (reason) => `Kontakt til afmelding: ${reason}`,
    'opt-out-paid':
      'Svar til et særskilt nummer kan koste modtageren mere end en almindelig sms. Afmelding skal være gebyrfri.',
    'opt-out-keyword': (country) =>
      `${country}: dér afmelder man sig ved at svare STOP. Et link alene kan ikke anbefales.`,
    'template-problem': (quoted, reason) => `${quoted}: ${reason}`,
    'field-unknown': (name) =>
      `Listen har ingen kolonne “${name}”: alle ville få en besked med et hul. Ret navnet, eller skriv en erstatning.`,
    'field-only-fallback': (name) => `Listen har ingen kolonne “${name}”: alle får erstatningen.`,
    'field-empty': (n, count, name) =>
      n === 1
        ? `1 modtager mangler ${name} og får et hul dér.`
        : `${count} modtagere mangler ${name} og får et hul dér.`,
    'field-doubled': (name, columns, taken) =>
      `Flere kolonner på listen passer til “${name}”: ${columns}. Beskeden tager ${taken}.`,
    'field-foreign': (quoted) =>
      `“${quoted}” er skrevet til et andet værktøj: her ville det blive sendt, som det står.`,
    'field-filter': (quoted) =>
      `“${quoted}” har et filter fra et andet værktøj, som ikke virker her: værdien sendes, som den står på listen.`,
    'link-refused': (url, reason) => `${url}: ${reason}`,
    'link-joined-before': (text) => `“${text}” står helt op ad linket: en telefon kan læse det som en del af adressen.`,
    'link-sign-behind': (text) =>
      `“${text}” står lige efter linket, og nogle telefoner tager det med i adressen. Linket virker alligevel; et mellemrum holder det rent.`,
    'link-joined-behind': (text) =>
      `“${text}” står lige efter linket: en telefon kan tage det med i adressen, og så fører linket ingen steder hen.`,
    'link-unknown-ending': (ending) =>
      `Ingen adresse ender på “${ending}”, så linket fører ingen steder hen. Ret adressen, eller sæt et mellemrum efter punktummet.`,
    'link-second-ending': (ending) =>
      `“${ending}” læses som en del af adressen. Er det sætningens næste ord, mangler der et mellemrum.`,
    'link-plain-words': (address) =>
      `“${address}” bliver et link. Er det to ord, mangler der et mellemrum. Er det en adresse, så skriv https:// foran.`,
    'link-second-link': (address) =>
      `“${address}” læses som en del af adressen foran. Er det et link for sig, mangler der et mellemrum.`,
    'link-misspelled': (written) =>
      `En adresse begynder ikke med “${written}”: telefonen laver intet link af den, eller kun af noget af den. Skriv https://.`,
    'link-stripped': (n, names, browsers) =>
      `${names} er ${n === 1 ? 'et klik-id' : 'klik-id’er'}, som ${browsers} kan fjerne, før din side ser ${n === 1 ? 'det' : 'dem'}. utm_-parametre bliver.`,
    'link-slug-in-address':
      'Adressen rummer {slug}, som kun er en markør i kampagneparametre: Butikken ville få det, som det står. Tag det ud af adressen, og tilføj en kampagneparameter, for eksempel slug med værdien {slug}.',
    'link-stray-percent': (quoted, url) =>
      `“${quoted}” i adressen står ikke for noget tegn, så % sendes som %25: ${url}. Mener du et procenttegn, så skriv %25.`,
    'link-overlooked': (host) =>
      `“${host}” ligner et link, og telefonen kan gøre det til et, men det bliver hverken forkortet eller talt. Skriv https:// foran, eller sæt et mellemrum efter punktummet.`,
    'link-rare-ending': (host) =>
      `Nogle telefoner ser måske ikke, at ${host} er en adresse: endelsen er sjælden. Skriv https:// foran, eller vælg et linkdomæne med en almindelig endelse som .dk.`,
    'link-unregistered': (sentence, host) => `${sentence} Bed din gateway registrere ${host}.`,
    'link-filtered': (sentence, host) => `${sentence} Bed din gateway gøre ${host} kendt hos dem.`,
    'link-outdated': (country, day, source) =>
      `${country}: det, vi ved om links dér, er læst ${day} og regnes nu for ukendt. Slå det op: ${source}.`,
    'not-gsm7': 'Findes ikke i GSM-7. Det gør alle beskeder til UCS-2 med 70 tegn pr. segment i stedet for 160.',
    'border-emoji': 'Et segment begynder ved en emoji. Nogle gateways deler den dér, og telefonen viser to firkanter.',
    'border-escape':
      'Et segment begynder ved et tegn på to septetter, f.eks. €. Det flyttes helt, og en septet står tom.',
    'border-cluster':
      'Et segment begynder midt i det, man ser som ét tegn. Mangler et segment på telefonen, vises kun en del af det.',
    'limit-nobody': (n, count) =>
      `Ingen er tilbage: alle beskeder fylder mere end ${count} ${n === 1 ? 'segment' : 'segmenter'}. Hæv grænsen, eller gør teksten kortere.`,
    'limit-left-out': (n, count) =>
      n === 1
        ? '1 modtager er over din grænse og får ingen besked.'
        : `${count} modtagere er over din grænse og får ingen besked.`,
    'limit-above': (n, count) =>
      n === 1
        ? '1 besked er over din grænse og sendes alligevel.'
        : `${count} beskeder er over din grænse og sendes alligevel.`,
    'limit-still-above': (n, count) =>
      n === 1
        ? '1 modtager er over din grænse også med den kortere tekst.'
        : `${count} modtagere er over din grænse også med den kortere tekst.`,
    'shorter-missing': 'Skriv den kortere tekst til dem over din grænse, eller vælg, hvad de får i stedet.',
    'shorter-link': (url) =>
      `Kortere tekst: beskeden har intet link til ${url}. Brug et af beskedens links, eller skriv det også dér.`,
    'basis-missing': 'Angiv grundlaget for at tælle klik pr. modtager: det er personoplysninger.',
    'basis-word': 'Skriv med et ord, hvad det andet grundlag er.',
  },
  foreignOptOut:
    'Kortere tekst: beskeden har intet afmeldingslink. Skriv også et dér, eller brug samme afmelding som i beskeden.',
  inShorter: (text) => `Kortere tekst: ${text}`,
  remedies: {
    takeOut: (names) => `Fjern ${names}`,
    percent: 'Skriv %25',
    scheme: 'Skriv https:// foran de korte links',
    writeLink: 'Gør det til et link',
    space: 'Indsæt et mellemrum',
    /** From two on. */
    spaces: (count: string) => `Indsæt et mellemrum ${count} steder`,
    https: 'Skriv https://',
    link: 'Tilføj et afmeldingslink',
    keyword: (text) => `Tilføj “${text}”`,
    column: (name) => `Skriv {{${name}}}`,
    fallback: (word) => `Skriv “${word}” til dem`,
    track: 'Tæl klik pr. modtager',
    consent: 'Modtagerne har givet samtykke',
    sender: (text) => `Skriv “${text}” som afsender`,
  },
  browsers: { safari: 'Safari', firefox: 'Firefox' },
  fallback: 'kunde',
  places: {
    name: 'Gå til navnet',
    sender: 'Gå til afsenderen',
    domain: 'Gå til linkdomænet',
    contact: 'Gå til kontakten',
    'send-at': 'Gå til tidspunktet',
    list: 'Gå til listen',
    message: 'Gå til beskeden',
    limit: 'Gå til grænsen',
    shorter: 'Gå til den kortere tekst',
    basis: 'Gå til grundlaget',
    registers: 'Gå til nettenes regler',
  },
  show: 'Vis i beskeden',
  showShorter: 'Vis i den kortere tekst',
  ok: {
    setup: 'Navn, afsender, liste og linkdomæne er på plads',
    sender: 'Afsenderen når frem, som den er skrevet, efter alt hvad vi har læst',
    hours: 'Tidspunktet ligger inden for landets tider',
    numbers: 'Alle listens numre kan bruges',
    'opt-out': 'Der er en vej til at afmelde sig',
    fields: 'Alle flettefelter bliver fyldt ud',
    links: 'Alle links fører et sted hen',
    encoding: 'Teksten holder sig inden for GSM-7',
    borders: 'Intet tegn står på en segmentgrænse',
    limit: 'Alle beskeder holder sig inden for din grænse',
    basis: 'Grundlaget for at tælle er valgt',
  },
  okService: 'En servicebesked kræver ingen afmelding',
  okAggregate: 'Klik tælles kun i alt',
  now: (time) => `klokken er ${clock(time)} nu`,
  planned: (time) => `beskeden kommer kl. ${clock(time)}`,
  within: (hours) => `kl. ${clock(hours)}`,
  notAtAll: 'intet tidspunkt på sådan en dag',
  elsewhere: 'Andre steder',
  askedOn: (day) => `Der er søgt ${day}, og det er ikke bekræftet endnu.`,
  column: (name, number) => `“${name}” (kolonne ${number})`,
  row: (line, value) => `række ${line} (${value})`,
  rowRead: (line, value, number) => `række ${line} (${value}, læst som ${number})`,
  rowReadAs: (line, value, number, other) => `række ${line} (${value}, læst som ${number}, kan være ${other})`,
  more: (count) => `${count} til`,
  replaceOne: (from, to) => `Skriv ${to} i stedet for ${from}`,
  leaveOut: (from) => `Udelad ${from}`,
  replaceAll: 'Erstat alle',
  noReplacement: (text) => `Intet i GSM-7 svarer til ${text}`,
  saves: (n, count, amount) => `Erstatning sparer ${count} ${n === 1 ? 'segment' : 'segmenter'}${amount}`,
  savesAmount: (amount) => `, ${amount}`,
};
