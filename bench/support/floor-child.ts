/**
 * The floors of the ack bench: an empty Bolt app that acknowledges a command and does nothing; of a decision, it writes with the
 * bare driver, in one transaction, the very rows that Baton wrote, each request about the next copy.
 */
import { App, HTTPReceiver } from '@slack/bolt';
import pg from 'pg';
import type { Statement } from '../ack/changes.ts';

export interface FloorOrder {
  readonly statements: readonly Statement[];
  readonly from: number;
}

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL ?? '', max: 10 });
let statements: readonly Statement[] = [];
let set = 0;
let next = 0;

const write = async (): Promise<void> => {
  const copy = (next++).toString(16).padStart(8, '0');
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const [n, { sql, values }] of statements.entries())
      await client.query({
        name: `floor_${set}_${n}`,
        text: sql,
        values: values.map((parts) => parts?.join(copy) ?? null),
      });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
};

const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  endpoints: '/slack/events',
});
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-empty', botId: 'B0EMPTY', botUserId: 'U0EMPTY' }),
  deferInitialization: true,
});
app.command('/onboard', async ({ ack }) => {
  await ack('Nothing to see here.');
});
app.action(/.*/, async ({ ack }) => {
  await write();
  await ack();
});
app.view(/.*/, async ({ ack }) => {
  await write();
  await ack();
});
await app.init();
const server = await app.start(0);
process.on('message', (order: FloorOrder) => {
  ({ statements, from: next } = order);
  set += 1;
  process.send?.({ done: true });
});
process.on('disconnect', () => process.exit(0));
const address = 'address' in server ? server.address() : null;
process.send?.(typeof address === 'object' && address ? address.port : 0);
