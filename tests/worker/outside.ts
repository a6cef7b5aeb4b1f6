/** Servers outside workerd that a link domain may lead to: a resolver, and hosts that answer by TLS, plainly, or never. */
import { createServer as plainServer, type RequestListener, type Server } from 'node:http';
import { createServer as tlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { selfSigned } from '../support/certificate.ts';
import { DohServer } from '../support/doh.ts';
import { freePort } from '../support/free-port.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the resolver. */
    doh: string;
    /** Of hosts: one with a certificate that nobody trusts, one that answers as its path says, one where nobody listens. */
    hosts: { readonly untrusted: string; readonly plain: string; readonly closed: string };
  }
}

/** What a webhook was asked. */
export interface Hooked {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `/hook/NAME`: a POST is kept and answered with the next of the statuses that a PUT named, the last one ever after; a GET tells. */
const hooks = new Map<string, { readonly came: Hooked[]; statuses: number[] }>();

const hooked: RequestListener = (request, response) => {
  const name = request.url ?? '';
  const hook = hooks.get(name) ?? { came: [], statuses: [204] };
  hooks.set(name, hook);
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    if (request.method === 'GET') response.end(JSON.stringify(hook.came));
    else if (request.method === 'PUT') {
      hook.statuses = JSON.parse(body) as number[];
      response.end();
    } else {
      const [status = 204] = hook.statuses.length > 1 ? hook.statuses.splice(0, 1) : hook.statuses;
      hook.came.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(status).end();
    }
  });
};

/** `/status/STATUS`, `/to/HOST`, `/text/TEXT`, `/long`, `/hang-up`, and anything else never. */
const answering: RequestListener = (request, response) => {
  const [, what, ...rest] = decodeURIComponent(request.url ?? '').split('/');
  const said = rest.join('/');
  if (what === 'hook') return hooked(request, response);
  if (what === 'status') response.writeHead(Number(said)).end('<!doctype html>');
  else if (what === 'to') response.writeHead(302, { location: said }).end();
  else if (what === 'text') response.end(said);
  else if (what === 'long') response.end(`klikspor-proof.${'0'.repeat(100_000)}`);
  else if (what === 'hang-up') request.socket.destroy();
};

async function listening(server: Server | ReturnType<typeof tlsServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const doh = await DohServer.start();
  const untrusted = tlsServer(selfSigned('s.brand.dk'), answering);
  const plain = plainServer(answering);
  project.provide('doh', doh.origin);
  project.provide('hosts', {
    untrusted: `https://127.0.0.1:${await listening(untrusted)}`,
    plain: `http://127.0.0.1:${await listening(plain)}`,
    closed: `https://127.0.0.1:${await freePort()}`,
  });
  return async () => {
    await doh.stop();
    for (const server of [untrusted, plain]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
}
