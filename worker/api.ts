/**
 * The wire, for whoever writes a client in TypeScript: types alone, all of which follow from the schemas that check the
 * requests. `docs/api.md` says what they are for, `/api/openapi.json` says the same to everybody else.
 */
export type {
  Campaign,
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
export type { AnswerOf, RequestOf, RouteName } from './src/api/client.ts';
export type { Domain, DomainEdit, DomainProof, NewDomain } from './src/api/domains.ts';
export type { ListKey } from './src/api/list-key.ts';
export type { OptOuts } from './src/api/opt-outs.ts';
export type { Problem } from './src/api/problem.ts';
export type { Repair } from './src/api/repair.ts';
export type { Report } from './src/api/report.ts';
export type { Scope } from './src/api/scope.ts';
export type { Session, SignIn } from './src/api/session.ts';
export type { Copies, Status } from './src/api/status.ts';
export type { NewToken, Token } from './src/api/tokens.ts';
export type { VanityEdit, VanitySlug, VanitySlugs } from './src/api/vanity.ts';
