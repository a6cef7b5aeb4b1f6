/**
 * The wire, for whoever writes a client in TypeScript: types alone, all of which follow from the schemas that check the
 * requests. `docs/api.md` says what they are for, `/api/openapi.json` says the same to everybody else.
 */

export type {
  Campaign,
  CampaignCost,
  CampaignEdit,
  CampaignLink,
  ListIdentity,
  ListReading,
  MessageLimit,
  NewBasis,
  NewCampaign,
  NewLink,
  PageLanguage,
  Registration,
} from './src/api/campaign.ts';
export type { CampaignComparison } from './src/api/campaign-comparison.ts';
export type { AnswerOf, RequestOf, RouteName } from './src/api/client.ts';
export type { ConversionReport, ConversionsTold, Converted, NewConversions } from './src/api/conversions.ts';
export type { Deletion } from './src/api/deletions.ts';
export type { DeliverySums } from './src/api/delivery.ts';
export type { DomainCheck } from './src/api/domain-check.ts';
export type { Domain, DomainEdit, DomainProof, NewDomain } from './src/api/domains.ts';
export type { Erasure } from './src/api/erasures.ts';
export type { Figure } from './src/api/figures.ts';
export type {
  GatewayDetails,
  GatewayEdit,
  NewGateway,
  RequestPreview,
  SendingUnderWay,
  ShortGateway,
  TestOutcome,
} from './src/api/gateway-shapes.ts';
export type { Inbox, InboxMessage } from './src/api/inbox.ts';
export type { Judgement } from './src/api/judgement.ts';
export type { ListKey } from './src/api/list-key.ts';
export type { LiveNews } from './src/api/live.ts';
export type { ListedMessage } from './src/api/message-list.ts';
export type { NumberHashes } from './src/api/number-hashes.ts';
export type { OptOuts } from './src/api/opt-outs.ts';
export type { OutboxMessage } from './src/api/outbox.ts';
export type { Overview, OverviewEntry } from './src/api/overview.ts';
export type { Problem } from './src/api/problem.ts';
export type { RawHits } from './src/api/raw-hits.ts';
export type { Recipients, Who } from './src/api/recipients.ts';
export type { Repair } from './src/api/repair.ts';
export type { Report } from './src/api/report.ts';
export type { Scope } from './src/api/scope.ts';
export type { Sending } from './src/api/senders.ts';
export type { NewPack, NewSending, SendingResults } from './src/api/sending.ts';
export type { HoursIn, SendingHours } from './src/api/sending-hours.ts';
export type { SendingEntry } from './src/api/sendings.ts';
export type { Session, SignIn } from './src/api/session.ts';
export type { NewShare, Share } from './src/api/shares.ts';
export type { Copies, Status } from './src/api/status.ts';
export type { SuppressionRemoval } from './src/api/suppressions.ts';
export type { NewToken, Token } from './src/api/tokens.ts';
export type { VanityEdit, VanitySlug, VanitySlugs } from './src/api/vanity.ts';
export type { Webhook } from './src/api/webhooks.ts';
export type { MessagesTold, NewMessagesSent as NewMessages, SentMessage } from './src/messages/wire.ts';
