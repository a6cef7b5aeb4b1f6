/** What the browser remembers: settings and the message being written. Never recipients. */

const PREFIX = 'klikspor.';

/** Null when nothing is kept, or when the browser keeps nothing at all (private windows, full disks). */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** What was kept as JSON; null: nothing, or nothing that can be read. */
export function rememberedJson(name: string): unknown {
  try {
    return JSON.parse(remembered(name) ?? 'null');
  } catch {
    return null;
  }
}

/** Fields of what was kept as an object; anything else has none. */
export function rememberedFields(name: string): Readonly<Record<string, unknown>> {
  return Object(rememberedJson(name));
}

/** Names of everything kept whose name begins so. */
export function namesRemembered(beginning: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX + beginning))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // The page works without; only the memory is lost.
  }
}
