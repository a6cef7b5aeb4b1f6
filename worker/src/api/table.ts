/** All endpoints of the API, in the order in which one comes to need them: the document's, and that of its examples. */

import { campaignComparisonEndpoints } from './campaign-comparison.ts';
import { campaignEndpoints } from './campaigns.ts';
import { conversionEndpoints } from './conversions.ts';
import { deletionEndpoints } from './deletions.ts';
import { deliveryEndpoints } from './delivery.ts';
import { documentEndpoints } from './document.ts';
import { domainCheckEndpoints } from './domain-check.ts';
import { domainEndpoints } from './domains.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { erasureEndpoints } from './erasures.ts';
import { figureEndpoints } from './figures.ts';
import { gatewayEndpoints } from './gateways.ts';
import { hitEndpoints } from './hits.ts';
import { inboundEndpoints } from './inbound.ts';
import { inboxEndpoints } from './inbox.ts';
import { judgementEndpoints } from './judgement.ts';
import { listKeyEndpoints } from './list-key.ts';
import { listNameEndpoints } from './list-names.ts';
import { liveEndpoints } from './live.ts';
import { messageListEndpoints } from './message-list.ts';
import { messageEndpoints } from './messages.ts';
import { numberHashEndpoints } from './number-hashes.ts';
import { optOutEndpoints } from './opt-outs.ts';
import { outboxEndpoints } from './outbox.ts';
import { overviewEndpoints } from './overview.ts';
import { rawHitEndpoints } from './raw-hits.ts';
import { recipientEndpoints } from './recipients.ts';
import { repairEndpoints } from './repair.ts';
import { reportEndpoints } from './report.ts';
import { sendingEndpoints } from './sending.ts';
import { sendingHoursEndpoints } from './sending-hours.ts';
import { sendingsEndpoints } from './sendings.ts';
import { sessionEndpoints } from './session.ts';
import { shareEndpoints } from './shares.ts';
import { slugEndpoints } from './slugs.ts';
import { statusEndpoints } from './status.ts';
import { suppressionEndpoints } from './suppressions.ts';
import { tokenEndpoints } from './tokens.ts';
import { vanityEndpoints } from './vanity.ts';
import { webhookEndpoints } from './webhooks.ts';

const all = [
  ...sessionEndpoints,
  ...tokenEndpoints,
  ...domainEndpoints,
  ...domainCheckEndpoints,
  ...listKeyEndpoints,
  ...listNameEndpoints,
  ...campaignEndpoints,
  ...overviewEndpoints,
  ...slugEndpoints,
  ...sendingEndpoints,
  ...sendingsEndpoints,
  ...sendingHoursEndpoints,
  ...messageEndpoints,
  ...messageListEndpoints,
  ...deliveryEndpoints,
  ...reportEndpoints,
  ...campaignComparisonEndpoints,
  ...figureEndpoints,
  ...shareEndpoints,
  ...recipientEndpoints,
  ...liveEndpoints,
  ...optOutEndpoints,
  ...numberHashEndpoints,
  ...suppressionEndpoints,
  ...inboundEndpoints,
  ...gatewayEndpoints,
  ...outboxEndpoints,
  ...inboxEndpoints,
  ...webhookEndpoints,
  ...hitEndpoints,
  ...conversionEndpoints,
  ...judgementEndpoints,
  ...rawHitEndpoints,
  ...erasureEndpoints,
  ...vanityEndpoints,
  ...statusEndpoints,
  ...repairEndpoints,
  ...deletionEndpoints,
  ...documentEndpoints,
];

export const table: readonly AnyEndpoint[] = all;

/** What clients are typed by. */
export type Table = (typeof all)[number];
