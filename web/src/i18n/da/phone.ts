import type { Dictionary } from '../dictionary.ts';

export const phone: Pick<Dictionary, 'phone'> = {
  phone: {
    kind: 'Telefon',
    kinds: { ios: 'iPhone', android: 'Android' },
    shade: 'Lyst eller mørkt på telefonen',
    shades: { light: 'Lys', dark: 'Mørk' },
    cardTitle: 'Sidens egen titel',
    card: {
      edge: 'En iPhone viser dette kort i stedet for linket. Kender den ikke afsenderen, venter kortet på et tryk og viser kun værtsnavnet.',
      several: 'Intet linkkort: en iPhone viser kun et, når beskeden har et enkelt link.',
      severalWithOptOut:
        'Intet linkkort: en iPhone viser kun et, når beskeden har et enkelt link, og afmeldingslinket er ét mere.',
      inside:
        'Intet linkkort: en iPhone viser kun et, når linket står først eller sidst, uden så meget som et punktum bagefter.',
      android: 'Om en Android-telefon viser et linkkort, afgør dens beskedapp og dens indstillinger.',
    },
  },
};
