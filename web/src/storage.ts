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
