/** What was said of a campaign when it was published. */
export const campaignTerms = {
  consent: (when: string) => `Clicks are counted per recipient, by consent, as stated ${when}.`,
  other: (reason: string, when: string) => `Clicks are counted per recipient. Basis: ${reason}, as stated ${when}.`,
  unsaid: 'Clicks are counted per recipient. The basis is not on record.',
  total: 'Clicks are counted in total only.',
  short: { consent: 'consent', total: 'in total only' },
};
