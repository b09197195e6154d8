/**
 * Fifty people's worth of impatience: two people press Approve on one handoff, twenty-five times each, at once; two hundred
 * rounds. One effect each time; everybody whose click had none is told who was first; and what came twice is silent.
 *
 *   npm run soak -- clicks           200 rounds on PostgreSQL
 *   npm run soak -- clicks --quick   5
 */
import { createHmac } from 'node:crypto';
import { asForm } from '../../src/sandbox/slack/transport.ts';
import { testDatabase } from '../../test/support/database.ts';
import { type Figure, report } from '../support/figures.ts';
import { openOffice } from '../support/office.ts';

const rounds = process.argv.includes('--quick') ? 5 : 200;
const clicks = 50;

const db = await testDatabase('postgres');
const office = await openOffice({ db, env: { DATABASE_POOL_SIZE: '20' } });
const { slack, baton, settled, fill } = office;
// A second person at sales' desk.
await db.prisma.roleMember.create({ data: { role: 'sales', userId: 'U0MANAGE001' } });

let effects = 0;
let told = 0;
let untold = 0;
let refused = 0;

const post = async (payload: object): Promise<number> => {
  const { body, contentType } = asForm({ payload: JSON.stringify(payload) });
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': contentType,
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${signature}`,
  };
  const answer = await fetch(`http://127.0.0.1:${baton.port}/slack/events`, { method: 'POST', body, headers });
  await answer.text();
  return answer.status;
};

try {
  for (let round = 1; round <= rounds; round++) {
    const customer = `Customer ${round}.`;
    await fill('sales', () => slack.as('sales').command('sales', '/onboard new'), {
      customer,
      project_manager: 'U0PROJMG001',
      currency: 'USD',
    });
    const message = slack.messages('sales').findLast((each) => JSON.stringify(each.blocks ?? []).includes(customer));
    if (!message) throw new Error(`no folder for ${customer}`);
    await fill('sales', () => slack.as('sales').click(message, 'handoff.checklist'), {
      ticks: ['paperwork_signed', 'amounts_entered', 'contact_entered', 'picked_up'],
    });
    // One click through the stand-in, of which fifty are made: each with its own trigger, by one of the two.
    // By their time: of what is for one person only, Slack's stand-in keeps the latest.
    const last = ['sales', 'management'].map((who) => [who, slack.ephemerals(who).at(-1)?.ts ?? ''] as const);
    const template = {
      type: 'block_actions',
      team: { id: 'T0BATON001', domain: 'baton-demo' },
      container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
      channel: { id: message.channel, name: 'sales' },
      message: { ts: message.ts, text: message.text, blocks: message.blocks },
    };
    const value =
      /"action_id":"handoff\.approve"[^}]*"value":"([^"]+)"|"value":"([^"]+)"[^}]*"action_id":"handoff\.approve"/.exec(
        JSON.stringify(message.blocks),
      );
    const handoff = value?.[1] ?? value?.[2] ?? '';
    const statuses = await Promise.all(
      Array.from({ length: clicks }, (_, n) =>
        post({
          ...template,
          user: { id: n % 2 === 0 ? 'U0SALES001' : 'U0MANAGE001' },
          trigger_id: `${Date.now()}.${round}.${n}`,
          actions: [
            {
              type: 'button',
              action_id: 'handoff.approve',
              block_id: `handoff:${handoff}`,
              value: handoff,
              action_ts: `${Date.now()}.${n}`,
            },
          ],
        }),
      ),
    );
    refused += statuses.filter((status) => status !== 200).length;
    await settled();
    effects += await db.prisma.auditEntry.count({
      where: { action: 'handoff.approved', after: { path: ['handoff'], equals: handoff } },
    });
    const answers = last.flatMap(([who, before]) => slack.ephemerals(who).filter((each) => each.ts > before));
    const first = answers.filter(({ text }) => /was first/.test(text)).length;
    told += first;
    untold += clicks - 1 - first;
  }
} finally {
  await office.stop();
  await db.close();
}

const figures: Figure[] = [
  { name: `Clicks: rounds of ${clicks} at once by two people`, value: rounds, unit: 'rounds', atLeast: rounds },
  { name: 'Clicks: effects (one each round)', value: effects, unit: 'effects', atLeast: rounds, atMost: rounds },
  { name: 'Clicks: told who was first', value: told, unit: 'answers', atLeast: rounds * (clicks - 1) },
  { name: 'Clicks: without effect and not told', value: untold, unit: 'clicks', atMost: 0 },
  { name: 'Clicks: not acknowledged', value: refused, unit: 'clicks', atMost: 0 },
];
report(figures);
