import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Workspace } from '../../windows/places.ts';

export interface Identity {
  readonly current: () => { readonly botUserId?: string; readonly botId?: string };
  /** Where Baton is; undefined until Slack has answered. */
  readonly workspace: () => Workspace | undefined;
  /** Asks Slack who Baton is until it answers. */
  readonly find: (signal: AbortSignal) => Promise<void>;
  readonly slackAnswers: () => boolean;
}

/** The app that a bot belongs to: its Home is addressed by it. Not having it is no reason to stand still. */
const appOf = async (client: WebClient, botUserId: string | undefined): Promise<string | undefined> => {
  try {
    const { user } = await client.users.info({ user: botUserId ?? '' });
    return user?.profile?.api_app_id;
  } catch {
    return undefined;
  }
};

/** Who Baton is in the workspace. Not needed to start: an unreachable Slack must not keep Baton from serving what it can. */
export const createIdentity = (client: WebClient, log: Logger): Identity => {
  let known: { botUserId?: string; botId?: string } = {};
  let workspace: Workspace | undefined;
  let reached = false;
  return {
    current: () => known,
    workspace: () => workspace,
    slackAnswers: () => reached,
    find: async (signal) => {
      for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 30_000)) {
        try {
          const { user_id, bot_id, url, team_id } = await client.auth.test();
          known = { ...(user_id ? { botUserId: user_id } : {}), ...(bot_id ? { botId: bot_id } : {}) };
          reached = true;
          if (url && team_id) workspace = { url, teamId: team_id, appId: await appOf(client, user_id) };
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
