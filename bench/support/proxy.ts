import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between Baton and PostgreSQL; can be cut, as a network or a server that is away, and can freeze. */
export interface Proxy {
  readonly port: number;
  /** The same database by way of this proxy. */
  url(direct: string): string;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  mend(): void;
  /** Connections are taken and stay, and nothing is heard of them any more. */
  freeze(): void;
  /** What was said meanwhile arrives, all of a connection at once. */
  thaw(): void;
  /** Passes the next COMMIT on, and ends its connection when the answer comes. */
  loseNextCommit(): void;
  connections(): number;
  close(): Promise<void>;
}

export const startProxy = async (host: string, port: number): Promise<Proxy> => {
  const open = new Set<Socket>();
  let isCut = false;
  let isFrozen = false;
  let losesNext = false;
  let thawing: (() => void)[] = [];
  const server = createServer((client) => {
    if (isCut) return void client.resetAndDestroy();
    const upstream = connect({ host, port, noDelay: true });
    client.setNoDelay(true);
    let isLost = false;
    const link = (from: Socket, to: Socket, pass: (data: Buffer) => void): void => {
      open.add(from);
      from.on('error', () => undefined);
      let held: Buffer[] = [];
      const hold = (data: Buffer): void => {
        if (held.length === 0) thawing.push(release);
        held.push(data);
      };
      const release = (): void => {
        const all = Buffer.concat(held);
        held = [];
        pass(all);
      };
      from.on('data', (data) => {
        if (isFrozen) hold(data);
        else pass(data);
      });
      from.on('close', () => {
        open.delete(from);
        if (isFrozen) thawing.push(() => to.end());
        else to.end();
      });
    };
    link(client, upstream, (data) => {
      if (losesNext && data.includes('COMMIT\0')) {
        losesNext = false;
        isLost = true;
      }
      upstream.write(data);
    });
    link(upstream, client, (data) => {
      if (isLost) client.resetAndDestroy();
      else client.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    url: (direct) => {
      const url = new URL(direct);
      url.host = `127.0.0.1:${own}`;
      return url.href;
    },
    cut: () => {
      isCut = true;
      for (const socket of open) socket.resetAndDestroy();
    },
    mend: () => {
      isCut = false;
    },
    freeze: () => {
      isFrozen = true;
    },
    thaw: () => {
      isFrozen = false;
      for (const release of thawing) release();
      thawing = [];
    },
    loseNextCommit: () => {
      losesNext = true;
    },
    connections: () => open.size / 2,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
};
