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
  read ??= settingsIn(env);
  return read;
}

export function settingsIn(env: Env): Settings {
  return {
    // As a request names them, whatever was typed.
    appHosts: new Set(env.APP_HOSTS.split(',').map((host) => host.trim().toLowerCase())),
    gatherMs: milliseconds('GATHER_MS', env.GATHER_MS),
    strictDeadlineMs: milliseconds('STRICT_DEADLINE_MS', env.STRICT_DEADLINE_MS),
    fastDeadlineMs: milliseconds('FAST_DEADLINE_MS', env.FAST_DEADLINE_MS),
    settleMs: milliseconds('SETTLE_MS', env.SETTLE_MS),
    publishIntervalMs: milliseconds('PUBLISH_INTERVAL_MS', env.PUBLISH_INTERVAL_MS),
    recordLifeMs: milliseconds('RECORD_LIFE_MS', env.RECORD_LIFE_MS),
    rawLifeMs: milliseconds('RAW_LIFE_MS', env.RAW_LIFE_MS),
  };
}

function milliseconds(name: string, text: string): number {
  const value = Number(text);
  // Nothing at all is no 0: as a life it would erase everything at once.
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new Error(`${name} is "${text}"; it must be a whole number of milliseconds, 0 or more.`);
  }
  return value;
}
