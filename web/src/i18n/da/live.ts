import type { SameShape } from '../dictionary.ts';
import type { live as english } from '../en/live.ts';

export const live: SameShape<typeof english> = {
  connecting: 'Forbinder …',
  live: 'Direkte: klik dukker op af sig selv',
  reconnecting: 'Forbindelsen røg. Forbinder igen …',
  polling: (seconds) => `Opdateres hvert ${seconds}. sekund`,
  quiet: (minutes) => `Intet nyt i ${minutes} minutter: opdateres én gang i minuttet`,
  heard: (clicks, optOuts) => `Klik: ${clicks}. Afmeldinger: ${optOuts}.`,
};
