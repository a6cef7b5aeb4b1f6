import type { SameShape } from '../dictionary.ts';
import type { linkTools as english } from '../en/link-tools.ts';

export const linkTools: SameShape<typeof english> = {
  title: 'Links i beskeden',
  leadsTo: (url) => `Fører til ${url}`,
  label: 'Navn',
  labelHint: 'Det, rapporten kalder linket.',
  parameters: 'Kampagneparametre',
  parametersHint: 'Føjes til adressen. {slug} står for modtagerens egen slug, så en butik kan koble køb til klik.',
  parameterName: (row) => `Navn på parameter ${row}`,
  parameterValue: (row) => `Værdi af parameter ${row}`,
  removeParameter: (name) => `Fjern parameteren ${name}`,
  addParameter: 'Tilføj parameter',
  usualParameters: 'Udfyld utm_source, utm_medium og utm_campaign',
  tracked: 'Tæl klik på dette link',
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
