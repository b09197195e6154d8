/** The floor of the ack bench: a Bolt app that acknowledges a command and does nothing. Prints its port. */
import { App, HTTPReceiver } from '@slack/bolt';

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
await app.init();
const server = await app.start(0);
const address = 'address' in server ? server.address() : null;
process.send?.(typeof address === 'object' && address ? address.port : 0);
process.on('disconnect', () => process.exit(0));
