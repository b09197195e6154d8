import type { View } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { request as httpRequest } from 'undici';
import type { Answer } from '../../slice/slice.ts';
import type { MessageContent } from '../../work/content.ts';
import { slackError } from '../api/slack-error.ts';
import { notice, type Origin, stamp } from './envelope.ts';

/** Where the person is: what can be shown to them, and how. */
export interface Whereabouts {
  readonly userId: string;
  readonly triggerId?: string;
  readonly origin: Origin;
  readonly threadTs?: string;
  /** The surface pressed in; in a modal, new modals are pushed on top, in the Home tab they are opened. */
  readonly viewId?: string;
  readonly surface: 'message' | 'modal' | 'home' | 'command' | 'submission';
}

export interface AnswerParts {
  /** Retries nothing and gives up early: a trigger lives three seconds. */
  readonly client: WebClient;
  readonly log: Logger;
  readonly publishHome: (userId: string) => Promise<void>;
}

/** @returns whether Slack took it */
const respond = async (url: string, answer: object): Promise<boolean> => {
  try {
    const { statusCode, body } = await httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
      headersTimeout: 5000,
      bodyTimeout: 5000,
    });
    await body.dump();
    return statusCode >= 200 && statusCode < 300;
  } catch {
    return false;
  }
};

/** Says something to one person only: where they are if that works, else in their direct messages with Baton. */
export const sayTo = async ({ client, log }: AnswerParts, to: Whereabouts, content: MessageContent): Promise<void> => {
  const message = { text: content.text, ...(content.blocks ? { blocks: [...content.blocks] } : {}) };
  const { channel, responseUrl } = to.origin;
  if ((to.surface === 'modal' || to.surface === 'home') && to.triggerId) {
    const window = { trigger_id: to.triggerId, view: notice(content.text) };
    try {
      await (to.surface === 'modal' ? client.views.push(window) : client.views.open(window));
      return;
    } catch (error) {
      // Three windows on top of one another, or too late for the trigger.
      log.info(
        { error: slackError(error) },
        'an answer could not be shown in a window; said where the person came from',
      );
    }
  }
  if (responseUrl) {
    const answer = { ...message, response_type: 'ephemeral', replace_original: false };
    if (await respond(responseUrl, answer)) return;
  }
  if (channel && !channel.startsWith('D')) {
    try {
      await client.chat.postEphemeral({
        channel,
        user: to.userId,
        ...message,
        ...(to.threadTs ? { thread_ts: to.threadTs } : {}),
      });
      return;
    } catch (error) {
      log.info(
        { channel, error: slackError(error) },
        'an answer could not be shown in the channel; sent as a direct message',
      );
    }
  }
  await client.chat.postMessage({ channel: to.userId, ...message, unfurl_links: false, unfurl_media: false });
};

const show = async (client: WebClient, to: Whereabouts, view: View, replace: boolean): Promise<void> => {
  if (replace && to.viewId) {
    await client.views.update({ view_id: to.viewId, view });
    return;
  }
  if (!to.triggerId) throw new Error('no trigger to open a modal with');
  if (to.surface === 'modal') await client.views.push({ trigger_id: to.triggerId, view });
  else await client.views.open({ trigger_id: to.triggerId, view });
};

/** Carries out an answer after the ack. A modal that Slack no longer opens becomes a sentence that says so. */
export const carryOut = async (parts: AnswerParts, to: Whereabouts, answer: Answer): Promise<void> => {
  const view = answer.replace ?? answer.modal;
  if (view) {
    try {
      await show(parts.client, to, stamp(view, to.origin), answer.replace !== undefined);
    } catch (error) {
      parts.log.warn({ err: error, slack: slackError(error), view: view.callback_id }, 'a modal could not be shown');
      const text =
        slackError(error) === 'push_limit_reached'
          ? 'Slack shows no more than three windows on top of one another. Close one and try again.'
          : 'Slack did not open the window in time. Nothing was changed; please try again.';
      await sayTo(parts, { ...to, surface: 'command' }, { text });
    }
  }
  if (answer.say) await sayTo(parts, to, answer.say);
  if (answer.home || to.surface === 'home') await parts.publishHome(to.userId);
};
