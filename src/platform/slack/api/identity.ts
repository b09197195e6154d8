import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Metrics } from '../../process/metrics.ts';

export interface Identity {
  readonly current: () => { readonly botUserId?: string; readonly botId?: string };
  /** Asks Slack who Baton is until it answers. */
  readonly find: (signal: AbortSignal) => Promise<void>;
  readonly slackAnswers: () => boolean;
}

/** Who Baton is in the workspace. Not needed to start: an unreachable Slack must not keep Baton from serving what it can. */
export const createIdentity = (client: WebClient, log: Logger, metrics: Pick<Metrics, 'slackUp'>): Identity => {
  let known: { botUserId?: string; botId?: string } = {};
  let reached = false;
  return {
    current: () => known,
    slackAnswers: () => reached,
    find: async (signal) => {
      for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 30_000)) {
        try {
          const { user_id, bot_id } = await client.auth.test();
          known = { ...(user_id ? { botUserId: user_id } : {}), ...(bot_id ? { botId: bot_id } : {}) };
          reached = true;
          metrics.slackUp.set(1);
          return;
        } catch (error) {
          log.warn(
            { reason: error instanceof Error ? error.message : String(error), againInMs: wait },
            'Slack does not answer yet',
          );
          await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined);
        }
      }
    },
  };
};
