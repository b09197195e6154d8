import { readConfig } from '../../src/config.ts';
import { type Clock, systemClock } from '../../src/core/time/clock.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { type Baton, startBaton } from '../../src/main.ts';
import { saveRoles } from '../../src/platform/admin/actions/edit-roles.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { system } from '../../src/platform/work/work.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import {
  type ActResult,
  type Entry,
  type Slack,
  type SlackOptions,
  startSlack,
} from '../../src/sandbox/slack/index.ts';
import { silent } from '../../test/support/database.ts';

export interface OfficeOptions {
  /** Opened and migrated; who opened it closes it. */
  readonly db: Database;
  readonly clock?: Clock;
  readonly slack?: SlackOptions;
  readonly env?: Readonly<Record<string, string>>;
}

/** What Baton needs to be told about a stand-in, as environment variables. */
export const batonEnv = (slack: Pick<Slack, 'botToken' | 'signingSecret' | 'apiUrl'>): Record<string, string> => ({
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_API_URL: slack.apiUrl,
  PORT: '0',
  HOST: '127.0.0.1',
  ADMIN_USER_IDS: 'U0ADMIN001',
  DRAIN_SECONDS: '0',
  // A busy machine may be slow, and its figures say so by themselves.
  DECISION_TIMEOUT_MS: '20000',
});

/** Everybody in the role they are named by, each role with its channel. */
export const fillRoles = async (baton: Baton, slack: Slack): Promise<void> => {
  await saveRoles(
    baton.deps,
    system,
    builtinRoles.map(({ key }) => ({
      role: key,
      members: slack.people.filter((person) => person.role === key).map((person) => person.id),
      channel: slack.channel(key.replaceAll('_', '-')).id,
    })),
  );
  await baton.checkChannels(builtinRoles.map((role) => role.key));
};

/** Baton and the stand-in in this process, on a database that stays. */
export const openOffice = async ({ db, clock = systemClock, slack: slackOptions, env }: OfficeOptions) => {
  const slack = await startSlack({ ...manifestOptions(), mode: 'http', ...slackOptions });
  const config = readConfig({ ...batonEnv(slack), MESSAGE_INTERVAL_MS: '0', ...env });
  const baton = await startBaton({ config, clock, log: silent, db: { ...db, close: async () => undefined } });
  slack.setEventsUrl(`http://127.0.0.1:${baton.port}/slack/events`);
  await fillRoles(baton, slack);
  const settled = async (): Promise<void> => {
    await slack.settled();
    await baton.delivered();
    await slack.settled();
  };
  await settled();
  /** Presses something that opens a form, and submits that. */
  const fill = async (who: string, open: () => Promise<ActResult>, values: Record<string, Entry>): Promise<void> => {
    const before = slack.modals(who).length;
    expectOk(await open());
    await slack.waitFor(() => slack.modals(who).length > before, 5_000, 'a form');
    expectOk(await slack.as(who).submit(values));
    await settled();
  };
  return {
    slack,
    baton,
    settled,
    fill,
    stop: async () => {
      await baton.stop('the office closes');
      await slack.close();
    },
  };
};

export const expectOk = (result: ActResult): ActResult => {
  if (result.status !== 200 || result.error || result.fieldErrors) {
    throw new Error(`refused: ${result.status} ${result.error ?? ''} ${JSON.stringify(result.fieldErrors ?? {})}`);
  }
  return result;
};

export type Office = Awaited<ReturnType<typeof openOffice>>;
