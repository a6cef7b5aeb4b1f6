import type { SameShape } from '../dictionary.ts';
import type { pointing as english } from '../en/pointing.ts';

export const pointing: SameShape<typeof english> = {
  asking: (host) => `Spørger, om ${host} peger hertil …`,
  here: (host) => `${host} peger hertil.`,
  notYet: (host) => `${host} peger ikke hertil endnu`,
  notAnyMore: (host) => `${host} peger ikke længere hertil`,
  reasons: {
    unreachable: (host) =>
      `Ingen svarer på ${host}. DNS-posten mangler, eller certifikatet er ved at blive lavet; det tager nogle minutter.`,
    foreign: (host) =>
      `En anden svarer på ${host}, ikke dette klikspor. Links, der blev sendt nu, ville åbne en fremmeds sider.`,
    refused: (host) => `Et klikspor svarer på ${host}, men ikke dette: dets bevis blev afvist.`,
  },
  consequence: 'Indtil da kan intet udgives på det.',
  steps: 'Til den, der driver klikspor:',
  zone: (host) =>
    `Domænet skal ligge i den Cloudflare-konto, klikspor kører i. Har ${host} allerede en DNS-post der, fører den et andet sted hen: slet den, eller vælg et andet navn.`,
  deploy: 'Kør dette dér, hvor klikspor blev sat i drift fra. Det laver DNS-posten og certifikatet.',
  dashboard: (host) =>
    `Eller i Cloudflares kontrolpanel: Workers & Pages → klikspor → Settings → Domains & Routes → Add → Custom domain → ${host}. Nævn det også ved næste idriftsættelse; ellers tager den domænet af igen.`,
  record: 'DNS-posten, hvis du selv laver den',
  recordHint: (host) => `Den skal være proxied, og ruten ${host}/* skal føre til workeren klikspor.`,
  recordParts: { type: 'Type', name: 'Navn', content: 'Indhold' },
  localOnly: (host) =>
    `klikspor kører på din egen computer her, og kun navne under localhost fører til den. Fjern ${host}, og tilføj s.localhost, eller sæt klikspor i drift.`,
  localNames: (host) =>
    `Denne browser kender ingen navne under localhost. Brug Chrome, Edge eller Firefox, eller skriv linjen “127.0.0.1 ${host}” i computerens hosts-fil.`,
  again: 'Spørg igen',
  askingNow: 'Spørger …',
  byItself: 'klikspor spørger selv igen, så længe dette er åbent.',
};
