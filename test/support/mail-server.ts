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
  /** Answers a login with 535. */
  refusesLogin?: boolean;
}

/** A mail server on a port of its own that keeps what it takes. */
export const startMailServer = async () => {
  const behaviour: Behaviour = {};
  const letters: ParsedMail[] = [];
  let server: SMTPServer;
  const make = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, done) =>
        behaviour.refusesLogin
          ? done(Object.assign(new Error('no such user'), { responseCode: 535 }))
          : done(null, { user: 'baton' }),
      onRcptTo: ({ address }, _session, done) => {
        const answer = behaviour.recipient?.(address);
        done(answer ? Object.assign(new Error(`<${address}> not now or never`), { responseCode: answer }) : null);
      },
      onData: (stream, _session, done) => {
        const take = async () => {
          letters.push(await simpleParser(stream));
          await behaviour.taken?.();
          if (!behaviour.drops) return done();
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
    url: `smtp://127.0.0.1:${port}`,
    close,
    /** The same address, after `close`. */
    reopen: () => listen(port),
    reset: () => {
      letters.length = 0;
      for (const key of Object.keys(behaviour)) delete behaviour[key as keyof Behaviour];
    },
  };
};

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
