import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import { LogLevel, WebClient } from '@slack/web-api';
import { type Slack, type SlackOptions, startSlack } from '../../src/sandbox/slack/index.ts';

export type BoltApp = App;

const closing: (() => Promise<unknown> | unknown)[] = [];

/** Whatever a test started, last first. */
export const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0).reverse()) await close();
};

export const slack = async (options: SlackOptions = {}): Promise<Slack> => {
  const started = await startSlack(options);
  closing.push(() => started.close());
  return started;
};

/** A client that shows Slack's answers as they are: no retries, refusals as rejections. */
export const client = (at: Slack, token = at.botToken): WebClient =>
  new WebClient(token, {
    slackApiUrl: at.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });

/** A real Bolt app in HTTP mode, connected both ways. */
export const boltApp = async (at: Slack, set: (app: BoltApp) => void): Promise<BoltApp> => {
  const app = new App({
    token: at.botToken,
    signingSecret: at.signingSecret,
    clientOptions: { slackApiUrl: at.apiUrl, retryConfig: { retries: 0 } },
    logLevel: LogLevel.ERROR,
    // Otherwise the token is verified in the background, and an outage right after the start is an unhandled rejection.
    deferInitialization: true,
  });
  await app.init();
  set(app);
  const server = await app.start(0);
  at.setEventsUrl(
    `http://127.0.0.1:${((server as { address(): unknown }).address() as AddressInfo).port}/slack/events`,
  );
  closing.push(() => app.stop());
  return app;
};

/** A real Bolt app in Socket Mode. */
export const socketApp = async (at: Slack, set: (app: BoltApp) => void): Promise<BoltApp> => {
  const app = new App({
    token: at.botToken,
    appToken: at.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: at.apiUrl, retryConfig: { retries: 0 } },
    logLevel: LogLevel.ERROR,
  });
  set(app);
  await app.start();
  closing.push(() => app.stop());
  return app;
};

/** The error code and data of a refused call. */
export const refusal = async (
  call: Promise<unknown>,
): Promise<{ error: string; messages: string[]; data: Record<string, unknown> }> => {
  try {
    await call;
  } catch (error) {
    const data = (error as { data?: Record<string, unknown> }).data ?? {};
    const metadata = data.response_metadata as { messages?: string[] } | undefined;
    return { error: String(data.error ?? (error as { code?: string }).code), messages: metadata?.messages ?? [], data };
  }
  throw new Error('the call was not refused');
};

export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });

export const button = (action_id: string, more: object = {}) => ({
  type: 'button' as const,
  action_id,
  text: { type: 'plain_text' as const, text: action_id },
  ...more,
});

export const actions = (...elements: ReturnType<typeof button>[]) => ({
  type: 'actions' as const,
  block_id: 'acts',
  elements,
});

export const textInput = (block_id: string, more: object = {}, element: object = {}) => ({
  type: 'input' as const,
  block_id,
  label: { type: 'plain_text' as const, text: block_id },
  element: { type: 'plain_text_input' as const, action_id: 'value', ...element },
  ...more,
});

export const modal = (blocks: object[], more: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'Form' },
  submit: { type: 'plain_text' as const, text: 'Save' },
  blocks: blocks as never,
  ...more,
});
