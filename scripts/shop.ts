/**
 * A shop to try conversions with, on this machine alone: pages without a script, that keep the slug a visitor came with in
 * the form and with the order, and a server that tells klikspor of the order, again until it is answered. It is no part of
 * klikspor's worker, so no deployment has a page that anybody could order on.
 *
 *     KLIKSPOR_TOKEN=klik_… KLIKSPOR_HOST=s.brand.dk npm run shop
 *
 * KLIKSPOR_TOKEN: with the scope conversions:write. KLIKSPOR_HOST: the link domain. KLIKSPOR_APP: where the API is
 * (http://localhost:8787). PORT: of the shop (8790).
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';

export interface ShopOptions {
  readonly app: string;
  readonly token: string;
  /** The link domain whose slugs come. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Names that lead here beside this machine's own: others are turned away, as a foreign page could bring them. */
  readonly names?: readonly string[];
}

export interface Shop {
  readonly port: number;
  stop(): Promise<void>;
}

interface Order {
  readonly id: string;
  readonly slug: string;
  readonly placedAtMs: number;
  /** What klikspor answered; undefined: not told yet. */
  told: string | undefined;
}

const PRICE = { value: '349.50', currency: 'DKK' };
const OWN_NAMES = ['localhost', '127.0.0.1'];
const LONGEST_FORM = 4_096;
const MOST_ORDERS = 1_000;
const TELL_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

export async function startShop({ app, token, host, port, names = [] }: ShopOptions): Promise<Shop> {
  const orders = new Map<string, Order>();
  const timers = new Set<NodeJS.Timeout>();

  const tell = async (order: Order, attempt = 0): Promise<void> => {
    order.told = await told(order).catch(() => undefined);
    if (order.told !== undefined) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        void tell(order, attempt + 1);
      },
      Math.min(LONGEST_PAUSE_MS, 500 * 2 ** attempt),
    );
    timers.add(timer);
  };
  /** Undefined: no answer that stays as it is; the order is told again. */
  const told = async ({ id, slug, placedAtMs }: Order): Promise<string | undefined> => {
    const answer = await fetch(`${app}/api/conversions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ host, conversions: [{ slug, orderId: id, atMs: placedAtMs, ...PRICE }] }),
      signal: AbortSignal.timeout(TELL_MS),
    });
    if (answer.status >= 500 || answer.status === 429) return undefined;
    const { results, detail } = (await answer.json()) as {
      readonly results?: readonly { readonly outcome: string; readonly error?: { readonly detail: string } }[];
      readonly detail?: string;
    };
    const [result] = results ?? [];
    return result === undefined
      ? `${answer.status} ${detail}`
      : [result.outcome, result.error?.detail].filter(Boolean).join(': ');
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => page(response, 500, 'The shop failed', ''));
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const written = request.headers.host ?? '';
    if (![...OWN_NAMES, ...names].includes(written.replace(/:\d+$/, ''))) {
      return page(response, 421, 'This shop is on your own machine', '');
    }
    const url = new URL(request.url ?? '/', `http://${written}`);
    if (request.method === 'GET' && url.pathname === '/') {
      return page(response, 200, 'Shop', front(slugIn(url.searchParams.get('slug'))));
    }
    if (request.method === 'GET' && url.pathname === '/receipt') {
      const order = orders.get(url.searchParams.get('order') ?? '');
      return order === undefined
        ? page(response, 404, 'No such order', '')
        : page(response, 200, 'Thank you', receipt(order));
    }
    if (request.method !== 'POST') return page(response, 404, 'There is nothing here', '');
    // A form of another site would place orders in the name of whoever visits it.
    if (request.headers.origin !== url.origin) return page(response, 403, 'Order from the shop itself', '');
    const form = new URLSearchParams(await bodyOf(request));
    if (url.pathname === '/order' && orders.size < MOST_ORDERS) {
      const order: Order = {
        id: randomUUID(),
        slug: slugIn(form.get('slug')),
        placedAtMs: Date.now(),
        told: undefined,
      };
      orders.set(order.id, order);
      // The customer does not wait for klikspor; without a slug there is nothing to tell.
      if (order.slug !== '') void tell(order);
      return seeOther(response, `/receipt?order=${order.id}`);
    }
    const again = orders.get(form.get('order') ?? '');
    if (url.pathname === '/again' && again !== undefined) {
      await tell(again);
      return seeOther(response, `/receipt?order=${again.id}`);
    }
    page(response, 404, 'There is nothing here', '');
  };

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What may be a slug; all else is as if the visitor had none. */
const slugIn = (given: string | null): string => (/^[\w-]{1,64}$/.test(given ?? '') ? (given ?? '') : '');

const front = (slug: string): string => `<p>Children's boots, red: <strong>${PRICE.value} ${PRICE.currency}</strong></p>
${slug === '' ? '<p>You came without a slug. A short link whose campaign parameter is <code>slug={slug}</code> brings one; or write one here:</p>\n<form method="get" action="/"><label>Slug <input name="slug" maxlength="64" autocomplete="off"></label> <button>Come by it</button></form>' : `<p>You came with the slug <code id="slug">${slug}</code>.</p>`}
<form method="post" action="/order">
<input type="hidden" name="slug" value="${slug}">
<button>Buy</button>
</form>`;

const receipt = ({
  id,
  slug,
  told,
}: Order): string => `<p>Order <code id="order">${id}</code>, ${PRICE.value} ${PRICE.currency}.</p>
<p>${slug === '' ? 'It has no slug: nothing is told.' : `Slug <code>${slug}</code>. klikspor: <strong id="told">${escaped(told ?? 'not answered yet')}</strong>`}</p>
${slug === '' ? '' : `<form method="post" action="/again"><input type="hidden" name="order" value="${id}"><button>Tell it again</button></form>\n`}<p><a href="/receipt?order=${id}">Look again</a> · <a href="/?slug=${slug}">Back to the shop</a></p>`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function page(response: ServerResponse, status: number, title: string, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'cache-control': 'no-store',
    // Not no-referrer: a form would be sent with no origin then.
    'referrer-policy': 'same-origin',
  });
  response.end(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
${body}
</html>
`);
}

function seeOther(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LONGEST_FORM) throw new Error('a form is shorter');
  }
  return text;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const {
    KLIKSPOR_TOKEN: token,
    KLIKSPOR_HOST: host,
    KLIKSPOR_APP: app = 'http://localhost:8787',
    PORT = '8790',
  } = process.env;
  if (token === undefined || host === undefined) {
    console.error(
      'shop: set KLIKSPOR_TOKEN to a token with the scope conversions:write (a report makes one: "How a shop is set up"), and KLIKSPOR_HOST to the link domain.',
    );
    process.exit(1);
  }
  const { port } = await startShop({ app, token, host, port: Number(PORT) });
  console.log(
    `\n  The shop is open: http://localhost:${port}/?slug=SLUG\n\n  SLUG is what stands behind the slash of a short link of ${host}.\n`,
  );
}
