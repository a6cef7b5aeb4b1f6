import type { SameShape } from '../dictionary.ts';
import type { storage as english } from '../en/storage.ts';

export const storage: SameShape<typeof english> = {
  recovered: (when) =>
    `En tæller for denne kampagne har mistet sit lager. Det, den havde talt indtil ${when}, er hentet tilbage fra den seneste kopi; klik og afmeldinger derefter og frem til tabet er væk. Den, der havde klikket før og klikker igen, tæller som ét unikt klik mere.`,
  recoveredOptOuts: (n, count) =>
    n === 1
      ? 'Én afmelding kendes kun som antal, ikke hvem der afmeldte sig: den mangler i filen med numre. Før du sender til denne liste igen, så udelad alle, hvis afmelding du har hentet tidligere.'
      : `${count} afmeldinger kendes kun som antal, ikke hvem der afmeldte sig: de mangler i filen med numre. Før du sender til denne liste igen, så udelad alle, hvis afmelding du har hentet tidligere.`,
  unread:
    'Lageret svarer ikke alle steder lige nu, så det kan ikke ses, om en tæller har mistet noget: tallene kan være for lave et stykke tid. Intet overskrives, før det svarer.',
  unknownCampaigns: (n, count) =>
    n === 1
      ? 'Der findes links fra en kampagne, som dette arbejdsområde ikke kender; det er nok gendannet fra en sikkerhedskopi. Linkene virker. Tag kampagnen ind igen for at se dens klik og afmeldinger.'
      : `Der findes links fra ${count} kampagner, som dette arbejdsområde ikke kender; det er nok gendannet fra en sikkerhedskopi. Linkene virker. Tag kampagnerne ind igen for at se deres klik og afmeldinger.`,
  takeUp: 'Tag ind igen',
  takenUp: (n, count) => (n === 1 ? 'Én kampagne er på listen igen.' : `${count} kampagner er på listen igen.`),
  unknownDomains: (hosts) =>
    `Der er sendt links på ${hosts}, men dette arbejdsområde kender ikke domænet. Tilføj det som linkdomæne: links og numre fortsætter, hvor de slap.`,
  wrong: (n, count) =>
    n === 1
      ? 'Én kopi af dine links i lageret mangler eller er forkert. Linket virker, bare langsommere.'
      : `${count} kopier af dine links i lageret mangler eller er forkerte. Linkene virker, bare langsommere.`,
  repair: 'Skriv igen',
  repairing: 'Arbejder …',
  repaired: 'Alle kopier er skrevet igen.',
  notRepaired: 'Lageret tager ikke imod alt endnu. Det prøves igen uden dig.',
  mended: (when) =>
    `Kopier af dine links manglede i lageret og er skrevet igen, senest ${when}. Linkene virkede imens.`,
};
