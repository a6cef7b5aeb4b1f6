/** Makes a sender's calls to its gateway in an invocation of its own: `sending/calls.ts` says why. */
import { WorkerEntrypoint } from 'cloudflare:workers';
import { gateways } from './gateways/later.ts';
import type { Desk, Rest } from './sending/calls.ts';

export class GatewayCaller extends WorkerEntrypoint<Env> {
  /** Resolves when no call is under way any more; with it ends what was never answered. */
  async call(gateway: string, desk: Desk): Promise<Rest> {
    // Loaded when a message goes out: an isolate that redirects does without.
    const [{ openGateway }, { Calls }] = await Promise.all([gateways(), import('./sending/calls.ts')]);
    const opened = await openGateway(this.env, gateway);
    return opened === null ? { answered: [], left: [] } : new Calls(opened, desk).run();
  }
}
