import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What the sandbox's mail server does with letters: take them, refuse whom they are for, put them off, or take them and say nothing. */
export const mailModes = ['takes', 'refuses', 'delays', 'drops'] as const;
export type MailMode = (typeof mailModes)[number];

/** A letter as the page shows it. */
export interface ShownLetter {
  readonly id: number;
  /** Milliseconds since 1970, by Baton's clock. */
  readonly at: number;
  /** Whom it was handed over for. */
  readonly recipient: string;
  readonly subject: string;
  readonly from: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly string[];
  readonly attachments: readonly {
    readonly path: string;
    readonly name: string;
    readonly type: string;
    readonly bytes: number;
  }[];
}

/** The oldest go when there are more. */
const mostLetters = 200;

const shown = (id: number, at: number, recipient: string, letter: ParsedMail): ShownLetter => ({
  id,
  at,
  recipient,
  subject: letter.subject ?? '',
  from: letter.from?.text ?? '',
  text: letter.text ?? '',
  html: typeof letter.html === 'string' ? letter.html : '',
  headers: letter.headerLines.map(({ line }) => line),
  attachments: letter.attachments.map(({ filename, contentType, size }, at) => ({
    path: `/baton/mail/${id}/${at}`,
    name: filename ?? 'attachment',
    type: contentType,
    bytes: size,
  })),
});

interface Kept {
  readonly shown: ShownLetter;
  readonly parsed: ParsedMail;
}

export interface PostOffice {
  readonly url: string;
  mode(): MailMode;
  setMode(mode: MailMode): void;
  /** Latest first. */
  letters(): readonly ShownLetter[];
  letter(id: number): Kept | undefined;
  close(): Promise<void>;
}

/** A mail server on this machine that delivers to nobody and keeps what it takes. */
export const openPostOffice = async (now: () => number): Promise<PostOffice> => {
  const kept: Kept[] = [];
  let mode: MailMode = 'takes';
  let count = 0;
  const refused: Partial<Record<MailMode, readonly [number, string]>> = {
    refuses: [550, 'no such mailbox here'],
    delays: [451, 'come again later'],
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onRcptTo: (_address, _session, done) => {
      const [code, why] = refused[mode] ?? [];
      done(code ? Object.assign(new Error(why), { responseCode: code }) : null);
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then(
        (parsed) => {
          count += 1;
          const recipient = session.envelope.rcptTo[0]?.address ?? '';
          kept.push({ parsed, shown: shown(count, now(), recipient, parsed) });
          if (kept.length > mostLetters) kept.shift();
          if (mode !== 'drops') return done();
          for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
        },
        (error: Error) => done(error),
      );
    },
  });
  // Lines that break off are errors to it.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    mode: () => mode,
    setMode: (to) => {
      mode = to;
    },
    letters: () => kept.map((each) => each.shown).reverse(),
    letter: (id) => kept.find((each) => each.shown.id === id),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
