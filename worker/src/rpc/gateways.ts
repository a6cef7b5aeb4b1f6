/** Gateways, what they are used for and what they told. */

import type { Delivery } from 'klikspor/reporting';
import type { GatewayShare, ShareAsk } from '../gateway-shares.ts';
import type { Refusal, SendOutcome } from '../gateways/gateway.ts';
import type { Sealed } from '../gateways/sealing.ts';
import type { OwnReport, SenderName } from '../sending/rpc.ts';
import type { StoredCampaign } from './catalogue.ts';

/** A gateway as the workspace keeps it. */
export interface StoredGateway {
  /** 16 hex digits. */
  id: string;
  kind: string;
  name: string;
  /** JSON: what may be shown. */
  settings: string;
  /** Its credentials, sealed with which of the worker's secrets (`gateways/sealing.ts`). */
  key: number;
  sealed: Uint8Array<ArrayBuffer>;
  createdAtMs: number;
  /** Grows with every change. */
  changedAtMs: number;
}

/** What a gateway did not take, and why, in its own words (`gateways/call.ts`, `told`). */
export interface GatewayError {
  outcome: Exclude<SendOutcome['is'], 'accepted'>;
  reason: Refusal;
  detail: string;
  atMs: number;
  times: number;
}

/** The last message that was sent to try a gateway. */
export interface GatewayTest {
  id: string;
  atMs: number;
  outcome: SendOutcome['is'];
  /** Null: nothing was told yet. */
  state: Delivery | null;
  stateAtMs: number | null;
}

/** What became of what a gateway was asked. */
export interface GatewayNews {
  /** The last one first. */
  errors: GatewayError[];
  /** The last twenty messages that were sent to try it, the last one first. */
  tests: GatewayTest[];
  /** To a minute; null: it has accepted nothing yet. */
  acceptedAtMs: number | null;
}

export interface GatewayCalls {
  /** A part of what the gateway takes a second, of all senders together. */
  shareOfGateway(ask: Omit<ShareAsk, 'sender'> & { sender: SenderName }): Promise<GatewayShare>;
  /** The sender uses the gateway no more. Whether reports by the gateway's own ids wait for somebody to know them. */
  giveBackShare(gateway: string, sender: SenderName): Promise<boolean>;
  /** Keeps these, and says who may know their messages, whoever sent last first. */
  keepOwnReports(gateway: string, reports: OwnReport[]): Promise<SenderName[]>;
  ownReports(gateway: string): Promise<OwnReport[]>;
  dropOwnReports(gateway: string, gatewayIds: string[]): Promise<void>;
  /** What a gateway told that tells it nobody else, sealed (`gateways/told.ts`); by what it is dropped once it is taken in. */
  keepTold(gateway: string, told: Sealed): Promise<number>;
  dropTold(seq: number): Promise<void>;
  /** In the order in which they were added. */
  gateways(): Promise<StoredGateway[]>;
  gateway(id: string): Promise<StoredGateway | null>;
  /** 'full': there are as many as there may be. 'same-name': another is called so. */
  addGateway(gateway: StoredGateway): Promise<'added' | 'full' | 'same-name'>;
  /** `seenAtMs`: the moment of its last change as the caller knows it. 'changed': it was changed since, or is gone. */
  changeGateway(gateway: StoredGateway, seenAtMs: number): Promise<'done' | 'changed' | 'same-name'>;
  /** Who may be sending through it; null: there was none. */
  removeGateway(id: string): Promise<SenderName[] | null>;
  noteGatewayErrors(id: string, errors: GatewayError[]): Promise<void>;
  /** It has accepted messages, or (null) is being asked. `campaign`: whose, by its position in the catalogue; null: of none. */
  noteGatewayUse(id: string, campaign: number | null, acceptedAtMs: number | null): Promise<void>;
  gatewayNews(id: string): Promise<GatewayNews>;
  /** Those that messages went out through it for lately, or that are to be sent through it; the last first, 50 at most. */
  gatewayCampaigns(id: string, nowMs: number): Promise<StoredCampaign[]>;
  noteGatewayTest(id: string, test: Pick<GatewayTest, 'id' | 'atMs' | 'outcome'>): Promise<void>;
  /** Of one that is not kept any more: left. The next too. */
  noteGatewayTestOutcome(id: string, test: string, outcome: GatewayTest['outcome']): Promise<void>;
  noteGatewayTestState(id: string, test: string, state: Delivery, atMs: number): Promise<void>;
}
