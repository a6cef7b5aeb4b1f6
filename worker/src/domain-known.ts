/** Whose addresses, names and name servers these are. As of 2026-11; whoever is not named here is told by name and address. */

/** Cloudflare's own (www.cloudflare.com/ips-v4 and /ips-v6). */
const CLOUDFLARE_V4 = [
  ...['103.21.244.0/22', '103.22.200.0/22', '103.31.4.0/22', '104.16.0.0/13', '104.24.0.0/14', '108.162.192.0/18'],
  ...['131.0.72.0/22', '141.101.64.0/18', '162.158.0.0/15', '172.64.0.0/13', '173.245.48.0/20', '188.114.96.0/20'],
  ...['190.93.240.0/20', '197.234.240.0/22', '198.41.128.0/17'],
].map((range) => {
  const [address = '', bits = '32'] = range.split('/');
  return { first: v4(address), size: 2 ** (32 - Number(bits)) };
});
/** First 32 bits (those of 29 are told by the groups that they hold). */
const CLOUDFLARE_V6 = [
  ...['2400:cb00', '2405:8100', '2405:b500', '2606:4700', '2803:f800', '2a06:98c0', '2a06:98c1', '2a06:98c2'],
  ...['2a06:98c3', '2a06:98c4', '2a06:98c5', '2a06:98c6', '2a06:98c7', '2c0f:f248'],
];

export function isCloudflareAddress(address: string): boolean {
  if (!address.includes(':')) {
    const at = v4(address);
    return CLOUDFLARE_V4.some(({ first, size }) => at >= first && at < first + size);
  }
  return CLOUDFLARE_V6.includes(address.toLowerCase().split(':', 2).map(withoutZeros).join(':'));
}

const withoutZeros = (group: string): string => group.replace(/^0+(?=.)/, '');

/** -1: it is none. */
function v4(address: string): number {
  const parts = address.split('.').map(Number);
  const isOne = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256);
  return isOne ? parts.reduce((sum, part) => sum * 256 + part, 0) : -1;
}

/** The address that a record is given which Cloudflare is to answer for: seen from outside, nobody answers for it. */
export const isPlaceholder = (address: string): boolean =>
  /^100:(:|(0+:)+)0*$/.test(address) || address === '192.0.2.1';

/** Name servers of Cloudflare's zones. */
export const isCloudflareServer = (server: string): boolean => /\.(ns|secondary)\.cloudflare\.com$/.test(server);

/** Below these, names are sold: that they have name servers says nothing of the name below. */
export const isRegistry = (name: string): boolean => /^(ac|co|com|edu|gob|gov|ne|net|nom|or|org)\.[a-z]{2}$/.test(name);

/** Certificate authorities of which Cloudflare takes one, as CAA records name them. */
export const CLOUDFLARE_ISSUERS = ['pki.goog', 'letsencrypt.org', 'ssl.com'] as const;

/** Name servers of those who sell names, or show advertisements on them. */
const PARKING = [
  ...['above.com', 'afternic.com', 'bodis.com', 'dan.com', 'parkingcrew.net', 'parklogic.com', 'sedoparking.com'],
  'uniregistrymarket.link',
];

/** By the end of the name that an alias leads to. */
const PROVIDERS: readonly (readonly [string, string])[] = [
  ['myshopify.com', 'Shopify'],
  ['wixdns.net', 'Wix'],
  ['squarespace.com', 'Squarespace'],
  ['webflow.com', 'Webflow'],
  ['hubspot.net', 'HubSpot'],
  ['bitly.com', 'Bitly'],
  ['rebrandlydomain.com', 'Rebrandly'],
  ['short.io', 'Short.io'],
  ['github.io', 'GitHub Pages'],
  ['netlify.app', 'Netlify'],
  ['vercel-dns.com', 'Vercel'],
  ['herokudns.com', 'Heroku'],
  ['cloudfront.net', 'Amazon CloudFront'],
  ['amazonaws.com', 'Amazon'],
  ['azurewebsites.net', 'Microsoft Azure'],
  ['azurefd.net', 'Microsoft Azure'],
  ['fastly.net', 'Fastly'],
];

const isBelow = (name: string, end: string): boolean => name === end || name.endsWith(`.${end}`);

/** The one who parks names on this server; null: nobody known. */
export const parkingOf = (server: string): string | null => PARKING.find((end) => isBelow(server, end)) ?? null;

export const providerOf = (name: string): string | null => PROVIDERS.find(([end]) => isBelow(name, end))?.[1] ?? null;
