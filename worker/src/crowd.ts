/**
 * 0 … 255 of an address, by which attempts of strangers are limited: the address itself is neither stored nor passed on. Of IPv6
 * the network counts, a household's 64 bits.
 */
export async function crowdOf(address: string): Promise<number> {
  const network = address.includes(':') ? (address.split('::')[0] ?? '').split(':').slice(0, 4).join(':') : address;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(network));
  return new Uint8Array(hash)[0] ?? 0;
}
