/** Loaded when a domain is asked where it leads. */
export const pointing = {
  asking: (host: string) => `Asking whether ${host} points here …`,
  here: (host: string) => `${host} points here.`,
  notYet: (host: string) => `${host} does not point here yet`,
  notAnyMore: (host: string) => `${host} does not point here any more`,
  reasons: {
    unreachable: (host: string) =>
      `Nothing answers at ${host}. Its DNS record is missing, or its certificate is still being made, which takes some minutes.`,
    foreign: (host: string) =>
      `Somebody else answers at ${host}, not this klikspor. Links sent now would open a stranger’s pages.`,
    refused: (host: string) => `A klikspor answers at ${host}, but not this one: its proof was refused.`,
  },
  consequence: 'Until it does, nothing can be published to it.',
  steps: 'For whoever runs klikspor:',
  zone: (host: string) =>
    `The domain must stand in the Cloudflare account that klikspor runs in. If ${host} has a DNS record there already, that leads it elsewhere: delete the record, or choose another name.`,
  deploy: 'Run this where klikspor was deployed from. It makes the DNS record and the certificate.',
  dashboard: (host: string) =>
    `Or in the Cloudflare dashboard: Workers & Pages → klikspor → Settings → Domains & Routes → Add → Custom domain → ${host}. Name it in the next deployment all the same: one that leaves it out takes it off again.`,
  record: 'The DNS record, if you make it yourself',
  recordHint: (host: string) => `It must be proxied, and the route ${host}/* must lead to the worker klikspor.`,
  recordParts: { type: 'Type', name: 'Name', content: 'Content' },
  localOnly: (host: string) =>
    `klikspor runs on your own computer here, and only names below localhost lead to it. Remove ${host} and add s.localhost, or deploy klikspor.`,
  localNames: (host: string) =>
    `This browser knows no names below localhost. Use Chrome, Edge or Firefox, or add the line “127.0.0.1 ${host}” to this computer’s hosts file.`,
  again: 'Ask again',
  askingNow: 'Asking …',
  byItself: 'klikspor asks again by itself while this is open.',
};
