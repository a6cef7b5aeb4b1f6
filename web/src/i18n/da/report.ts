import type { SameShape } from '../dictionary.ts';
import type { report as english } from '../en/report.ts';

export const report: SameShape<typeof english> = {
  campaigns: {
    title: 'Kampagner',
    empty: 'Ingen kampagner endnu.',
    emptyLead: 'Når du udgiver en kampagne, tælles klikkene her.',
    emptyAction: 'Skriv den første',
    more: 'Vis flere',
  },
  report: {
    title: 'Rapport',
    gone: 'Kampagnen findes ikke. Måske er den slettet: det står under “Slettede kampagner” i oversigten.',
    back: 'Alle kampagner',
    published: (when, host, count) =>
      `Udgivet ${when} på ${host} til ${count} ${count === '1' ? 'modtager' : 'modtagere'}`,
    publishedNow: 'Din kampagne er udgivet. Linkene virker nu.',
    downloadHeading: 'Beskeder',
    download: 'Hent beskeder',
    downloadLead: (count) =>
      count === '1'
        ? '1 færdig besked med sine egne korte links, klar til din gateway.'
        : `${count} færdige beskeder med hver sine korte links, klar til din gateway.`,
    downloadLeadShared: (count) =>
      count === '1'
        ? '1 færdig besked, klar til din gateway.'
        : `${count} færdige beskeder, alle med de samme korte links, klar til din gateway.`,
    downloadAgain: 'Beskederne laves ud fra listen, og den er ikke i dette browservindue.',
    downloading: (percent) => `Laver beskeder … ${percent}`,
    downloaded: (count) => (count === '1' ? '1 besked gemt' : `${count} beskeder gemt`),
    format: 'Fil til',
    formats: { excel: 'Dansk Excel (semikolon)', comma: 'Kommasepareret' },
    allColumns: 'Medtag alle listens kolonner',
    headings: ['besked', 'segmenter', 'kodning'],
    test: 'Prøvelinks',
    testLead: 'Prøv linkene på din egen telefon. Prøveklik tæller ikke med i rapporten.',
    testShow: 'Vis prøvelinks',
    openTest: (link) => `Åbn ${link}`,
    qr: (link) => `QR-kode for ${link}`,
    numbers: 'Klik',
    clicks: 'Klik',
    clicksHint: 'Alle klik på links til indhold',
    unique: 'Unikke klik',
    ctr: 'Klikrate (CTR)',
    formula: (n: number) => (n === 1 ? 'modtager med mindst ét klik' : 'modtagere med mindst ét klik'),
    denominator: { sent: 'sendte', delivered: 'leverede' },
    interval: (low, high) => `95 %-interval ${low}\u00a0– ${high}`,
    optOut: 'Afmeldinger',
    confirmed: 'bekræftet',
    opened: 'Side åbnet',
    openedHint: 'Har åbnet afmeldingssiden, bekræftet eller ej',
    rate: 'Afmeldingsrate',
    rateFormula: (n: number) => (n === 1 ? 'bekræftet afmelding' : 'bekræftede afmeldinger'),
    leavers: 'Hent deres numre',
    leaversNeedList: 'Serveren kender ikke deres numre: de står i kampagnens liste.',
    leaversHeadings: ['nummer', 'bekræftet'],
    link: 'Link',
    optOutLink: 'Afmeldingslink',
    scanRuleTitle: 'Sådan findes scannere, der efterligner en telefon',
    scanRule:
      'Sådan en scanner afslører sig ved at følge det hele: alle beskedens links til indhold, mindst to, inden for to sekunder. Er der tre eller flere, regnes det altid for en scanner; er der to, kun hvis det ikke ligner ét menneske med én telefon. Afmeldingslinket regnes ikke med, og den, der bekræfter sin afmelding, tælles altid som et menneske. “Hent opslag” viser for hvert opslag, hvad det tælles som og hvorfor.',
    asOf: (when) => `Talt op kl. ${when}`,
    pending: (n, count) => (n === 1 ? '1 opslag er ved at blive talt' : `${count} opslag er ved at blive talt`),
    lost: (n, count) =>
      n === 1
        ? 'Et opslag blev viderestillet, men nåede aldrig frem til tælleren. Det mangler i tallene.'
        : `Omkring ${count} opslag blev viderestillet, men nåede aldrig frem til tælleren. De mangler i tallene.`,
    refresh: 'Opdatér',
    noClicks: 'Ingen klik endnu. De vises her inden for få sekunder.',
    message: 'Besked',
    reuse: 'Skriv en ny ud fra denne',
    hits: 'Hent opslag (CSV)',
  },
};
