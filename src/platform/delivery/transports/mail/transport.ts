import { mail } from '../../../work/transports.ts';
import type { Budget, Timing } from '../../settings.ts';
import type { Transport } from '../../transport.ts';
import { classify, NoMailServer } from './classify.ts';
import { letterOf, type ReadFile } from './letter.ts';
import { mailServer } from './smtp.ts';

export interface MailTransportOptions {
  /** `smtp://user:password@host:587`, `smtps://…`; without it letters wait, and the admins read why. */
  readonly url?: string | undefined;
  /** `Baton <baton@example.com>` */
  readonly from?: string | undefined;
  /** Letters in all, shared by all replicas; 0 is off. */
  readonly perMinute: number;
  /** Attachments. */
  readonly readFile: ReadFile;
  readonly timing?: Partial<Timing>;
}

/** A letter may be large, a server that looks into it slow, and who puts one off means minutes (greylisting), not seconds. */
const mailTiming = {
  leaseMs: 400_000,
  requestTimeoutMs: 180_000,
  backoffMs: 60_000,
  maxBackoffMs: 3_600_000,
} as const satisfies Partial<Timing>;

const budget = (perMinute: number): Budget => ({
  key: mail,
  burst: Math.max(1, Math.floor(perMinute / 5)),
  everyMs: Math.ceil(60_000 / perMinute),
});

/**
 * Letters by SMTP. A lane is a recipient's domain, so that one that puts letters off holds up only its own. What a server took
 * cannot be looked up: a letter of unknown outcome is parked.
 */
export const mailTransport = ({ url, from, perMinute, readFile, timing }: MailTransportOptions): Transport => {
  const times = { ...mailTiming, ...timing };
  const server = url && from ? { ...mailServer(url, times.requestTimeoutMs), from } : undefined;
  return {
    name: mail,
    title: 'The mail server',
    pace: { messageIntervalMs: 0, ...(perMinute > 0 ? { messages: budget(perMinute) } : {}) },
    capacity: { lanes: 60, requests: 10, batch: 1 },
    timing: times,
    tellsFates: true,
    send: async (message, mayGo) => {
      if (!server) throw new NoMailServer();
      const { envelope, messageId, bytes } = await letterOf(message, server.from, readFile);
      await server.hand(envelope, bytes, mayGo);
      return { channel: message.lane, ts: messageId };
    },
    classify,
    lookUp: async () => ({ kind: 'unreadable', problem: 'a mail server does not show what it took' }),
    isUp: async () =>
      server === undefined
        ? false
        : server.greet().then(
            () => true,
            () => false,
          ),
    close: () => server?.close(),
  };
};
