/** What the one Workspace object promises the worker and the counters; its class implements this. */
import type { BoxCalls } from './boxes.ts';
import type { CatalogueCalls } from './catalogue.ts';
import type { CopyCalls } from './copies.ts';
import type { CredentialCalls } from './credentials.ts';
import type { GatewayCalls } from './gateways.ts';
import type { MessageCalls } from './messages.ts';
import type { SuppressionCalls } from './suppression.ts';

/** Domains are named by their host; null: there is no such domain. */
export interface WorkspaceRpc
  extends CatalogueCalls,
    CredentialCalls,
    SuppressionCalls,
    MessageCalls,
    GatewayCalls,
    BoxCalls,
    CopyCalls {}
