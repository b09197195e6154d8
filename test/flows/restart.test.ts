import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { startBaton } from '../../src/main.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { describeEachEngine, silent, testDatabase } from '../support/database.ts';

describeEachEngine('after a crash', (engine) => {
  test('a lane that the dead process had leased: free at once where there can be no other process, else when the lease ends', async () => {
    const slack = await startSlack({ ...manifestOptions(), mode: 'http' });
    const db = await testDatabase(engine);
    await db.prisma.$executeRaw`
      INSERT INTO lanes (id, leased_by, lease_until) VALUES ('C0SALES001', 'a process that died', now() + interval '1 hour')`;
    const config = readConfig({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      PORT: '0',
      HOST: '127.0.0.1',
    });
    const baton = await startBaton({ config, log: silent, db: { ...db, close: async () => undefined } });
    try {
      const [lane] = await db.prisma.$queryRaw<{ leased_by: string | null }[]>`SELECT leased_by FROM lanes`;
      expect(lane?.leased_by).toBe(engine === 'embedded' ? null : 'a process that died');
    } finally {
      await baton.stop('the test is over');
      await slack.close();
      await db.close();
    }
  }, 60_000);
});
