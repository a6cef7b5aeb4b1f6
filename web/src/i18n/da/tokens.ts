import type { SameShape } from '../dictionary.ts';
import type { tokens as english } from '../en/tokens.ts';

export const tokens: SameShape<typeof english> = {
  heading: 'API-nøgler',
  lead: 'Med en nøgle må et program det, du sætter kryds ved, og intet andet: sende beskeder, læse rapporter, melde ordrer ind.',
  emptyTitle: 'Ingen programmer har adgang endnu',
  empty: 'Lav en nøgle til hvert program, der skal spørge, så hver kan spærres for sig.',
  reference: 'Hele API’et, med forespørgsler at prøve',
  docs: 'Klienter i curl, JavaScript og Python står i docs/messages.md.',
  list: 'Nøgler, der virker',
  made: (when) => `lavet ${when}`,
  expires: (when) => `virker til ${when}`,
  expired: (when) => `udløb ${when}`,
  never: 'virker, til den spærres',

  add: 'Lav en nøgle',
  name: 'Til hvad',
  nameHint: 'Fx: natlig eksport, webshop',
  scopesLegend: 'Hvad den må',
  scopes: {
    'campaigns:read': { name: 'Læse kampagner', what: 'Kampagners navne, beskeder, links og rapporter. Ingen numre.' },
    'campaigns:write': {
      name: 'Skrive kampagner',
      what: 'Udgive, rette og slette dem og fortælle, hvad der blev leveret.',
    },
    'opt-outs:read': {
      name: 'Læse afmeldinger',
      what: 'Hvem der er afmeldt, efter række eller hash, og hele spærrelisten.',
    },
    'opt-outs:write': { name: 'Skrive afmeldinger', what: 'Spærre numre og tage afmeldinger tilbage.' },
    'inbound:write': {
      name: 'Melde, hvad folk skriver',
      what: 'Aflevere sms’er, der kom tilbage; STOP blandt dem afmelder.',
    },
    'messages:send': {
      name: 'Sende beskeder',
      what: 'Sende gennem dine gateways, for din regning, og læse, hvad der blev af dem.',
    },
    'hits:read': { name: 'Læse klik', what: 'Hvert enkelt klik, og hvilken modtager der klikkede.' },
    'conversions:write': { name: 'Melde ordrer', what: 'Aflevere en shops ordrer, knyttet til klik.' },
    admin: {
      name: 'Alt',
      what: 'Alt det ovenstående samt gateways, domæner, nøgler, udbakke og indbakke. Kun hvor mindre ikke rækker.',
    },
  },
  expiry: 'Virker i',
  expiries: { 30: '30 dage', 90: '90 dage', 365: 'et år', 0: 'til den spærres' },
  create: 'Lav den',
  creating: 'Laver den …',
  cancel: 'Fortryd',
  noName: 'Skriv, hvad den er til.',
  noScope: 'Sæt mindst ét kryds.',

  readyTitle: (name) => `Nøglen til ${name} er klar`,
  once: 'Den vises kun denne ene gang: kopiér den nu, og gem den, hvor adgangskoder gemmes.',
  secret: 'Nøglen',
  copySecret: 'Kopiér nøglen',
  tryIt: 'Prøv den i en terminal',
  copyTry: 'Kopiér linjen til en terminal',
  close: 'Jeg har den',

  revoke: 'Spær',
  revokeNamed: (name) => `Spær nøglen til ${name}`,
  question: (name) => `Spær nøglen til ${name}?`,
  questionText:
    'Alt, der spørger med den, bliver afvist fra det øjeblik. Det kan ikke gøres om; en ny nøgle har en anden hemmelighed.',
  yes: 'Spær den',
  working: 'Spærrer …',
  no: 'Behold den',
  revoked: (name) => `Nøglen til ${name} åbner ikke længere noget.`,
};
