/** What a campaign's orders are judged by. */
import type { ConversionRules } from 'klikspor/reporting';
import type { CampaignRecord } from '../records.ts';
import type { CampaignInfo } from '../rpc/catalogue.ts';

/** Where nothing else is set: a message is read within hours, and most who buy because of it have within a month. */
const CONVERSION_DAYS = 30;

export const rulesOf = (
  { publishedAtMs }: CampaignRecord,
  { conversionDays = CONVERSION_DAYS, sentAtMs = publishedAtMs }: Pick<CampaignInfo, 'conversionDays' | 'sentAtMs'>,
): ConversionRules => ({ fromMs: publishedAtMs, sentAtMs, windowDays: conversionDays });
