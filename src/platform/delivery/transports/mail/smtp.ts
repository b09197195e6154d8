import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Guard, LeaseLost } from '../../transport.ts';

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/** A mail server, spoken to on a connection of its own for each letter. */
export interface MailServer {
  /**
   * Hands a letter over.
   * @throws MailFailure, which says how far it got; LeaseLost where the guard forbids it after connecting
   */
  readonly hand: (envelope: Envelope, letter: Buffer, mayGo: Guard) => Promise<void>;
  /** Connects and logs in, no more. @throws MailFailure */
  readonly greet: () => Promise<void>;
}

/**
 * What went wrong, and when: before a letter was begun it certainly was not sent. Once it was begun only the server's own
 * answer tells (nodemailer calls a line that dropped after the last byte a failed connection too).
 */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  readonly hasBegun: boolean;
  /** The server's answer, such as 550. */
  readonly answer: number | undefined;
  /** Nodemailer's, such as EAUTH. */
  readonly code: string | undefined;
  constructor(cause: Error & Partial<Record<'code' | 'originalCode' | 'responseCode', unknown>>, hasBegun: boolean) {
    super(cause.message, { cause });
    this.hasBegun = hasBegun;
    this.answer = typeof cause.responseCode === 'number' ? cause.responseCode : undefined;
    const code = cause.originalCode ?? cause.code;
    this.code = typeof code === 'string' ? code : undefined;
  }
}

/** How long a server may take to greet, and to answer a login. Nothing is lost by asking again later. */
const greetMs = 10_000;

/** @param sendMs how long it may take with a letter: what it has not answered by then is of unknown fate */
export const mailServer = (url: string, sendMs: number): MailServer => {
  const { auth, ...options } = parseConnectionUrl(url);
  const limits = { connectionTimeout: greetMs, greetingTimeout: greetMs, socketTimeout: sendMs };

  const connect = (): Promise<SMTPConnection> =>
    new Promise((resolve, reject) => {
      const connection = new SMTPConnection({ ...options, ...limits });
      const timer = setTimeout(() => failed(new Error('no answer in time')), 2 * greetMs);
      const failed = (error: Error) => {
        clearTimeout(timer);
        connection.close();
        reject(new MailFailure(error, false));
      };
      const ready = () => {
        clearTimeout(timer);
        resolve(connection);
      };
      connection.on('error', failed);
      connection.connect((error) => {
        if (error) return failed(error);
        if (!auth) return ready();
        connection.login(auth, (refusal) => (refusal ? failed(refusal) : ready()));
      });
    });

  const send = (connection: SMTPConnection, envelope: Envelope, letter: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => failed(new Error('no answer in time')), sendMs);
      const failed = (error: Error) => {
        clearTimeout(timer);
        connection.close();
        reject(new MailFailure(error, true));
      };
      connection.on('error', failed);
      connection.send({ ...envelope, size: letter.length }, letter, (error) => {
        if (error) return failed(error);
        clearTimeout(timer);
        connection.quit();
        resolve();
      });
    });

  return {
    hand: async (envelope, letter, mayGo) => {
      const connection = await connect();
      if (!mayGo()) {
        connection.close();
        throw new LeaseLost('The lease ran out before the letter could be begun.');
      }
      await send(connection, envelope, letter);
    },
    greet: async () => {
      const connection = await connect();
      connection.quit();
    },
  };
};
