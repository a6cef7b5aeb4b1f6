/**
 * Keeps the app at hand without a network: the page and its assets, never an answer of the API. Assets carry a hash of
 * their content in their names, so what is kept of them never ages; the page itself is asked for anew each time.
 */
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}
const scope = self as unknown as Scope;

/** Filled in by the build: every file of it. */
declare const BUILD_FILES: readonly string[];
declare const BUILD_ID: string;

const NAME = `klikspor-${BUILD_ID}`;

scope.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll([...BUILD_FILES]))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener('activate', (event) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith('klikspor-') && name !== NAME).map((name) => caches.delete(name)),
    );
    await scope.clients.claim();
  };
  event.waitUntil(old());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !BUILD_FILES.includes(pathname)) return;
  event.respondWith(pathname === '/' ? networkFirst(request) : cacheFirst(request));
});

async function cacheFirst(request: Request): Promise<Response> {
  // The name says it all: neither a query nor a header the answer varies by makes another file of it.
  return (await caches.match(request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request);
}

async function networkFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match('/', { ignoreVary: true });
    if (kept !== undefined) return kept;
    throw error;
  }
}
