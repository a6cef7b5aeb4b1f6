// Put in front of a bundle by the cost benchmark: the same worker, with a meter on its counters' storage. It asks the cursors
// themselves for the rows they read and wrote, which is what the platform bills, and tells by the statement what for.
import worker, { ClickCounter as Counter, Workspace } from './index.js';

export { Workspace };

const now = Date.now.bind(Date);
let aheadMs = 0;
Date.now = () => now() + aheadMs;

const STORES = /\bINTO (batch|arrival)\b.*\?\)/;
const ERASES = /^\s*(UPDATE|DELETE FROM|INSERT INTO) (batch|arrival|scan)\b/;

export class ClickCounter extends Counter {
  constructor(ctx, env) {
    const { storage } = ctx;
    const rows = () => ({ read: 0, written: 0 });
    const meter = { calls: 0, stores: 0, alarms: 0, stored: rows(), erased: rows(), rest: rows() };
    const cursors = [];
    const exec = storage.sql.exec.bind(storage.sql);
    storage.sql.exec = (query, ...values) => {
      const cursor = exec(query, ...values);
      const kind = STORES.test(query) ? 'stored' : ERASES.test(query) ? 'erased' : 'rest';
      cursors.push([kind, cursor]);
      if (kind === 'stored') meter.stores++;
      return cursor;
    };
    const setAlarm = storage.setAlarm.bind(storage);
    storage.setAlarm = (...when) => {
      // Billed as a row.
      meter.rest.written++;
      return setAlarm(...when);
    };
    super(ctx, env);
    this.metered = { meter, cursors };
  }

  store(...call) {
    this.metered.meter.calls++;
    return super.store(...call);
  }

  storeStrict(...call) {
    this.metered.meter.calls++;
    return super.storeStrict(...call);
  }

  alarm() {
    this.metered.meter.alarms++;
    return super.alarm();
  }

  alarmNow() {
    return this.alarm();
  }

  readMeter() {
    const { meter, cursors } = this.metered;
    for (const [kind, { rowsRead, rowsWritten }] of cursors.splice(0)) {
      meter[kind].read += rowsRead;
      meter[kind].written += rowsWritten;
    }
    return meter;
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== '/meter') return worker.fetch(request, env, ctx);
    const stub = env.CLICK_COUNTER.getByName(searchParams.get('object'));
    const days = searchParams.get('days');
    if (days !== null) {
      // As the platform would some days on.
      aheadMs = Number(days) * 86_400_000;
      await stub.alarmNow();
    }
    return Response.json(await stub.readMeter());
  },
  queue: worker.queue,
};
