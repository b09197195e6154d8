import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { type Baton, startBaton } from '../../src/main.ts';
import { saveRoles } from '../../src/platform/admin/actions/edit-roles.ts';
import { system } from '../../src/platform/work/work.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { type Slack, startSlack } from '../../src/sandbox/slack/index.ts';
import { describePostgres, silent, type TestDatabase, testDatabase } from '../support/database.ts';

describePostgres('one web and two worker processes on one PostgreSQL', () => {
  let slack: Slack;
  let db: TestDatabase;
  let web: Baton;
  let workers: readonly Baton[];

  beforeAll(async () => {
    slack = await startSlack({ ...manifestOptions(), mode: 'http' });
    db = await testDatabase('postgres');
    const start = (role: string, more: Record<string, string> = {}) =>
      startBaton({
        config: readConfig({
          SLACK_BOT_TOKEN: slack.botToken,
          SLACK_API_URL: slack.apiUrl,
          DATABASE_URL: db.url,
          PROCESS: role,
          PORT: '0',
          HOST: '127.0.0.1',
          MESSAGE_INTERVAL_MS: '0',
          DECISION_TIMEOUT_MS: '20000',
          ...more,
        }),
        log: silent,
      });
    web = await start('web', { SLACK_SIGNING_SECRET: slack.signingSecret });
    // A worker answers no requests, so it needs neither secret nor app token.
    workers = await Promise.all([start('worker'), start('worker')]);
    slack.setEventsUrl(`http://127.0.0.1:${web.port}/slack/events`);
    await saveRoles(
      web.deps,
      system,
      builtinRoles.map(({ key }) => ({
        role: key,
        members: slack.people.filter((person) => person.role === key).map((person) => person.id),
        channel: slack.channel(key.replaceAll('_', '-')).id,
      })),
    );
    await web.checkChannels(builtinRoles.map((role) => role.key));
  });
  afterAll(async () => {
    await Promise.all([web, ...workers].map((each) => each.stop('the test is over')));
    await slack.close();
    await db.close();
  });

  test('what the web process acknowledges, one worker sends, once', async () => {
    const sally = slack.as('sales');
    await sally.command('general', '/onboard new');
    await slack.waitFor(() => slack.modals('sales').length > 0);
    await sally.submit({ customer: 'Acme', owner: 'U0SALES001', project_manager: 'U0PROJMG001', set_up_fee: '10' });
    await slack.waitFor(() => slack.messages('sales').some((message) => message.text.includes('P-1')), 30_000);
    await slack.settled();
    expect(slack.messages('sales').filter((message) => message.text.includes('P-1'))).toHaveLength(1);
  });

  test('a worker takes no requests from Slack, the web process runs no job; each slot is run once', async () => {
    const answer = await fetch(`http://127.0.0.1:${workers[0]?.port}/slack/events`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    await Promise.all(workers.map((each) => each.tick()));
    const slots = await db.prisma.jobSlot.findMany();
    expect(slots.length).toBeGreaterThan(0);
    expect(slots.every((slot) => slot.state === 'done' && slot.attempts === 1)).toBe(true);
  });
});
