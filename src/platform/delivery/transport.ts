import type { Capacity, Pace, Timing } from './settings.ts';

/** Whether what is asked for may still be written to the socket: the lane is ours. Asked as late as possible. */
export type Guard = () => boolean;

/** Where a transport put a message, in its own names: Slack's conversation and `ts`, mail's recipient and Message-ID. */
export interface Sent {
  readonly channel: string;
  readonly ts: string;
}

export interface Outgoing {
  readonly id: string;
  readonly lane: string;
  /** The message that this one answers. */
  readonly thread?: Sent;
  /** As it was written down. What it means only the transport knows. */
  readonly content: unknown;
}

/** What an attempt to send came to. Problems are sentences that an admin reads. */
export type Outcome =
  | ({ readonly kind: 'sent' } & Sent)
  /** It certainly did not happen; its lane tries again later. */
  | { readonly kind: 'unreachable'; readonly problem: string }
  /** The same, and the other side said when. */
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number }
  /** This message was put off; its neighbours may fare better. */
  | { readonly kind: 'deferred'; readonly problem: string }
  /** It may have happened. */
  | { readonly kind: 'unknown'; readonly problem: string }
  /** This message cannot be sent as it is; `isBounce`: the other side refuses whom it is for. */
  | { readonly kind: 'refused'; readonly problem: string; readonly isBounce?: true }
  /** Nothing can be sent to this lane. */
  | { readonly kind: 'held'; readonly problem: string; readonly canJoin?: boolean }
  /** Nothing can be sent at all. */
  | { readonly kind: 'paused'; readonly problem: string }
  /** The message to change, or to answer, is no longer there. */
  | { readonly kind: 'gone' }
  /** This replica no longer owns the lane; nothing was sent. */
  | { readonly kind: 'lost' };

/** A message of unknown outcome. */
export interface Sought {
  readonly id: string;
  readonly triedAt: Date;
}

export type Found =
  /** Where each message is that is there. `last`: the newest message known to be in the lane, from which the next look begins. */
  | { readonly kind: 'read'; readonly sent: ReadonlyMap<string, Sent>; readonly last?: string | undefined }
  /** Looking failed for now. */
  | { readonly kind: 'later'; readonly outcome: Outcome }
  /** Nobody can look, now or later. */
  | { readonly kind: 'unreadable'; readonly problem: string };

/**
 * A way for messages to leave: Slack, mail. It knows addresses, content and errors, and nothing of the outbox; the outbox knows
 * order, attempts and outcomes, and nothing of what it sends. Each has its own pause and hold: where one is away, the others go on.
 */
export interface Transport {
  /** As rows carry it. */
  readonly name: string;
  /** Begins a sentence: "Slack may have this message or not". */
  readonly title: string;
  readonly pace: Pace;
  readonly capacity: Capacity;
  readonly timing?: Partial<Timing>;
  /** Sends a message, once. Throws what `classify` understands, LeaseLost where the guard forbids it. */
  readonly send: (message: Outgoing, mayGo: Guard) => Promise<Sent>;
  /** What an error says about the message. Whoever guesses wrong loses it or sends it twice: what is not certain is `unknown`. */
  readonly classify: (error: unknown) => Outcome;
  /** Looks for messages of unknown outcome, all of one lane and thread. */
  readonly lookUp: (
    lane: { readonly id: string; readonly channel?: string | undefined; readonly lastTs?: string | undefined },
    thread: Sent | undefined,
    messages: readonly Sought[],
  ) => Promise<Found>;
  /** Whether it takes messages, asked without sending one. */
  readonly isUp: () => Promise<boolean>;
  /** Changes a message in place; repeating it is harmless. Where there is this, messages can live: slots. */
  readonly change?: (message: Sent, content: unknown, mayGo: Guard) => Promise<Sent>;
  /** Enters a lane that keeps Baton out. @returns whether it is in now */
  readonly join?: (lane: string) => Promise<boolean>;
  /** Whoever wrote a message wants to know how it fared. */
  readonly tellsFates?: true;
  /** Told at each attempt whether the other side answers. */
  readonly answers?: (does: boolean) => void;
  /** Delivery has stopped: it lets go of what it keeps open. */
  readonly close?: () => void;
}

/** Thrown where something would be written to the socket after its lease ran out. */
export class LeaseLost extends Error {
  override readonly name: string = 'LeaseLost';
  readonly code = 'BATON_LEASE_LOST';
}

/** One attempt to send or change something: under the guard, and never without an outcome. */
export const attempt = async (
  transport: Pick<Transport, 'classify' | 'answers'>,
  mayGo: Guard,
  request: () => Promise<Sent>,
): Promise<Outcome> => {
  if (!mayGo()) return { kind: 'lost' };
  try {
    const sent = await request();
    transport.answers?.(true);
    return { kind: 'sent', ...sent };
  } catch (error) {
    const outcome = transport.classify(error);
    if (outcome.kind === 'unreachable' || outcome.kind === 'unknown') transport.answers?.(false);
    return outcome;
  }
};
