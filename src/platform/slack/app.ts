import { App, HTTPReceiver, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { boltLogger } from '../log.ts';
import { onAction, onCommand, onOptions, onSubmission } from './dispatch.ts';
import { type EventParts, onEvent } from './events.ts';
import type { ActionBody, CommandBody, EventBody, OptionsBody, SubmissionBody } from './payloads.ts';

export interface SlackOptions {
  readonly botToken: string;
  readonly signingSecret?: string | undefined;
  readonly appToken?: string | undefined;
  readonly apiUrl: string;
  readonly requestLimitBytes: number;
  readonly identity: () => { readonly botUserId?: string; readonly botId?: string };
  readonly log: Logger;
}

export interface SlackApp {
  /** Answers POST /slack/events; absent in Socket Mode. */
  readonly requestListener?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly connected: () => boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Holds the ack of an event until its listener is through: what was not stored is sent again by Slack (DESIGN §4). */
const ackAfterwards = (receiver: Receiver): Receiver => ({
  init: (app) => {
    const process = async (event: ReceiverEvent): Promise<void> => {
      if (event.body.type !== 'event_callback') return app.processEvent(event);
      await app.processEvent({ ...event, ack: async () => undefined });
      await event.ack();
    };
    receiver.init(new Proxy(app, { get: (target, name) => (name === 'processEvent' ? process : Reflect.get(target, name)) }));
  },
  start: (...args) => receiver.start(...args),
  stop: (...args) => receiver.stop(...args),
});

const httpReceiver = (options: SlackOptions): HTTPReceiver =>
  new HTTPReceiver({
    signingSecret: options.signingSecret ?? '',
    endpoints: '/slack/events',
    bodyLimit: options.requestLimitBytes,
    logger: boltLogger(options.log),
    processBeforeResponse: false,
  });

/** A body that is too large is not read to its end, so its connection cannot be used for another request. */
const closeWhenTooLarge =
  (listener: HTTPReceiver['requestListener']): NonNullable<SlackApp['requestListener']> =>
  (request, response) => {
    response.once('finish', () => {
      if (response.statusCode === 413) request.socket.destroySoon();
    });
    listener(request, response);
  };

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

/** Registers one listener per kind of request; which handler runs is looked up in the registry. */
const listen = (app: App, parts: EventParts): void => {
  const timed = async (kind: string, work: Promise<void>): Promise<void> => {
    const stop = parts.metrics.ack.startTimer({ kind });
    await work;
    stop();
  };
  app.command(/.*/, ({ body, ack }) => timed('command', onCommand(parts, body as unknown as CommandBody, ack as never)));
  app.action(/[\s\S]*/, ({ body, ack }) => timed('action', onAction(parts, body as unknown as ActionBody, ack as never)));
  app.view(/[\s\S]*/, ({ body, ack }) => timed('form', onSubmission(parts, body as unknown as SubmissionBody, ack as never)));
  app.options(/[\s\S]*/, ({ body, ack }) => timed('choices', onOptions(parts, body as unknown as OptionsBody, ack as never)));
  app.event(/.*/, ({ event, body }) => timed('event', onEvent(parts, event as unknown as EventBody, body.event_id)));
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
  const app = new App({
    receiver: ackAfterwards(receiver),
    authorize: async () => ({ botToken: options.botToken, ...options.identity() }),
    clientOptions: { slackApiUrl: options.apiUrl },
    logger: boltLogger(options.log),
    deferInitialization: true,
  });
  listen(app, parts);
  app.error(async (error) => {
    options.log.error({ err: error }, 'a request from Slack could not be worked on');
    throw error;
  });

  let stopping = false;
  let connected = false;
  socket?.client.on('connected', () => {
    connected = true;
  });
  socket?.client.on('disconnected', () => {
    connected = false;
  });
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
    ...(http ? { requestListener: closeWhenTooLarge(http.requestListener) } : {}),
    connected: () => (socket ? connected : true),
    start: async () => {
      await app.init();
      // Not awaited: an unreachable Slack must not keep bills, licenses and health checks from being served.
      void connect(1000);
    },
    stop: async () => {
      stopping = true;
      await socket?.stop();
    },
  };
};
