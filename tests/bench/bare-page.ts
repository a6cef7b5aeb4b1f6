/**
 * A page in which only Chromium works. Playwright makes a world for scripts of its own in every page that it opens, and
 * listens to all that happens there: more than half of the task that commits a page, and nobody's visit has it.
 */
import type { Browser, BrowserContextOptions, CDPSession } from 'playwright-core';

/** Cookies and what pages keep, as Playwright has them of a context. */
export type Kept = Exclude<BrowserContextOptions['storageState'], string | undefined>;

export interface BarePage {
  readonly send: CDPSession['send'];
  on<Params>(event: string, act: (params: Params) => void): void;
  /** Resolves with the next event of that name that `isIt`. */
  next<Params>(event: string, isIt?: (params: Params) => boolean): Promise<Params>;
  close(): Promise<void>;
}

/** Opens an empty page in a context of its own, which has what `kept` says of `origin` and nothing in its cache. */
export async function openBarePage(browser: Browser, origin: string, kept: Kept): Promise<BarePage> {
  const root = await browser.newBrowserCDPSession();
  // A context that Playwright does not know: it leaves its pages alone.
  const { browserContextId } = await root.send('Target.createBrowserContext', { disposeOnDetach: true });
  await root.send('Storage.setCookies', {
    browserContextId,
    // Those that end with the visit have no time at which they expire.
    cookies: kept.cookies.map(({ expires, ...cookie }) => (expires < 0 ? cookie : { ...cookie, expires })),
  });
  const open = async () => {
    const { targetId } = await root.send('Target.createTarget', {
      url: 'about:blank',
      browserContextId,
      width: 1280,
      height: 900,
    });
    const page = await attach(root, targetId);
    await page.send('Page.enable');
    return { ...page, close: async () => void (await root.send('Target.closeTarget', { targetId })) };
  };
  const stored = kept.origins.find((one) => one.origin === origin)?.localStorage ?? [];
  const before = await open();
  const isLoaded = before.next('Page.loadEventFired');
  await before.send('Page.navigate', { url: `${origin}/icon.svg` });
  await isLoaded;
  for (const { name, value } of stored) {
    const expression = `localStorage.setItem(${JSON.stringify(name)}, ${JSON.stringify(value)})`;
    await before.send('Runtime.evaluate', { expression });
  }
  await before.close();
  return { ...(await open()), close: () => root.detach() };
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

/** Speaks with a target through the browser's own session, as Playwright has no session for it. */
async function attach(root: CDPSession, targetId: string): Promise<Omit<BarePage, 'close'>> {
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: false });
  const asked = new Map<number, (answer: Message) => void>();
  const listening: { event: string; act: (params: never) => void }[] = [];
  let lastId = 0;
  root.on('Target.receivedMessageFromTarget', (received) => {
    if (received.sessionId !== sessionId) return;
    const message = JSON.parse(received.message) as Message;
    if (message.id !== undefined) asked.get(message.id)?.(message);
    else for (const { event, act } of listening) if (event === message.method) act(message.params as never);
  });
  const on = <Params>(event: string, act: (params: Params) => void) => void listening.push({ event, act });
  const send = async (method: string, params: object = {}): Promise<unknown> => {
    const id = ++lastId;
    const answered = new Promise<Message>((resolve) => asked.set(id, resolve));
    await root.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    const { result, error } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  return {
    on,
    next: <Params>(event: string, isIt: (params: Params) => boolean = () => true) =>
      new Promise<Params>((resolve) => on<Params>(event, (params) => isIt(params) && resolve(params))),
    send: send as CDPSession['send'],
  };
}
