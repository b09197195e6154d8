import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../src/config.ts';
import { type SettableClock, settableClock } from '../../src/core/time/clock.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { type Baton, startBaton } from '../../src/main.ts';
import { saveRoles } from '../../src/platform/admin/actions/edit-roles.ts';
import { type Engine, openDatabase } from '../../src/platform/db/open.ts';
import { system } from '../../src/platform/work/work.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { type Message, type Slack, type SlackOptions, startSlack } from '../../src/sandbox/slack/index.ts';
import { silent, testDatabase } from './database.ts';
import { recycledDatabase } from './recycled-database.ts';

export interface AppOptions {
  readonly engine?: Engine;
  readonly start?: string;
  readonly socketMode?: boolean;
  readonly slack?: SlackOptions;
  /** Everybody in the role they are named by, each role with its channel. Default true. */
  readonly setUp?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** The way by which Baton reaches the PostgreSQL of the test, such as through a proxy. */
  readonly through?: (url: string) => string;
  /** Runs before Baton starts, for instance to take Slack down. */
  readonly before?: (slack: Slack) => void;
}

/** The real Baton, real HTTP, the Slack stand-in, a database of its own and a clock that stands still. */
export const startApp = async (options: AppOptions = {}) => {
  const slack: Slack = await startSlack({
    ...manifestOptions(),
    mode: options.socketMode ? 'socket' : 'http',
    ...options.slack,
  });
  options.before?.(slack);
  const clock: SettableClock = settableClock(new Date(options.start ?? '2026-03-02T09:00:00Z'));
  const engine = options.engine ?? 'embedded';
  // What goes through a proxy is closed by whoever cut it.
  const db = await (options.through ? testDatabase : recycledDatabase)(engine);
  const config = readConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    ...(options.socketMode ? { SLACK_APP_TOKEN: slack.appToken } : {}),
    SLACK_API_URL: slack.apiUrl,
    PORT: '0',
    HOST: '127.0.0.1',
    ADMIN_USER_IDS: slack.person('admin').id,
    METRICS_PORT: '0',
    MESSAGE_INTERVAL_MS: '0',
    // A busy machine may be slow; where it matters that people are not kept waiting, a test says so.
    DECISION_TIMEOUT_MS: '30000',
    ...options.env,
  });
  const baton: Baton = await startBaton({
    config,
    clock,
    log: silent,
    db: options.through ? await openDatabase({ url: options.through(db.url ?? ''), log: silent }) : db,
  });
  const eventsUrl = `http://127.0.0.1:${baton.port}/slack/events`;
  if (options.socketMode) {
    // A socket that opens is no change in the workspace, so that nobody is told of it.
    while (slack.sockets.count() === 0) await sleep(20);
  }
  if (!options.socketMode) slack.setEventsUrl(eventsUrl);
  /** Everything that a click caused has arrived. */
  const settled = async (): Promise<void> => {
    await slack.settled();
    await baton.delivered();
    await slack.settled();
  };
  if (options.setUp !== false) {
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
  }
  if (!options.before) await settled();

  const textOf = (message: Message): string => `${message.text} ${JSON.stringify(message.blocks ?? [])}`;
  return {
    slack,
    baton,
    clock,
    db,
    eventsUrl,
    settled,
    textOf,
    /** The newest message of a channel that contains the text; what a reply says in the channel too comes after all others. */
    find: (channel: string, text: string): Message => {
      const says = (message: Message) => textOf(message).includes(text);
      const messages = slack.messages(channel);
      const isReply = ({ ts, thread_ts: root }: Message) => root !== undefined && root !== ts;
      const found = messages.findLast((each) => !isReply(each) && says(each)) ?? messages.findLast(says);
      if (!found)
        throw new Error(
          `nothing in #${channel} says "${text}"; there is:\n${slack
            .messages(channel)
            .map((each) => each.text)
            .join('\n')}`,
        );
      return found;
    },
    /** Moves Baton's clock, and runs what has become due. */
    pass: async (days: number): Promise<void> => {
      clock.advance(days * 86_400_000);
      await baton.tick();
      await settled();
    },
    stop: async (): Promise<void> => {
      await baton.stop('the test is over');
      await slack.close();
      await db.close();
    },
  };
};

export type TestApp = Awaited<ReturnType<typeof startApp>>;
