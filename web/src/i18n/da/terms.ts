import type { Dictionary } from '../dictionary.ts';

export const terms: Pick<Dictionary, 'terms'> = {
  terms: {
    kind: 'Beskedens art',
    kinds: { marketing: 'Reklame', service: 'Servicebesked' },
    kindHints: {
      marketing: 'Kræver en afmelding og det rigtige tidspunkt.',
      service: 'Om en ordre, en levering eller en aftale: uden afmelding og uden tilbud.',
    },
    country: 'Modtagernes land',
    countryHint: 'Bestemmer reglerne, og hvor numre uden landekode hører til.',
    sendAt: 'Tidspunkt for afsendelse',
    sendAtHint: 'Valgfrit, i din egen tid. Det kontrolleres kun: du vælger igen, når der sendes.',
    basis: 'Grundlag for at tælle pr. modtager',
    bases: { consent: 'Modtagerne har givet samtykke', other: 'Et andet grundlag' },
    basisWord: 'Hvilket?',
    basisWordHint: 'Med et ord, f.eks. legitim interesse.',
    basisMissing: 'Vælg grundlaget.',
    blocked: (_n, count) => `Der er ${count} fejl på tjeklisten.`,
    toChecklist: 'Gå til tjeklisten',
  },
};
