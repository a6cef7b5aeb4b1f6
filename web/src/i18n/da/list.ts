import type { Dictionary } from '../dictionary.ts';

export const list: Pick<Dictionary, 'list'> = {
  list: {
    drop: 'Slip et regneark (.xlsx), CSV eller en adressebog (.vcf) her,',
    or: 'eller',
    choose: 'Vælg fil',
    paste: 'Indsæt en liste',
    privacy: 'Den læses i din browser og uploades aldrig.',
    reading: (percent) => `Læser … ${percent}`,
  },
};
