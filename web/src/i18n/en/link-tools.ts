/** What can be decided of a link, and what may go wrong with it on a phone. */
export const linkTools = {
  optOut: 'Opt-out link',
  leadsToOptOut: 'Leads to the opt-out page.',
  settings: 'Label, parameters and phones',
  phoneLeadsTo: (phone: string, url: string) => `${phone}: ${url}`,
  devices: 'Another address for phones of one kind',
  devicesHint: 'Such as the page of your app in each store. Empty: where everybody goes.',
  forwardQuery: 'Hand on what is added behind ? in the short link',
  tryIt: 'Try the address',
  qr: (url: string) => `QR code for ${url}`,
  tryHint:
    'Leads straight to the finished address. Short links begin to work when you publish; the report then has test links.',
  endless: 'The links have no last day.',
  ends: (day: string) => `The links work up to and including ${day}.`,
  chooseEnd: 'Choose a last day',
  changeEnd: 'Change it',
  schemeless:
    'Short links are written without https://, which saves 8 characters each. Some older iPhones make only addresses with https:// or www tappable.',
  rareEnding: (host: string) =>
    `Some phones may not see that ${host} is an address: its ending is rare. Choose a link domain with a common ending, such as .com.`,
  beside: {
    'joined-before': (text: string) =>
      `“${text}” stands right in front of the link: a phone may read it as part of the address.`,
    'sign-behind': (text: string) =>
      `“${text}” stands right behind the link, and some phones take it into the address. The link works all the same; a space keeps it clean.`,
    'joined-behind': (text: string) =>
      `“${text}” stands right behind the link: a phone may take it into the address, which then leads nowhere.`,
  },
  browsers: { safari: 'Safari', firefox: 'Firefox' },
  stripped: (n: number, names: string, browsers: string) =>
    `${names} ${n === 1 ? 'is a click id' : 'are click ids'} that ${browsers} may take off before your page sees ${n === 1 ? 'it' : 'them'}. utm_ parameters stay.`,
  takeOut: (names: string) => `Take out ${names}`,
};
