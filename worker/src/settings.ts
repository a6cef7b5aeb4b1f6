/** The [vars] of wrangler.toml as numbers and lists, read once an isolate. What each means stands there. */
export interface Settings {
  readonly appHosts: ReadonlySet<string>;
  readonly gatherMs: number;
  readonly strictDeadlineMs: number;
  readonly fastDeadlineMs: number;
  readonly settleMs: number;
  readonly publishIntervalMs: number;
  readonly recordLifeMs: number;
  readonly rawLifeMs: number;
}

let read: Settings | undefined;

export function settings(env: Env): Settings {
  read ??= {
    appHosts: new Set(env.APP_HOSTS.split(',').map((host) => host.trim())),
    gatherMs: milliseconds('GATHER_MS', env.GATHER_MS),
    strictDeadlineMs: milliseconds('STRICT_DEADLINE_MS', env.STRICT_DEADLINE_MS),
    fastDeadlineMs: milliseconds('FAST_DEADLINE_MS', env.FAST_DEADLINE_MS),
    settleMs: milliseconds('SETTLE_MS', env.SETTLE_MS),
    publishIntervalMs: milliseconds('PUBLISH_INTERVAL_MS', env.PUBLISH_INTERVAL_MS),
    recordLifeMs: milliseconds('RECORD_LIFE_MS', env.RECORD_LIFE_MS),
    rawLifeMs: milliseconds('RAW_LIFE_MS', env.RAW_LIFE_MS),
  };
  return read;
}

function milliseconds(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`${name} is "${text}"; it must be a whole number of milliseconds, 0 or more.`);
  }
  return value;
}
