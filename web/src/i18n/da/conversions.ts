import type { SameShape } from '../dictionary.ts';
import type { conversions as english } from '../en/conversions.ts';

export const conversions: SameShape<typeof english> = {
  heading: 'Konverteringer',
  lead: 'Ordrer, som en butik har meldt fra folk, der kom via et link i beskeden. Uden cookies og pixels: Butikken melder den slug, den fik.',
  orders: 'Ordrer',
  ordersHint: (days) =>
    days === '1'
      ? 'afgivet inden for et døgn efter afsendelsen, hver talt én gang'
      : `afgivet inden for ${days} dage efter afsendelsen, hver talt én gang`,
  ofClickers: 'Af dem, der klikkede',
  clickersOver: (n) => (n === 1 ? 'modtager, der klikkede og bestilte' : 'modtagere, der klikkede og bestilte'),
  clickersUnder: 'der klikkede',
  ofSent: 'Af alle modtagere',
  ofDelivered: 'Af dem, der fik beskeden',
  sentOver: (n) => (n === 1 ? 'modtager med en ordre' : 'modtagere med en ordre'),
  ordersOver: (n) => (n === 1 ? 'ordre' : 'ordrer'),
  withoutClick: (n, count) =>
    n === 1
      ? '1 ordre er fra en modtager uden et talt klik: Klikket gik tabt eller blev taget for en maskines.'
      : `${count} ordrer er fra modtagere uden et talt klik: Klikkene gik tabt eller blev taget for en maskines.`,
  withoutValue: (n, count) =>
    n === 1 ? 'Der er ikke meldt en værdi for 1 ordre.' : `Der er ikke meldt en værdi for ${count} ordrer.`,
  outsideWindow: (n, count) =>
    n === 1 ? '1 ordre er afgivet senere og tælles ikke med.' : `${count} ordrer er afgivet senere og tælles ikke med.`,
  toldBefore: (n, count) =>
    n === 1
      ? '1 ordre er meldt for to modtagere og tælles én gang.'
      : `${count} ordrer er meldt for flere modtagere og tælles én gang hver.`,
  cancelled: (n, count) =>
    n === 1
      ? '1 ordre er trukket tilbage og tælles ikke med.'
      : `${count} ordrer er trukket tilbage og tælles ikke med.`,
  valueTable: 'Værdi efter valuta',
  currency: 'Valuta',
  value: 'Værdi',
  perMessage: 'Pr. besked',
  perSpent: (currency) => `Pr. brugt ${currency}`,
  window: 'Tæl ordrer i så mange dage',
  windowHint: 'Fra beskederne blev sendt. Tidligere ordrer tælles straks om.',
  save: 'Gem',
  saved: 'Gemt',
  badWindow: 'Skriv et helt tal fra 1 til 365.',
  download: 'Hent ordrer (CSV)',
  emptyTitle: 'Der er ikke meldt nogen ordre endnu.',
  setUp: 'Sådan sættes en butik op',
  steps: {
    parameter: 'Giv linket en kampagneparameter med værdien {slug}, for eksempel',
    hasParameter: 'Linket til butikken bærer allerede modtagerens slug:',
    keep: 'Lad butikken gemme det, den får dér, sammen med besøget og med den ordre, der kommer ud af det. Det kræver ingen cookie: Et skjult felt eller kurven er nok.',
    tell: 'Lad butikkens server melde ordren, når den er betalt. Meldt to gange tæller den én gang; meldt med “cancelled” er den trukket tilbage; op til 1.000 ad gangen.',
  },
  token: 'Lav en adgangsnøgle til butikken',
  tokenHint:
    'Adgangsnøglen kan melde ordrer og intet andet. Den vises én gang: Gem den sammen med butikkens øvrige adgangskoder.',
  tokenName: (host) => `Butik på ${host}`,
  snippet: 'Kald fra butikkens server',
};
