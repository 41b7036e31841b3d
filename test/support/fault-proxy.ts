/**
 * A proxy on real sockets between kiosk and registry, which does to a connection what networks do. It reads what passes
 * when the line is plain or when it ends the TLS itself; it only counts bytes when TLS passes through.
 */
import { createServer, connect as connectPlain, type AddressInfo, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type Server as TlsServer } from 'node:tls';

export type Fault =
  /** Accepts and never reads. */
  | { readonly kind: 'half-open' }
  /** Resets after so many bytes of the request: the rest never leaves. */
  | { readonly kind: 'reset-in-request'; readonly after: number }
  /** Lets the registry answer, shows nothing of it, resets. */
  | { readonly kind: 'reset-after-request' }
  /** Resets after half of the answer. */
  | { readonly kind: 'reset-in-answer' }
  /** Ends the connection in good order after half of the answer. */
  | { readonly kind: 'truncate' }
  /** Lets the registry answer, shows nothing of it, stays open. */
  | { readonly kind: 'stall' }
  /** Lets the answer through byte by byte. */
  | { readonly kind: 'slow'; readonly everyMs: number }
  /** Delivers the request twice more, at the same time and on other connections. */
  | { readonly kind: 'duplicate' }
  /** Passes so many bytes each way and resets: what a tunnel does that reads nothing. */
  | { readonly kind: 'cut'; readonly up: number; readonly down: number }
  /** Turns one bit over, so many bytes into what comes back. */
  | { readonly kind: 'corrupt'; readonly at: number };

interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface ProxyOptions {
  /** `http(s)://host:port` of the registry. */
  readonly target: string;
  /** Ends TLS here and begins it again towards the registry, with these. */
  readonly terminate?: { readonly here: Certificate; readonly there: Certificate; readonly ca: string };
}

export interface FaultProxy {
  /** Where the kiosk must go, with the scheme of the target. */
  readonly address: string;
  /** The next `times` writes (of a line that can be read) or connections (else) meet the fault. */
  set(fault: Fault, times?: number): void;
  /** How many met it since it was set. */
  met(): number;
  /** Shows another certificate from now on. */
  show(certificate: Certificate): void;
  /** Refuses connections until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export async function startFaultProxy({ target, terminate }: ProxyOptions): Promise<FaultProxy> {
  const to = new URL(target);
  const readable = terminate !== undefined || to.protocol === 'http:';
  const open = new Set<Socket>();
  let fault: Fault | null = null;
  let left = 0;
  let met = 0;

  const dial = (): Socket => {
    const place = { host: to.hostname, port: Number(to.port) };
    const socket =
      terminate === undefined ? connectPlain(place) : connectTls({ ...place, ...terminate.there, ca: terminate.ca });
    return watch(socket, open);
  };
  const take = (): Fault | null => {
    if (fault === null || left === 0) return null;
    left -= 1;
    met += 1;
    return fault;
  };
  const onConnection = (client: Socket): void => {
    watch(client, open);
    if (fault?.kind === 'half-open' || !readable) {
      const now = take();
      if (now?.kind === 'half-open') return void client.pause();
      return relay(client, dial(), () => null, now);
    }
    relay(
      client,
      dial(),
      (chunk) => (chunk.subarray(0, 12).toString('latin1') === 'POST /fhir/ ' ? take() : null),
      null,
      dial,
    );
  };

  const server: Server | TlsServer =
    terminate === undefined
      ? createServer(onConnection)
      : createTlsServer(
          { ...terminate.here, ca: terminate.ca, requestCert: true, minVersion: 'TLSv1.2' },
          onConnection,
        );
  server.on('tlsClientError', () => undefined);
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => void server.listen(port, '127.0.0.1', resolve));
  const hangUp = (): void => open.forEach((socket) => socket.destroy());
  const shut = (): Promise<void> => {
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    hangUp();
    return closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    address: `${to.protocol}//127.0.0.1:${port}`,
    set(next, times = 1) {
      [fault, left, met] = [next, times, 0];
      hangUp(); // the kiosk keeps connections: the next request must come to a new one
    },
    met: () => met,
    show(certificate) {
      if ('setSecureContext' in server) server.setSecureContext({ ...certificate, ca: terminate?.ca });
      hangUp();
    },
    down: shut,
    up: () => listen(port),
    close: shut,
  };
}

function watch(socket: Socket, open: Set<Socket>): Socket {
  open.add(socket);
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.once('close', () => open.delete(socket));
  return socket;
}

/** Joins two sockets, with a fault from the start or from the chunk that meets it. */
function relay(
  client: Socket,
  registry: Socket,
  meets: (chunk: Buffer) => Fault | null,
  from: Fault | null,
  dial: () => Socket = () => registry,
): void {
  let now = from;
  let [up, down] = [0, 0];
  let copies: readonly Socket[] = [];
  const reset = (): void => {
    if (!client.destroyed) resetSocket(client);
    registry.destroy();
  };
  client.on('data', (chunk: Buffer) => {
    const found = meets(chunk);
    if (found !== null) {
      [now, up, down] = [found, 0, 0];
      if (found.kind === 'duplicate') copies = [dial(), dial()];
      for (const copy of copies) copy.resume();
    }
    up += chunk.length;
    const limit = now?.kind === 'reset-in-request' ? now.after : now?.kind === 'cut' ? now.up : Infinity;
    const allowed = chunk.subarray(0, Math.max(0, chunk.length - Math.max(0, up - limit)));
    for (const copy of copies) copy.write(allowed);
    registry.write(allowed, () => (up > limit ? setImmediate(reset) : undefined));
  });
  registry.on('data', (chunk: Buffer) => {
    down += chunk.length;
    answerThrough(now, chunk, down, client, reset);
  });
  client.once('close', () => [registry, ...copies].forEach((socket) => socket.destroy()));
  registry.once('close', () => {
    if (now?.kind !== 'stall' && now?.kind !== 'slow') client.end();
  });
}

function answerThrough(fault: Fault | null, chunk: Buffer, down: number, client: Socket, reset: () => void): void {
  switch (fault?.kind) {
    case 'reset-after-request':
      return reset();
    case 'reset-in-answer':
      return void client.write(chunk.subarray(0, chunk.length / 2), () => setImmediate(reset));
    case 'truncate':
      return void client.end(chunk.subarray(0, chunk.length / 2));
    case 'stall':
      return;
    case 'slow':
      return dribble(chunk, client, fault.everyMs);
    case 'cut': {
      const over = Math.max(0, down - fault.down);
      client.write(chunk.subarray(0, Math.max(0, chunk.length - over)), () =>
        over > 0 ? setImmediate(reset) : undefined,
      );
      return;
    }
    case 'corrupt': {
      const place = fault.at - (down - chunk.length);
      if (place >= 0 && place < chunk.length) chunk.writeUInt8(chunk.readUInt8(place) ^ 1, place);
      client.write(chunk);
      return;
    }
    case 'half-open':
    case 'reset-in-request':
    case 'duplicate':
    case undefined:
      client.write(chunk);
  }
}

function dribble(chunk: Buffer, client: Socket, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (client.destroyed || at >= chunk.length) return clearInterval(timer);
    client.write(chunk.subarray(at, at + 1));
    at += 1;
  }, everyMs);
}

/** TCP RST, also under TLS. */
function resetSocket(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}
