import { Readable } from 'node:stream';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Guard, LeaseLost } from '../../transport.ts';
import { MailFailure, type Stage } from './failure.ts';

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/** A mail server, spoken to on connections that are used again while it keeps them open. */
export interface MailServer {
  /**
   * Hands a letter over.
   * @throws MailFailure, which says how far it got; LeaseLost where the guard forbids it after connecting
   */
  readonly hand: (envelope: Envelope, letter: Buffer, mayGo: Guard) => Promise<void>;
  /** Connects and logs in, no more. @throws MailFailure */
  readonly greet: () => Promise<void>;
  /** Hangs up where nothing is under way. */
  readonly close: () => void;
}

/** How long a server may take to greet, and to answer a login. Nothing is lost by asking again later. */
const greetMs = 10_000;
/** After so many letters a new connection: servers close at such a number by themselves. */
const lettersEach = 100;
/** A connection that waits longer for the next letter is closed. */
const idleMs = 5_000;

interface Line {
  readonly connection: SMTPConnection;
  letters: number;
  idle?: NodeJS.Timeout;
}

/** A letter that is read when the server has asked for it, and tells that. */
const readOnce = (letter: Buffer, begun: () => void): Readable =>
  new Readable({
    read() {
      begun();
      this.push(letter);
      this.push(null);
    },
  });

/** What the server ended before it asked for the letter: another connection may fare better. */
const isHungUp = ({ stage, answer, code }: MailFailure): boolean =>
  stage === 'envelope' && (answer === undefined ? code !== 'EENVELOPE' && code !== 'EMESSAGE' : answer === 421);

/** @param sendMs how long it may take with a letter: what it has not answered by then is of unknown fate */
export const mailServer = (url: string, sendMs: number): MailServer => {
  const { auth, ...options } = parseConnectionUrl(url);
  const limits = { connectionTimeout: greetMs, greetingTimeout: greetMs, socketTimeout: sendMs };
  const resting: Line[] = [];

  const connect = (): Promise<Line> =>
    new Promise((resolve, reject) => {
      const connection = new SMTPConnection({ ...options, ...limits });
      const timer = setTimeout(() => failed(new Error('no answer in time')), 2 * greetMs);
      const failed = (error: Error) => {
        clearTimeout(timer);
        connection.close();
        reject(new MailFailure(error, 'connecting'));
      };
      const ready = () => {
        clearTimeout(timer);
        const line = { connection, letters: 0 };
        connection.once('end', () => leave(line));
        resolve(line);
      };
      connection.on('error', failed);
      connection.connect((error) => {
        if (error) return failed(error);
        if (!auth) return ready();
        connection.login(auth, (refusal) => (refusal ? failed(refusal) : ready()));
      });
    });

  const leave = (line: Line): void => {
    clearTimeout(line.idle);
    const at = resting.indexOf(line);
    if (at >= 0) resting.splice(at, 1);
  };
  const hangUp = (line: Line): void => {
    leave(line);
    line.connection.quit();
  };
  const rest = (line: Line): void => {
    if (line.letters >= lettersEach) {
      hangUp(line);
      return;
    }
    line.idle = setTimeout(() => hangUp(line), idleMs);
    line.idle.unref();
    resting.push(line);
  };
  const rested = (): Line | undefined => {
    const line = resting.at(-1);
    if (line) leave(line);
    return line;
  };

  const send = ({ connection }: Line, envelope: Envelope, letter: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      let stage: Stage = 'envelope';
      const timer = setTimeout(() => failed(new Error('no answer in time')), sendMs);
      const failed = (error: Error) => {
        clearTimeout(timer);
        connection.close();
        reject(new MailFailure(error, stage));
      };
      connection.removeAllListeners('error').on('error', failed);
      const read = readOnce(letter, () => {
        stage = 'letter';
      });
      connection.send({ ...envelope, size: letter.length }, read, (error) => {
        if (error) return failed(error);
        clearTimeout(timer);
        resolve();
      });
    });

  const handOn = async (line: Line, envelope: Envelope, letter: Buffer, mayGo: Guard): Promise<void> => {
    if (!mayGo()) {
      hangUp(line);
      throw new LeaseLost('The lease ran out before the letter could be begun.');
    }
    await send(line, envelope, letter);
    line.letters += 1;
    rest(line);
  };

  return {
    hand: async (envelope, letter, mayGo) => {
      const used = rested();
      if (used) {
        try {
          return await handOn(used, envelope, letter, mayGo);
        } catch (error) {
          // It was closed while nobody spoke, or at its number of letters.
          if (!(error instanceof MailFailure && isHungUp(error))) throw error;
        }
      }
      await handOn(await connect(), envelope, letter, mayGo);
    },
    greet: async () => hangUp(await connect()),
    close: () => {
      for (const line of [...resting]) hangUp(line);
    },
  };
};
