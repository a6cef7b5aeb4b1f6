import type { SameShape } from '../dictionary.ts';
import type { limit as en } from '../en/limit.ts';

export const limit: SameShape<typeof en> = {
  label: 'Grænse for hver besked',
  none: 'Ingen grænse',
  atMost: (n, count) => (n === 1 ? 'Højst 1 segment' : `Højst ${count} segmenter`),
  within: 'Alle beskeder holder sig inden for den.',
  over: (n, count) => (n === 1 ? '1 modtager er over den' : `${count} modtagere er over den`),
  above: 'Modtagere over den',
  choices: { send: 'Send alligevel', 'leave-out': 'Udelad dem', shorten: 'Send en kortere tekst' },
  effects: {
    send: (n, count, amount) =>
      `Det fylder ${count} ${n === 1 ? 'segment' : 'segmenter'} mere, end grænsen tillader${amount}.`,
    'leave-out': (n, count, amount) =>
      `De får ingen besked. Det sparer ${count} ${n === 1 ? 'segment' : 'segmenter'}${amount}.`,
    shorten: (n, count, amount) =>
      `De får den kortere tekst. Det sparer ${count} ${n === 1 ? 'segment' : 'segmenter'}${amount}.`,
  },
  costsMore: (n, count, amount) =>
    `De får den kortere tekst. Det fylder ${count} ${n === 1 ? 'segment' : 'segmenter'} mere${amount}.`,
  savesNothing: 'De får den kortere tekst. Det sparer ingen segmenter.',
  amount: (text) => ` (${text})`,
  still: (n, count) =>
    n === 1
      ? '1 er stadig over grænsen og får den alligevel.'
      : `${count} er stadig over grænsen og får den alligevel.`,
  showStill: 'Vis den første af dem',
  unwritten: 'Den kortere tekst er ikke skrevet endnu. Indtil da får de beskeden, som den er.',
  write: 'Gå til den kortere tekst',
  list: (n, count) => (n === 1 ? 'Hvem der er over grænsen' : `Hvem der er over grænsen (${count})`),
  first: (shown, all) => `${shown} af ${all}: dem med flest segmenter står først.`,
  instead: (before, after) => `${before}, med den kortere tekst ${after}`,
  nothing: (before) => `${before}: ingen besked`,
  outside: 'ikke GSM-7',
  noneOwn: 'Teksten er i sig selv for lang: den har intet flettefelt.',
  show: 'Vis på telefonen',
  showNamed: (number) => `Vis på telefonen: ${number}`,
  more: 'Vis flere af dem',
  download: 'Hent alle deres numre',
  headings: ['nummer', 'segmenter', 'segmenter sendt'],
  file: 'over grænsen',
  shorter: 'Kortere tekst',
  lead: (limit) => `Til modtagere, hvis besked fylder mere end ${limit}.`,
  textLabel: 'Kortere beskedtekst',
  textHint: 'Dens links skal være links fra beskeden: klik tælles sammen.',
  insertLink: (url) => `Indsæt linket ${url}`,
  insertOptOut: 'Indsæt afmelding',
  insertField: (name) => `Indsæt flettefeltet ${name} i den kortere tekst`,
  begin: 'Begynd med beskeden',
  foreign: (url) =>
    `Beskeden har intet link til ${url}. Brug et af beskedens links her, eller skriv også dette link dér.`,
  foreignOptOut: 'Beskeden har intet afmeldingslink. Skriv også et dér, eller brug samme afmelding som i beskeden.',
  getsShorter: 'Over grænsen: denne modtager får den kortere tekst.',
  getsNothing: 'Får ingen besked',
  because: (segments, limit) => `Beskeden ville fylde ${segments}; grænsen er ${limit}.`,
  regained: (n, count) =>
    `fylder ${count} ${n === 1 ? 'segment' : 'segmenter'} mere: modtagere kommer inden for grænsen og får en besked`,
  leftOut: (n, count) => (n === 1 ? '1 er udeladt.' : `${count} er udeladt.`),
  madeLeftOut: (n, count, limit) =>
    n === 1
      ? `1 modtager på listen er ikke med i filen: beskeden ville fylde mere end ${limit}.`
      : `${count} modtagere på listen er ikke med i filen: deres besked ville fylde mere end ${limit}.`,
  madeShorter: (limit) => `Modtagere, hvis besked ville fylde mere end ${limit}, får den kortere tekst.`,
};
