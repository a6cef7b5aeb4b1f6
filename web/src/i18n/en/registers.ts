/** What networks want registered, which comes with the first letter of a sender. */
export const registers = {
  title: 'The networks’ rules for sender and links',
  missing: (n: number, count: string) =>
    n === 1 ? '1 registration not confirmed' : `${count} registrations not confirmed`,
  intro:
    'klikspor cannot ask a register. What you state here stays in this browser, and with the campaign when you publish.',
  elsewhere: 'Elsewhere',
  subjects: {
    sender: (name: string) => `Sender “${name}”`,
    domain: (host: string) => `Link domain ${host}`,
  },
  states: { 'not-asked': 'Not asked for', asked: 'Asked for', confirmed: 'Confirmed' },
  on: 'Day',
  register: (name: string) => `Register: ${name}`,
  steps: {
    renamed: (day: string, shownAs: string) => `From ${day} others are shown as “${shownAs}”.`,
    blocked: (day: string) => `From ${day} others are blocked.`,
  },
  read: (day: string, source: string) => `Read ${day}: ${source}`,
  relied: (day: string) => `We rely on this until ${day}; after that it counts as unknown.`,
  outdated: (day: string) => `Counts as unknown after ${day}: look it up.`,
};
