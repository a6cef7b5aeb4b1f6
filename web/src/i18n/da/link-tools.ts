import type { SameShape } from '../dictionary.ts';
import type { linkTools as english } from '../en/link-tools.ts';

export const linkTools: SameShape<typeof english> = {
  optOut: 'Afmeldingslink',
  leadsToOptOut: 'Fører til afmeldingssiden.',
  settings: 'Navn, parametre og telefoner',
  phoneLeadsTo: (phone, url) => `${phone}: ${url}`,
  devices: 'En anden adresse til én slags telefoner',
  devicesHint: 'F.eks. appens side i hver butik. Tom: dér, hvor alle andre kommer hen.',
  forwardQuery: 'Send det videre, som føjes til efter ? i det korte link',
  tryIt: 'Prøv adressen',
  qr: (url) => `QR-kode til ${url}`,
  tryHint:
    'Fører lige til den færdige adresse. De korte links virker, når du har udgivet; så har rapporten links til at prøve med.',
  endless: 'Linkene har ingen sidste dag.',
  ends: (day) => `Linkene virker til og med ${day}.`,
  chooseEnd: 'Vælg en sidste dag',
  changeEnd: 'Skift den',
  writeScheme: 'Skriv https:// foran de korte links',
  schemeHint:
    'Det koster 8 tegn pr. link. På nogle ældre iPhones kan man kun trykke på adresser med https:// eller www.',
};
