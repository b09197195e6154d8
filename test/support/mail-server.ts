import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What the server does with the next letters. */
export interface Behaviour {
  /** Its answer to a recipient, such as 550 or 451; undefined accepts. */
  recipient?: (address: string) => number | undefined;
  /** After the last byte it keeps the letter and drops the line without an answer. */
  drops?: boolean;
  /** Called when it has a letter and before it answers. */
  taken?: () => void | Promise<void>;
  /** Called when it has said that it took a letter. */
  answered?: () => void;
  /** After the recipient it drops the line, before it asks for the letter. */
  dropsBefore?: boolean;
  /** It takes so many letters on a connection, and answers 421 then. */
  closesAt?: number;
  /** Answers a login with 535. */
  refusesLogin?: boolean;
}

/** A mail server on a port of its own that keeps what it takes. */
export const startMailServer = async () => {
  const behaviour: Behaviour = {};
  const letters: ParsedMail[] = [];
  const senders: string[] = [];
  const connections: string[] = [];
  const takenBy = new Map<string, number>();
  let server: SMTPServer;
  const make = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, done) =>
        behaviour.refusesLogin
          ? done(Object.assign(new Error('no such user'), { responseCode: 535 }))
          : done(null, { user: 'baton' }),
      closeTimeout: 100,
      onConnect: (session, done) => {
        connections.push(session.id);
        done();
      },
      onMailFrom: (_address, session, done) => {
        const taken = takenBy.get(session.id) ?? 0;
        if (behaviour.closesAt === undefined || taken < behaviour.closesAt) return done();
        done(Object.assign(new Error('too many messages on this connection'), { responseCode: 421 }));
        for (const connection of server.connections)
          if (connection.id === session.id) setImmediate(() => connection._socket.destroy());
      },
      onRcptTo: ({ address }, session, done) => {
        if (behaviour.dropsBefore) {
          for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
          return;
        }
        const answer = behaviour.recipient?.(address);
        done(answer ? Object.assign(new Error(`<${address}> not now or never`), { responseCode: answer }) : null);
      },
      onData: (stream, session, done) => {
        const take = async () => {
          letters.push(await simpleParser(stream));
          if (session.envelope.mailFrom) senders.push(session.envelope.mailFrom.address);
          takenBy.set(session.id, (takenBy.get(session.id) ?? 0) + 1);
          await behaviour.taken?.();
          if (!behaviour.drops) {
            done();
            behaviour.answered?.();
            return;
          }
          for (const connection of server.connections) connection._socket.destroy();
        };
        // A letter that breaks off in the middle is none.
        take().catch(() => undefined);
      },
    });
  const listen = async (port: number): Promise<number> => {
    server = make();
    // Lines that are dropped are errors to it.
    server.on('error', () => undefined);
    const listener = server.listen(port, '127.0.0.1');
    await once(listener, 'listening');
    return (listener.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {
    behaviour,
    letters,
    /** Whom each says it comes back to. */
    senders,
    /** Whoever has connected, by name. */
    connections,
    /** It hangs up on everybody. */
    hangUp: () => {
      for (const connection of server.connections) connection._socket.destroy();
    },
    url: `smtp://127.0.0.1:${port}`,
    close,
    /** The same address, after `close`. */
    reopen: () => listen(port),
    reset: () => {
      letters.length = 0;
      senders.length = 0;
      connections.length = 0;
      for (const key of Object.keys(behaviour)) delete behaviour[key as keyof Behaviour];
    },
  };
};

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
