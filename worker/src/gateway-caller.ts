/** Makes a sender's calls to its gateway in an invocation of its own: `sending/calls.ts` says why. */
import { WorkerEntrypoint } from 'cloudflare:workers';
import { gateways } from './gateways/later.ts';
import { Calls, type Desk, type Rest } from './sending/calls.ts';

export class GatewayCaller extends WorkerEntrypoint<Env> {
  /** Resolves when no call is under way any more; with it ends what was never answered. */
  async call(gateway: string, desk: Desk): Promise<Rest> {
    const opened = await (await gateways()).openGateway(this.env, gateway);
    return opened === null ? { answered: [], left: [] } : new Calls(opened, desk).run();
  }
}
