export const shell = {
  nav: { compose: 'Compose', campaigns: 'Campaigns', signOut: 'Sign out', main: 'Main', language: 'Language' },
  theme: { label: 'Theme', auto: 'As system', light: 'Light', dark: 'Dark' },
  common: {
    loading: 'One moment …',
    cancel: 'Cancel',
    retry: 'Try again',
    optional: 'optional',
    copy: 'Copy',
    copied: 'Copied',
    offline: 'No connection to klikspor. Check your network and try again.',
    offlineNow: 'You are offline. You can go on writing; publishing and reports wait for the network.',
    licenses: 'Licences of what klikspor is made of',
    unexpected: (detail: string) => `That did not work: ${detail}`,
    engineBroken: (reason: string) => `This browser cannot run the core (${reason}). A current browser can.`,
  },
  signIn: {
    title: 'Sign in',
    lead: 'klikspor shows what every recipient gets and what it costs, before you send, and counts every click afterwards.',
    code: 'Sign-in code',
    submit: 'Sign in',
    how: 'Where do I get a code?',
    howText:
      'The one who runs klikspor for you sees it when it starts: an address that ends in #code=… Opening that address signs you in. A code works once.',
    wrong: 'That code is wrong or has been used. Ask for a new one.',
  },
};
