export const gateways = {
  spreadsheets: 'Til et regneark',
  gateways: 'Til en gateway',
  names: { generic: 'Enhver gateway (CSV)', ndjson: 'Enhver gateway (NDJSON)' },
  spreadsheetHint:
    'Til at læse i. Det, et regneark ville regne på (= + - @ forrest), får en apostrof: vælg en gateway for at sende.',
  gatewayHint: 'De nøjagtige tekster, til at sende. Ikke til at åbne i et regneark.',
  source: (name: string, day: string) => `Kolonner og felter, som ${name} selv beskriver dem, læst ${day}.`,
};
