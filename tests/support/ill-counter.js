// Put in front of the deployed bundle by a test: counters that fall ill, by the first name of their campaign's host.
import worker, { ClickCounter as Counter, MessageSender, Workspace } from './index.js';

export { MessageSender, Workspace };

const HANGS_MS = 20_000;

export class ClickCounter extends Counter {
  asked = 0;

  async storeStrict(identity, id, batch) {
    const [illness] = identity.host.split('.');
    const isStored = illness === 'well' || this.asked++ % 2 === 0;
    if (isStored) await super.storeStrict(identity, id, batch);
    // Half of what it took it does not tell of.
    if (illness === 'hangs') await scheduler.wait(HANGS_MS);
    if (illness === 'breaks') throw new Error('Network connection lost.');
  }
}

export default worker;
