import type { Dictionary } from '../dictionary.ts';

export const list: Pick<Dictionary, 'list'> = {
  list: {
    drop: 'Slip et regneark (.xlsx), CSV eller en adressebog (.vcf) her,',
    or: 'eller',
    choose: 'Vælg fil',
    paste: 'Indsæt en liste',
    privacy: 'Den læses i din browser og uploades aldrig.',
    reading: (percent) => `Læser … ${percent}`,
    loaded: (count) => (count === '1' ? '1 modtager' : `${count} modtagere`),
    replace: 'Vælg en anden fil',
    remove: 'Fjern listen',
    numberColumn: 'Kolonne med telefonnumre',
    numberColumnHint: 'Hvilken kolonne indeholder telefonnumrene?',
    file: (separator) => `adskilt af ${separator}`,
    tab: 'tabulator',
    leftOut: (n, count) => (n === 1 ? '1 række er udeladt' : `${count} rækker er udeladt`),
    leftOutMore: (count) => `… og ${count} til. De er alle med, når du henter dem.`,
    leftOutDownload: 'Hent udeladte rækker',
    row: 'Række',
    reason: 'Årsag',
    value: 'Indhold',
  },
};
