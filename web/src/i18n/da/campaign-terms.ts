import type { SameShape } from '../dictionary.ts';
import type { campaignTerms as english } from '../en/campaign-terms.ts';

export const campaignTerms: SameShape<typeof english> = {
  consent: (when) => `Klik tælles pr. modtager efter samtykke, angivet ${when}.`,
  other: (reason, when) => `Klik tælles pr. modtager. Grundlag: ${reason}, angivet ${when}.`,
  unsaid: 'Klik tælles pr. modtager. Grundlaget er ikke oplyst.',
  total: 'Klik tælles kun i alt.',
  registered: (items) => `Registrering hos nettene, som oplyst: ${items}.`,
  subjects: { sender: 'afsender', domain: 'linkdomæne' },
  states: {
    'not-asked': 'ikke søgt',
    asked: (day) => `søgt ${day}`,
    confirmed: (day) => `bekræftet ${day}`,
  },
  registration: (country, subject, state) => `${country}, ${subject}: ${state}`,
  contact: (value) => `Kontakt til afmelding: ${value}.`,
  short: { consent: 'samtykke', total: 'kun i alt' },
};
