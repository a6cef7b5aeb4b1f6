import { campaignTerms } from './campaign-terms.ts';
import { drafts, shelf } from './campaigns.ts';
import { fields } from './fields.ts';
import { gateways } from './gateways.ts';
import { listCheck } from './list-check.ts';
import { report } from './report.ts';
import { storage } from './storage.ts';
import { values } from './values.ts';
import { versions } from './versions.ts';

/** See `i18n/on-use.ts`. */
export const onUse = {
  ...report,
  campaignTerms,
  drafts,
  fields,
  gateways,
  listCheck,
  shelf,
  storage,
  values,
  versions,
};
