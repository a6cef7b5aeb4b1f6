import type { SameShape } from '../dictionary.ts';
import type { registers as english } from '../en/registers.ts';

export const registers: SameShape<typeof english> = {
  title: 'Nettenes regler for afsender og links',
  missing: (n, count) => (n === 1 ? '1 registrering er ikke bekræftet' : `${count} registreringer er ikke bekræftet`),
  intro:
    'klikspor kan ikke spørge et register. Det, du oplyser her, bliver i browseren og følger kampagnen, når du udgiver.',
  elsewhere: 'Andre steder',
  subjects: {
    sender: (name) => `Afsenderen “${name}”`,
    domain: (host) => `Linkdomænet ${host}`,
  },
  states: { 'not-asked': 'Ikke søgt', asked: 'Søgt', confirmed: 'Bekræftet' },
  on: 'Dag',
  register: (name) => `Register: ${name}`,
  steps: {
    renamed: (day, shownAs) => `Fra ${day} vises andre som “${shownAs}”.`,
    blocked: (day) => `Fra ${day} blokeres andre.`,
  },
  read: (day, source) => `Læst ${day}: ${source}`,
  relied: (day) => `Det stoler vi på til ${day}; derefter regnes det for ukendt.`,
  outdated: (day) => `Regnes for ukendt efter ${day}: slå det op.`,
};
