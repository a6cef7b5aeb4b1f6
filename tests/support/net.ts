/**
 * The net as a browser of the tests sees it: a proxy on loopback that knows which name leads to which server on this machine,
 * over http and, with a certificate of its own making, over https. Other names lead nowhere.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { selfSigned } from './certificate.ts';

export interface Net {
  /** For the browser's `proxy`. */
  readonly address: string;
  /** From now on `host` leads to this port of this machine; null: nowhere. */
  lead(host: string, port: number | null): void;
  stop(): Promise<void>;
}

/** `port`: where names that begin with `s.` lead, as link domains do, until `lead` says otherwise. */
export async function startNet(port: number): Promise<Net> {
  const told = new Map<string, number | null>();
  const portOf = (host: string) => told.get(host) ?? (told.has(host) || !host.startsWith('s.') ? null : port);

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const host = (incoming.headers.host ?? '').replace(/:\d+$/, '');
    const to = portOf(host);
    if (to === null) {
      // Over a connection kept from when it led somewhere.
      outgoing.destroy();
      return;
    }
    const { method, headers } = incoming;
    // A proxy is asked for whole addresses, a server for paths.
    const path = (incoming.url ?? '/').replace(/^http:\/\/[^/]+/, '');
    const forward = request({ host: '127.0.0.1', port: to, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forward.on('error', () => outgoing.destroy());
    incoming.pipe(forward);
  };
  const secure = createTlsServer(selfSigned('klikspor tests'), pass);
  const proxy = createServer(pass);
  proxy.on('connect', (asked, socket, head) => {
    const host = (asked.url ?? '').replace(/:\d+$/, '');
    socket.on('error', () => socket.destroy());
    if (portOf(host) === null) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    secure.emit('connection', socket);
  });
  secure.on('tlsClientError', () => {});
  // Neither server knows those that went from one to the other, and closing would wait for them.
  const sockets = new Set<Socket>();
  proxy.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    lead: (host, to) => told.set(host, to),
    stop: async () => {
      const closed = new Promise((resolve) => proxy.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
