import type { SameShape } from '../dictionary.ts';
import type { listCheck as english } from '../en/list-check.ts';

export const listCheck: SameShape<typeof english> = {
  comparing: 'Sammenligner listen med kampagnens …',
  choose: 'Vælg listen',
  chooseOther: 'Vælg en anden fil',
  file: (name, day) => `${name} fra ${day}`,
  published: (file, rows) => `Kampagnen blev udgivet med ${file}, ${rows} ${rows === '1' ? 'række' : 'rækker'}.`,
  anotherOrder: (file) =>
    `${file} har de samme numre i en anden rækkefølge. Den ene kundes links og afmelding ville blive taget for den andens.`,
  otherRows: (file, rows, instead) =>
    `${file} har ${rows} ${rows === '1' ? 'række' : 'rækker'} i stedet for ${instead}.`,
  otherNumbers: (file) => `${file} har lige så mange rækker, men ikke de samme numre: det er en anden liste.`,
  otherList: (file) => `${file} har lige så mange rækker, men ikke de samme numre i samme rækkefølge.`,
  otherHalves: (file) =>
    `${file} er den rigtige liste, men halvdelene blev udtrukket på en anden måde: denne udgave af klikspor kan ikke udtrække dem igen.`,
  unreadable: 'Filen kunne ikke læses igen, som den blev læst til kampagnen. Vælg den én gang til.',
  notCompared: 'Listen kunne ikke sammenlignes med kampagnens.',
  load: 'Vælg den fil, kampagnen blev udgivet med, som den var dengang: ikke sorteret, og uden at rækker er kommet til eller fjernet.',
  mayBeHalf:
    'Var den en af to versioner? Så ved kun den browser, den blev udgivet fra, hvilken halvdel af listen den gik til.',
  differs: {
    country: (then, now) => `Numre uden landekode blev læst som numre i ${then}, nu som numre i ${now}.`,
    numberColumn: (then, now) => `Numrene blev læst fra kolonne ${then}, nu fra kolonne ${now}.`,
    leftOut: (then, now) => `Rækker i filen, der blev udeladt: ${then} dengang, ${now} nu.`,
  },
  column: (position) => `nr. ${position}`,
  readAsThen: 'Læs den som dengang',
  notKept:
    'Ingen kan se, hvilken liste denne kampagne blev udgivet med: et program udgav den, eller klikspor gjorde, før det blev gemt.',
  keyGone:
    'Serveren har mistet den nøgle, der kender lister fra hinanden, så ingen kan se, om det er listen. Den, der driver klikspor, kan lægge SLUG_KEY tilbage.',
  sameRows: (file, rows) =>
    `${file} har det rigtige antal rækker, ${rows}. Er rækkefølgen en anden, går links og afmeldinger til de forkerte.`,
  vouch: 'Det er den samme liste i samme rækkefølge',
  valuesChanged:
    'Numrene er kampagnens, men de andre kolonner er ikke: med dem ville andre ligge over grænsen for segmenter. Vælg filen, som den var dengang.',
  replaced:
    'En anden liste blev indlæst, mens kampagnen var ved at blive udgivet, så det blev den ikke. Se den igennem, og udgiv igen.',
  changed:
    'Der blev skrevet videre, mens kampagnen var ved at blive udgivet, så det blev den ikke. Se den igennem, og udgiv igen.',
  fieldMissing: (name: string) =>
    `Numrene er kampagnens, men filen har ingen kolonne “${name}”, som beskeden bruger. Vælg filen, som den var dengang.`,
};
