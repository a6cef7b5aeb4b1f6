/** All endpoints of the API, in the order in which one comes to need them: the document's, and that of its examples. */
import { campaignEndpoints } from './campaigns.ts';
import { documentEndpoints } from './document.ts';
import { domainEndpoints } from './domains.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { hitEndpoints } from './hits.ts';
import { listKeyEndpoints } from './list-key.ts';
import { optOutEndpoints } from './opt-outs.ts';
import { repairEndpoints } from './repair.ts';
import { reportEndpoints } from './report.ts';
import { sessionEndpoints } from './session.ts';
import { slugEndpoints } from './slugs.ts';
import { statusEndpoints } from './status.ts';
import { tokenEndpoints } from './tokens.ts';
import { vanityEndpoints } from './vanity.ts';

const all = [
  ...sessionEndpoints,
  ...tokenEndpoints,
  ...domainEndpoints,
  ...listKeyEndpoints,
  ...campaignEndpoints,
  ...slugEndpoints,
  ...reportEndpoints,
  ...optOutEndpoints,
  ...hitEndpoints,
  ...vanityEndpoints,
  ...statusEndpoints,
  ...repairEndpoints,
  ...documentEndpoints,
];

export const table: readonly AnyEndpoint[] = all;

/** What clients are typed by. */
export type Table = (typeof all)[number];
