/**
 * Who follows a counter, over WebSockets that hibernate: while nothing is counted the object need not be in memory, and its
 * alarm rings for nobody. Told is that the counts have changed, not what they are: the report has the figures, of all
 * counters at once. A page has a socket for each counter of its campaign, so that no counter needs to know another.
 */
import type { ShardNews } from './rpc/counter.ts';
import { workspaceStub } from './stubs.ts';
import { within } from './within.ts';

/** News are told at most this often. */
const PAUSE_MS = 1_000;
/** The alarm has other things to do than to wait for the workspace. */
const STANDING_MS = 5_000;
/** Sockets of one counter. */
const MOST_FOLLOWERS = 100;
/** Answered by the platform, without waking the object: a page finds out that way whether its line is up. */
const PING = 'ping';
const PONG = 'pong';

/** Why a socket is closed, as whoever is at the other end is told (4000 … 4999 are an application's own). */
export const CLOSED = {
  sessionEnded: { code: 4401, reason: 'session-ended' },
  /** As 503: who follows may come back. */
  away: { code: 1013, reason: 'try-again' },
  nothingTaken: { code: 1003, reason: 'only-ping-is-taken' },
} as const;

/** How the worker tells the counter who is let in. */
export const FOLLOWER_HEADER = 'x-klikspor-follower';

/** What stays with a socket while the object is not in memory. */
interface Follower {
  /** Id of the session or token that was let in. */
  readonly credential: string;
  /** `ShardNews.changes` as last told. */
  readonly told: number;
}

type Following = Follower & { readonly socket: WebSocket };

export class Live {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  #toldMs = 0;
  /** Undefined: not looked yet. So a counter that nobody follows asks once, not with every hit. */
  #isFollowed: boolean | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    this.#ctx = ctx;
    this.#env = env;
  }

  get isFollowed(): boolean {
    this.#isFollowed ??= this.#followers().length > 0;
    return this.#isFollowed;
  }

  #followers(): Following[] {
    return this.#ctx.getWebSockets().flatMap((socket) => {
      const follower = socket.deserializeAttachment() as Follower | null;
      return follower === null ? [] : [{ socket, ...follower }];
    });
  }

  /** `changes`: those that the one who comes will find in the report. */
  accept(request: Request, changes: number): Response {
    if (this.#ctx.getWebSockets().length >= MOST_FOLLOWERS) return new Response(null, { status: 503 });
    const { 0: page, 1: own } = new WebSocketPair();
    this.#ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#ctx.acceptWebSocket(own);
    keep(own, { credential: request.headers.get(FOLLOWER_HEADER) ?? '', told: changes });
    this.#isFollowed = true;
    return new Response(null, { status: 101, webSocket: page });
  }

  /** From when on news may be told; never, if nobody follows. */
  fromMs(): number {
    return this.isFollowed ? this.#toldMs + PAUSE_MS : Number.POSITIVE_INFINITY;
  }

  /** Somebody follows who has not been told of so many changes. */
  isUntold(changes: number): boolean {
    return this.isFollowed && this.#followers().some(({ told }) => told !== changes);
  }

  /** To whom it is news. Who may not ask any more is told that instead. */
  async tell(news: ShardNews): Promise<void> {
    const hearers = this.#followers().filter(({ told }) => told !== news.changes);
    const standing = await this.#standing([...new Set(hearers.map(({ credential }) => credential))]);
    this.#toldMs = Date.now();
    const text = JSON.stringify(news);
    for (const { socket, credential } of hearers) {
      if (standing === null) end(socket, CLOSED.away);
      else if (!standing.has(credential)) end(socket, CLOSED.sessionEnded);
      else {
        keep(socket, { credential, told: news.changes });
        // One that was lost meanwhile hears nothing, and catches up when it comes again.
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      }
    }
    this.gone();
  }

  /** Null: the workspace does not answer, so nobody can say. */
  async #standing(credentials: string[]): Promise<Set<string> | null> {
    try {
      return new Set(await within(workspaceStub(this.#env).standing(credentials, Date.now()), STANDING_MS));
    } catch {
      return null;
    }
  }

  /** Some sockets may be no more. */
  gone(): void {
    this.#isFollowed = undefined;
  }

  /** Nothing is expected but pings, which never get here. */
  refuse(socket: WebSocket): void {
    end(socket, CLOSED.nothingTaken);
    this.gone();
  }
}

const keep = (socket: WebSocket, follower: Follower | null): void => socket.serializeAttachment(follower);

function end(socket: WebSocket, { code, reason }: { readonly code: number; readonly reason: string }): void {
  // Until the other end has answered it is still among the object's sockets.
  keep(socket, null);
  socket.close(code, reason);
}
