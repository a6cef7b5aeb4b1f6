export const terms = {
  terms: {
    kind: 'Kind of message',
    kinds: { marketing: 'Marketing', service: 'Service message' },
    kindHints: {
      marketing: 'Needs an opt-out and the right hours.',
      service: 'About an order, a delivery or an appointment: no opt-out needed, and no offers allowed.',
    },
    country: 'Recipients’ country',
    countryHint: 'Decides the rules, and where numbers without a country code belong.',
    sendAt: 'Time of sending',
    sendAtHint: 'Optional, in your own time. It is only checked: you choose again when you send.',
    basis: 'Basis for counting per recipient',
    bases: { consent: 'The recipients have consented', other: 'Another basis' },
    basisWord: 'Which one?',
    basisWordHint: 'In a word, such as legitimate interest.',
    basisMissing: 'Choose the basis.',
    blocked: (n: number, count: string) =>
      n === 1 ? 'There is 1 error on the checklist.' : `There are ${count} errors on the checklist.`,
    toChecklist: 'Go to the checklist',
  },
};
