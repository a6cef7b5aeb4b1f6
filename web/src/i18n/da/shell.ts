import type { Dictionary } from '../dictionary.ts';

export const shell: Pick<Dictionary, 'nav' | 'theme' | 'common' | 'signIn'> = {
  nav: {
    compose: 'Skriv',
    campaigns: 'Kampagner',
    inbox: 'Indbakke',
    settings: 'Opsætning',
    signOut: 'Log ud',
    main: 'Hovedmenu',
    language: 'Sprog',
  },
  theme: { label: 'Udseende', auto: 'Som systemet', light: 'Lyst', dark: 'Mørkt' },
  common: {
    loading: 'Et øjeblik …',
    cancel: 'Annuller',
    retry: 'Prøv igen',
    optional: 'valgfrit',
    copy: 'Kopiér',
    copied: 'Kopieret',
    offline: 'Ingen forbindelse til klikspor. Tjek dit netværk, og prøv igen.',
    offlineNow: 'Du er offline. Du kan skrive videre; udgivelse og rapporter venter på nettet.',
    licenses: 'Licenser for det, klikspor er lavet af',
    unexpected: (detail) => `Det lykkedes ikke: ${detail}`,
    engineBroken: (reason) => `Denne browser kan ikke køre kernen (${reason}). Det kan en nyere browser.`,
  },
  signIn: {
    title: 'Log ind',
    lead: 'klikspor viser, hvad hver modtager får, og hvad det koster, før du sender, og tæller hvert klik bagefter.',
    code: 'Engangskode',
    submit: 'Log ind',
    how: 'Hvor får jeg en kode?',
    howText:
      'Den, der driver klikspor for dig, ser den, når systemet starter: en adresse, der slutter på #code=… Åbner du adressen, er du logget ind. En kode virker én gang.',
    wrong: 'Koden er forkert eller allerede brugt. Bed om en ny.',
  },
};
