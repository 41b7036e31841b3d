/**
 * Serves the screen on the loopback address and carries the contract over one socket. Who knows the key made at this
 * start may open it; the newest screen takes over and an older one is told. Every other host name, origin, path or method
 * is refused (DNS rebinding, other pages of the same machine).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { KioskHost, OpenScreen } from '../shell.ts';
import { readStatic, securityHeaders, type StaticFiles } from './static.ts';

export interface LoopbackOptions {
  readonly host: KioskHost;
  readonly files: StaticFiles;
  /** The bridge: defines `window.kiosk` over the socket. */
  readonly bridge: string;
  /** 0: any free port. */
  readonly port: number;
}

const COOKIE = 'kiosk';
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_CALLS_A_SECOND = 200;
const callSchema = z.strictObject({ id: z.int().min(0), method: z.string().max(64), input: z.unknown() });

export interface LoopbackScreen extends OpenScreen {
  /** @returns an address that opens the screen once: it stands in the command line of a browser, for all to read */
  invitation(): string;
}

/** @throws when the port is taken */
export async function openLoopback({ host, files, bridge, port }: LoopbackOptions): Promise<LoopbackScreen> {
  const newKey = (): string => randomBytes(24).toString('base64url');
  const key = newKey();
  /** Not used yet. */
  const invitations = new Set<string>();
  let origin = '';
  let screen: WebSocket | null = null;

  const refuse = (response: ServerResponse, status: number, text: string): void => {
    response.writeHead(status, { ...securityHeaders("'none'"), 'content-type': 'text/plain; charset=utf-8' }).end(text);
  };
  const sameKey = (value: string): boolean => {
    const [given, wanted] = [Buffer.from(value), Buffer.from(key)];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  const known = (request: IncomingMessage): boolean => {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/);
    return cookies.some((cookie) => cookie.startsWith(`${COOKIE}=`) && sameKey(cookie.slice(COOKIE.length + 1)));
  };
  const ours = (request: IncomingMessage): boolean => `http://${request.headers.host ?? ''}` === origin;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (!ours(request)) return refuse(response, 421, 'This kiosk answers on its own address only.');
    if (request.method !== 'GET') return refuse(response, 405, 'Only GET is answered here.');
    // `//` and its like are no address at all: `new URL` would throw.
    const url = URL.parse(request.url ?? '/', origin);
    if (url === null) return refuse(response, 400, 'That is no address.');
    const offered = url.searchParams.get('key');
    if (url.pathname === '/' && offered !== null && (sameKey(offered) || invitations.delete(offered))) {
      response.writeHead(303, {
        ...securityHeaders("'none'"),
        location: '/',
        'set-cookie': `${COOKIE}=${key}; HttpOnly; SameSite=Strict; Path=/`,
      });
      response.end();
      return;
    }
    if (!known(request)) return refuse(response, 403, 'Open this kiosk with the whole address that it printed.');
    const headers = securityHeaders(origin.replace('http', 'ws'));
    if (url.pathname === '/bridge.js') {
      response.writeHead(200, { ...headers, 'content-type': 'text/javascript; charset=utf-8' }).end(bridge);
      return;
    }
    const file = files.get(url.pathname);
    if (file === undefined) return refuse(response, 404, 'There is no such page.');
    let content: Buffer;
    try {
      content = readStatic(file);
    } catch {
      // Taken away since it was listed: a recording, or a new build beside a running kiosk.
      return refuse(response, 500, 'This page cannot be read.');
    }
    response.writeHead(200, { ...headers, 'content-type': file.type }).end(content);
  };
  const server = createServer(answer);

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    // The socket is ours alone now: without a listener a caller that hangs up ends the process.
    socket.on('error', () => socket.destroy());
    const allowed = ours(request) && request.headers.origin === origin && request.url === '/screen' && known(request);
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      if (screen !== null) {
        screen.close(4000, 'another screen took over');
        // The person at the old screen cannot be the person at the new one.
        host.screenLost();
      }
      screen = opened;
      serve(opened, host, () => {
        if (screen !== opened) return;
        screen = null;
        host.screenLost();
      });
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the loopback server has no port');
  origin = `http://127.0.0.1:${bound.port}`;

  return {
    address: `${origin}/?key=${key}`,
    invitation() {
      const once = newKey();
      invitations.add(once);
      return `${origin}/?key=${once}`;
    },
    push(view) {
      if (screen?.readyState === screen?.OPEN) screen?.send(JSON.stringify({ view }));
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Answers the calls of one screen. A message that is no call ends the socket: our own bridge never sends one. */
function serve(socket: WebSocket, host: KioskHost, gone: () => void): void {
  let calls = 0;
  const second = setInterval(() => (calls = 0), 1000);
  socket.on('close', () => {
    clearInterval(second);
    gone();
  });
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, binary) => {
    calls += 1;
    const call = binary || calls > MAX_CALLS_A_SECOND ? null : readCall(data);
    if (call === null) {
      socket.close(4001, 'not a call');
      return;
    }
    void host.invoke(call.method, call.input).then((result) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ id: call.id, result }));
    });
  });
}

function readCall(data: unknown): z.infer<typeof callSchema> | null {
  try {
    const parsed = callSchema.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
