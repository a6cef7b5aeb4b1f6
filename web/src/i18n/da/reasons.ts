import type { Dictionary } from '../dictionary.ts';

export const reasons: Pick<Dictionary, 'reasons'> = {
  reasons: {
    unknown: (name) => `afvist (${name})`,
    writtenAs: (host) => `Er det den, du mener, så skriv værtsnavnet som ${host}.`,
    'empty-url': 'Adressen er tom.',
    'too-long': 'Den færdige adresse er for lang: højst 2.048 tegn.',
    'control-character': 'Adressen indeholder et tegn, der ikke kan ses. Skriv den igen.',
    'lone-surrogate': 'Adressen indeholder et halvt tegn. Skriv den igen.',
    'bad-scheme': 'Kun http- og https-adresser kan åbnes fra en besked.',
    'bad-syntax': 'Det er ikke en hel webadresse.',
    'user-info': 'Det, der står før @, kan forveksles med værten. Udelad det.',
    'no-host': 'Værtsnavnet mangler, f.eks. www.din-butik.dk.',
    'host-backslash': 'Browsere læser \\ som /, andre programmer gør ikke. Skriv /.',
    'host-percent': 'Værtsnavnet er kodet med %, så det er skjult. Skriv det helt ud.',
    'host-syntax': 'En del af værtsnavnet er tom, for lang eller har et tegn, som intet værtsnavn har.',
    'host-no-dot': 'Værtsnavnet har intet punktum. Skriv det helt ud, f.eks. www.din-butik.dk.',
    'host-numeric':
      'En adresse af tal skal være fire tal fra 0 til 255. Skriv hellere værtens navn; for en IPv6-adresse er det den eneste vej.',
    'host-unreachable':
      'Ingen telefon kan åbne adressen: værten er din egen maskine, ligger i et privat netværk eller har et navn, som internettet ikke kender. Skriv den adresse, kunderne bruger.',
    'host-script':
      'Værtsnavnet blander alfabeter, ligner et andet eller har bogstaver, vi ikke kan bedømme. Skriv det som xn--….',
    'host-punycode': 'Værtsnavnet begynder med xn-- og kan ikke afkodes.',
    port: 'Porten skal være et tal fra 1 til 65535.',
    'public-shortener':
      'Det er en offentlig linkforkorter. Teleselskaber blokerer beskeder, der fører gennem sådan en, fordi den skjuler, hvor de fører hen. Skriv den adresse, den fører til; klikspor gør den kort.',
    contact: 'Det er hverken et telefonnummer, en e-mailadresse eller en webadresse.',
    telephone: 'Et telefonnummer har 3-15 cifre, med + foran, hvis landet er med: +45 70 12 34 56.',
    email: 'Det, der står før @, er ikke navnet på en postkasse. Skriv den som navn@din-butik.dk.',
    'not-https': 'En formular skal have en https-adresse: det, man skriver dér, er personligt.',
    'parameter-name': 'En kampagneparameter mangler navn.',
    'merge-field-in-link':
      'Et flettefelt kan ikke stå i en adresse. Brug {slug} i en kampagneparameter for at koble køb til klik.',
    'link-joined':
      'Her begynder intet link: noget står helt op ad det, eller adressen mangler. Sæt et mellemrum foran, og skriv hele adressen.',
    'merge-field-unclosed': 'Flettefeltet åbnes med {{ uden at blive lukket med }}.',
    'merge-field-empty': 'Flettefeltet har intet navn.',
    'merge-field-length': 'Den største længde skal være et tal fra 1 til 1000, f.eks. {{navn:12}}.',
  },
};
