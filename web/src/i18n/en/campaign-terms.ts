/** What was said of a campaign when it was published. */
export const campaignTerms = {
  consent: (when: string) => `Clicks are counted per recipient, by consent, as stated ${when}.`,
  other: (reason: string, when: string) => `Clicks are counted per recipient. Basis: ${reason}, as stated ${when}.`,
  unsaid: 'Clicks are counted per recipient. The basis is not on record.',
  total: 'Clicks are counted in total only.',
  registered: (items: string) => `Registration with networks, as stated: ${items}.`,
  subjects: { sender: 'sender', domain: 'link domain' },
  states: {
    'not-asked': 'not asked for',
    asked: (day: string) => `asked for on ${day}`,
    confirmed: (day: string) => `confirmed on ${day}`,
  },
  registration: (country: string, subject: string, state: string) => `${country}, ${subject}: ${state}`,
  contact: (value: string) => `Contact for opting out: ${value}.`,
  short: { consent: 'consent', total: 'in total only' },
};
