import type { IncomingMessage } from 'node:http';
import {
  App,
  HTTPModuleFunctions,
  HTTPReceiver,
  type Receiver,
  type ReceiverEvent,
  SocketModeReceiver,
} from '@slack/bolt';
import type { Logger } from 'pino';
import type { HandedOver } from '../../http/route.ts';
import { type Background, createBackground } from '../../process/background.ts';
import { boltLogger } from '../../process/log.ts';
import { onAction, onCommand, onOptions, onShortcut } from './dispatch.ts';
import { type EventParts, onEvent } from './events.ts';
import type { ActionBody, CommandBody, EventBody, OptionsBody, ShortcutBody, SubmissionBody } from './payloads.ts';
import { onSubmission } from './submission.ts';

export interface SlackOptions {
  readonly botToken: string;
  readonly signingSecret?: string | undefined;
  readonly appToken?: string | undefined;
  readonly apiUrl: string;
  readonly requestLimitBytes: number;
  /** How long a socket may take from its address to Slack's hello; default 10 s. */
  readonly handshakeMs?: number;
  readonly identity: () => { readonly botUserId?: string; readonly botId?: string };
  readonly log: Logger;
}

export interface SlackApp {
  /** Absent in Socket Mode. */
  readonly endpoint?: HandedOver;
  readonly connected: () => boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What is not acked by then, Slack has given up. */
const lastAckMs = 3_000;

/** A listener of ours failed, as opposed to Bolt, which cannot read what came. */
class ListenerFailed extends Error {
  override readonly name = 'ListenerFailed';
}

/**
 * Acknowledges whatever comes, once (DESIGN §4). An event only after its listener is through, and not at all when that
 * failed: what was not stored is sent again by Slack. Everything else also when no listener wanted it or nobody can read
 * it: Slack would keep a person waiting, or send the same again.
 */
const ackAlways = (receiver: Receiver, log: Logger, takeOver: Background['run']): Receiver => ({
  init: (app) => {
    const carryOut = async (event: ReceiverEvent): Promise<void> => {
      const isEvent = event.body?.type === 'event_callback';
      let isAcked = false;
      const ack: ReceiverEvent['ack'] = async (response) => {
        if (isAcked) return;
        isAcked = true;
        await event.ack(response);
      };
      try {
        await app.processEvent({ ...event, ack: isEvent ? async () => undefined : ack });
      } catch (error) {
        log.error({ err: error }, 'a request from Slack could not be worked on');
        if (isEvent && error instanceof ListenerFailed) throw error;
      }
      await ack();
    };
    const process = (event: ReceiverEvent): Promise<void> => {
      const work = carryOut(event);
      takeOver(work.catch(() => undefined));
      return work;
    };
    receiver.init(
      new Proxy(app, { get: (target, name) => (name === 'processEvent' ? process : Reflect.get(target, name)) }),
    );
  },
  start: (...args) => receiver.start(...args),
  stop: (...args) => receiver.stop(...args),
});

const httpReceiver = (options: SlackOptions): HTTPReceiver =>
  new HTTPReceiver({
    signingSecret: options.signingSecret ?? '',
    endpoints: '/slack/events',
    logger: boltLogger(options.log),
    processBeforeResponse: false,
    // Every request is acked here; Bolt's own 404 after three seconds would only hide that one took longer.
    unhandledRequestTimeoutMillis: 60_000,
  });

/** Bolt takes for granted that a body is an object; what it throws over another, nobody catches. */
const isObject = (request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): boolean => {
  // Parsing a body costs a tenth of the whole request, and Bolt does it anyway: the usual ones are known by how they begin.
  if (/^(\{|payload=%7B|token=|command=)/.test(request.rawBody.toString('latin1', 0, 16))) return true;
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body === 'object' && body !== null;
  } catch {
    // Bolt refuses this by itself, after it has verified the signature.
    return true;
  }
};

/** Slack's clock and ours may differ by so much; seconds. Bolt refuses what is older, and takes what is dated in the future. */
const farthest = 5 * 60;

const isOfTheFuture = (request: IncomingMessage): boolean =>
  Number(request.headers['x-slack-request-timestamp']) > Date.now() / 1000 + farthest;

/** What is no object, or signed for a day to come, goes no further; of the rest Bolt verifies the signature, on the body as it came. */
const eventsEndpoint = (listener: HTTPReceiver['requestListener'], bytes: number): HandedOver => ({
  method: 'POST',
  path: '/slack/events',
  body: { bytes, milliseconds: 10_000 },
  take: (request, response, rawBody) => {
    // Signed now, it could be sent again until that day.
    if (isOfTheFuture(request)) response.writeHead(401).end();
    else if (isObject(Object.assign(request, { rawBody }))) listener(request, response);
    else response.writeHead(400).end();
  },
});

const socketReceiver = (options: SlackOptions, appToken: string): SocketModeReceiver =>
  new SocketModeReceiver({
    appToken,
    logger: boltLogger(options.log),
    // Never delivery's "no retries": the connection would not come back. Nor the default, whose waits grow to many minutes.
    installerOptions: {
      clientOptions: {
        slackApiUrl: options.apiUrl,
        retryConfig: { forever: true, factor: 1.5, minTimeout: 500, maxTimeout: 10_000, randomize: true },
      },
    },
    // An error while an event is worked on leaves it unacknowledged, so that Slack sends it again.
    processEventErrorHandler: async () => false,
  });

/** The parts of any request by which its kind is known. */
interface AnyBody {
  readonly type?: string;
  readonly command?: string;
  readonly event?: EventBody;
}

/**
 * One middleware for all kinds of request; which handler runs is looked up in the registry. Not a Bolt listener for each
 * kind: Bolt runs the matchers of all its listeners for every request, which cost as much as the rest of it.
 */
const listen = (app: App, parts: EventParts): void => {
  const timed = async (kind: string, work: Promise<void>): Promise<void> => {
    const stop = parts.metrics.ack.startTimer({ kind });
    await work;
    stop();
  };
  app.use(async (args) => {
    const body = args.body as unknown as AnyBody;
    const ack = Reflect.get(args, 'ack') as never;
    if (body.command !== undefined) return timed('command', onCommand(parts, body as unknown as CommandBody, ack));
    switch (body.type) {
      case 'block_actions':
        return timed('action', onAction(parts, body as unknown as ActionBody, ack));
      case 'view_submission':
        return timed('form', onSubmission(parts, body as unknown as SubmissionBody, ack));
      case 'block_suggestion':
        return timed('choices', onOptions(parts, body as unknown as OptionsBody, ack));
      case 'shortcut':
        return timed('shortcut', onShortcut(parts, body as unknown as ShortcutBody, ack));
      case 'event_callback':
        if (body.event) return timed('event', onEvent(parts, body.event));
    }
    await args.next();
  });
};

/**
 * The Slack side: HTTP without an app token, Socket Mode with one. It starts whether or not Slack can be reached:
 * `authorize` answers from configuration, and Socket Mode keeps trying.
 */
export const createSlackApp = (options: SlackOptions, parts: EventParts): SlackApp => {
  const http = options.appToken ? undefined : httpReceiver(options);
  const socket = options.appToken ? socketReceiver(options, options.appToken) : undefined;
  const receiver = http ?? socket;
  if (!receiver) throw new Error('no receiver');
  const atHand = createBackground(options.log);
  const app = new App({
    receiver: ackAlways(receiver, options.log, atHand.run),
    authorize: async () => ({ botToken: options.botToken, ...options.identity() }),
    clientOptions: { slackApiUrl: options.apiUrl },
    logger: boltLogger(options.log),
    deferInitialization: true,
  });
  listen(app, parts);
  app.error(async (error) => {
    throw new ListenerFailed('a listener failed', { cause: error });
  });

  let stopping = false;
  let connected = false;
  // A connection that breaks while it is being opened is never tried again by the SDK: it waits for an event that does not come.
  let handshake: NodeJS.Timeout | undefined;
  const settled = (isConnected: boolean): void => {
    clearTimeout(handshake);
    connected = isConnected;
  };
  socket?.client.on('authenticated', () => {
    clearTimeout(handshake);
    handshake = setTimeout(() => void connect(1000), options.handshakeMs ?? 10_000);
    handshake.unref();
  });
  socket?.client.on('connected', () => settled(true));
  socket?.client.on('disconnected', () => settled(false));
  const connect = async (wait: number): Promise<void> => {
    if (stopping || !socket) return;
    try {
      await socket.start();
    } catch (error) {
      options.log.warn({ err: error, againInMs: wait }, 'Socket Mode could not connect; trying again');
      const timer = setTimeout(() => void connect(Math.min(wait * 2, 30_000)), wait);
      timer.unref();
    }
  };

  return {
    ...(http ? { endpoint: eventsEndpoint(http.requestListener, options.requestLimitBytes) } : {}),
    connected: () => (socket ? connected : true),
    start: async () => {
      await app.init();
      // Not awaited: an unreachable Slack must not keep bills, licenses and health checks from being served.
      void connect(1000);
    },
    stop: async () => {
      stopping = true;
      clearTimeout(handshake);
      // An ack goes by the socket that its request came by. HTTP waits for its own.
      if (socket) await atHand.settled(lastAckMs);
      await socket?.stop();
    },
  };
};
