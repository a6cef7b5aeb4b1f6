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
  writeScheme: 'Write https:// before short links',
  schemeHint: 'Takes 8 characters each. Some older iPhones make only addresses with https:// or www tappable.',
};
