import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { request as httpRequest } from 'undici';
import { classicBlocks, hasData } from '../../block-kit/classic.ts';
import type { Answer } from '../../slice/slice.ts';
import { windowOf } from '../../windows/draw-window.ts';
import { hasRoom, type Layer } from '../../windows/pile.ts';
import type { MessageContent } from '../../work/content.ts';
import { slackError } from '../api/slack-error.ts';
import { notice, type Origin, stamp } from './envelope.ts';

/** Where the person is: what can be shown to them, and how. */
export interface Whereabouts {
  readonly userId: string;
  readonly triggerId?: string;
  readonly origin: Origin;
  readonly threadTs?: string;
  /** In a modal, new modals are pushed on top, in the Home tab they are opened. */
  readonly surface: 'message' | 'modal' | 'home' | 'command' | 'submission';
  /** The modals that are open, the one pressed in last; a form that was sent is closed. */
  readonly layers?: readonly Layer[];
  /** Draws one of them as it is now, if it can be drawn anew, with what is told to who comes back to it. */
  readonly redraw?: (layer: Layer, said?: MessageContent) => Promise<ModalView | undefined>;
}

export interface AnswerParts {
  /** Retries nothing and gives up early: a trigger lives three seconds. */
  readonly client: WebClient;
  readonly log: Logger;
  readonly publishHome: (userId: string) => Promise<void>;
  /** Told when the workspace took an answer without its tables and charts only. */
  readonly refusesTables: () => void;
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

/** In a window of its own, where the person is in one. @returns whether it could be */
const saidInWindow = async ({ client, log }: AnswerParts, to: Whereabouts, text: string): Promise<boolean> => {
  if ((to.surface !== 'modal' && to.surface !== 'home') || !to.triggerId) return false;
  const window = { trigger_id: to.triggerId, view: notice(text) };
  try {
    await (to.surface === 'modal' ? client.views.push(window) : client.views.open(window));
    return true;
  } catch (error) {
    // Three windows on top of one another, or too late for the trigger.
    log.info({ error: slackError(error) }, 'an answer could not be shown in a window; said where the person came from');
    return false;
  }
};

const sayWhereTheyAre = async (
  { client, log }: AnswerParts,
  to: Whereabouts,
  { text, blocks }: MessageContent,
): Promise<void> => {
  const message = { text, ...(blocks ? { blocks: [...blocks] } : {}) };
  const { channel, responseUrl } = to.origin;
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

/**
 * Says something to one person only: where they are if that works, else in their direct messages with Baton. Tables and charts that
 * the workspace refuses are drawn once more with classic blocks. WRK-7
 */
export const sayTo = async (parts: AnswerParts, to: Whereabouts, content: MessageContent): Promise<void> => {
  if (await saidInWindow(parts, to, content.text)) return;
  const { blocks = [] } = content;
  try {
    await sayWhereTheyAre(parts, to, content);
  } catch (error) {
    if (slackError(error) !== 'invalid_blocks' || !hasData(blocks)) throw error;
    await sayWhereTheyAre(parts, to, { ...content, blocks: classicBlocks(blocks) });
    parts.refusesTables();
  }
};

const show = async (client: WebClient, to: Whereabouts, view: ModalView, replace: boolean): Promise<void> => {
  const { layers = [], origin } = to;
  const top = layers.at(-1);
  const isWindow = windowOf(view, view.private_metadata ?? '') !== undefined;
  if (top && (replace || !hasRoom(layers, isWindow))) {
    await client.views.update({ view_id: top.viewId, view: stamp(view, origin, layers.slice(0, -1)) });
    return;
  }
  if (!to.triggerId) throw new Error('no trigger to open a modal with');
  const stamped = stamp(view, origin, layers);
  if (top) await client.views.push({ trigger_id: to.triggerId, view: stamped });
  else await client.views.open({ trigger_id: to.triggerId, view: stamped });
};

/** Draws anew what a layer shows. @returns whether the person sees it */
const redrawn = async (parts: AnswerParts, to: Whereabouts, at: number, said?: MessageContent): Promise<boolean> => {
  const { layers = [] } = to;
  const layer = layers[at];
  try {
    const view = layer && (await to.redraw?.(layer, said));
    if (!view) return false;
    await show(parts.client, { ...to, layers: layers.slice(0, at + 1) }, view, true);
    return true;
  } catch (error) {
    // It was closed meanwhile, or is not for this person any more.
    parts.log.info({ err: error, slack: slackError(error) }, 'a window could not be drawn anew');
    return false;
  }
};

/** WRK-1: draws the window that the person is in, or that their form lay on, with what is said to them. @returns whether they see it */
const cameBack = async (parts: AnswerParts, to: Whereabouts, said: MessageContent | undefined): Promise<boolean> => {
  const top = (to.layers?.length ?? 0) - 1;
  return to.layers?.[top]?.window !== undefined && redrawn(parts, to, top, said);
};

/** WRK-1: whatever lies open shows the state that it is in now. @param but the top is drawn already */
export const refreshLayers = async (parts: AnswerParts, to: Whereabouts, but?: 'top'): Promise<void> => {
  const { layers = [] } = to;
  for (const at of layers.slice(0, but ? -1 : undefined).keys()) await redrawn(parts, to, at);
};

/** Carries out an answer after the ack. A modal that Slack no longer opens becomes a sentence that says so. */
export const carryOut = async (parts: AnswerParts, to: Whereabouts, answer: Answer): Promise<void> => {
  const view = answer.replace ?? answer.modal;
  const isTold = !view && (answer.say ?? answer.window) !== undefined;
  const isBack = isTold && (await cameBack(parts, to, answer.say));
  if (view) {
    try {
      await show(parts.client, to, view, answer.replace !== undefined);
    } catch (error) {
      parts.log.warn({ err: error, slack: slackError(error), view: view.callback_id }, 'a modal could not be shown');
      const text = 'Slack did not open the window in time. Nothing was changed; please try again.';
      await sayTo(parts, { ...to, surface: 'command' }, { text });
    }
  }
  if (answer.say && !isBack) await sayTo(parts, to, answer.say);
  if (isTold || to.surface === 'submission') await refreshLayers(parts, to, isBack || view ? 'top' : undefined);
  if (answer.home || to.surface === 'home') await parts.publishHome(to.userId);
};
