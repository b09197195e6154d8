import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between Baton and PostgreSQL and counts what is asked. */
export interface Wire {
  readonly port: number;
  readonly counts: () => { readonly statements: number; readonly roundTrips: number };
  close(): Promise<void>;
}

/** Counts the frontend's Execute and Query messages in its stream of bytes, whatever pieces it comes in. */
const statementCounter = (counted: () => void) => {
  // The first message of a connection has no type.
  let left = -1;
  let head = Buffer.alloc(0);
  return (chunk: Buffer): void => {
    let at = 0;
    while (at < chunk.length) {
      if (left > 0) {
        const taken = Math.min(left, chunk.length - at);
        left -= taken;
        at += taken;
        continue;
      }
      const size = left < 0 ? 4 : 5;
      const taken = Math.min(size - head.length, chunk.length - at);
      head = Buffer.concat([head, chunk.subarray(at, at + taken)]);
      at += taken;
      if (head.length < size) return;
      const type = size === 5 ? String.fromCharCode(head[0] ?? 0) : '';
      if (type === 'E' || type === 'Q') counted();
      left = head.readInt32BE(size - 4) - 4;
      head = Buffer.alloc(0);
    }
  };
};

export const startWire = async (host: string, port: number): Promise<Wire> => {
  const open = new Set<Socket>();
  let statements = 0;
  let roundTrips = 0;
  const server = createServer((client) => {
    const upstream = connect({ host, port, noDelay: true });
    client.setNoDelay(true);
    const count = statementCounter(() => {
      statements += 1;
    });
    let answered = true;
    client.on('data', (chunk) => {
      // Whatever is sent before an answer comes travels together.
      if (answered) roundTrips += 1;
      answered = false;
      count(chunk);
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      answered = true;
      client.write(chunk);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({ statements, roundTrips }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
};
