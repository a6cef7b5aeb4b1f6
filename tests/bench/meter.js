// Put in front of the deployed bundle by the cost benchmark: the same worker, with a meter on its counters' storage. It
// asks the cursors themselves for the rows they read and wrote, which is what the platform bills.
import worker, { ClickCounter as Counter, Workspace } from './index.js';

export { Workspace };

const now = Date.now.bind(Date);
let aheadMs = 0;
Date.now = () => now() + aheadMs;

const nothing = () => ({ calls: 0, rowsRead: 0, rowsWritten: 0, alarmsSet: 0 });

export class ClickCounter extends Counter {
  constructor(ctx, env) {
    const { storage } = ctx;
    const meter = { store: nothing(), storeStrict: nothing(), alarm: nothing(), other: nothing() };
    const cursors = [];
    const state = { kind: 'other' };
    const exec = storage.sql.exec.bind(storage.sql);
    storage.sql.exec = (...query) => {
      const cursor = exec(...query);
      cursors.push([state.kind, cursor]);
      return cursor;
    };
    const setAlarm = storage.setAlarm.bind(storage);
    storage.setAlarm = (...when) => {
      meter[state.kind].alarmsSet++;
      return setAlarm(...when);
    };
    super(ctx, env);
    this.metered = { meter, cursors, state };
  }

  // What is written after an await (the group commit of strict hits, what an alarm notes after KV has answered) falls to
  // `other`: nobody else calls these objects.
  #measure(kind, work) {
    const { meter, state } = this.metered;
    meter[kind].calls++;
    const before = state.kind;
    state.kind = kind;
    try {
      return work();
    } finally {
      state.kind = before;
    }
  }

  store(...call) {
    return this.#measure('store', () => super.store(...call));
  }

  storeStrict(...call) {
    return this.#measure('storeStrict', () => super.storeStrict(...call));
  }

  alarm() {
    return this.#measure('alarm', () => super.alarm());
  }

  alarmNow() {
    return this.alarm();
  }

  readMeter() {
    const { meter, cursors } = this.metered;
    for (const [kind, { rowsRead, rowsWritten }] of cursors.splice(0)) {
      meter[kind].rowsRead += rowsRead;
      meter[kind].rowsWritten += rowsWritten;
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
