import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { createCustomer } from '../../src/features/customers/index.ts';
import { addLicense, licensesPolicy, requestExpiry, tickExpiry } from '../../src/features/licenses/index.ts';
import { savePolicy } from '../../src/platform/admin/actions/edit-setting.ts';
import type { PolicyDefinition } from '../../src/platform/work/policies.ts';
import { system } from '../../src/platform/work/work.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { rawRequests } from '../support/raw.ts';

/** COL-5 what Support writes in the thread of a task, as Slack tells of it. */
const slack = { retryMs: [0, 0, 0] };
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ slack });
});
afterAll(() => app.stop());

const support = 'U0SUPPRT001';
let serial = 0;

/** A task to expire a license waits in Support's channel. */
const task = async ({ ticked }: { readonly ticked: boolean }) => {
  const { deps } = app.baton;
  const accounting = { userId: 'U0ACCTNG001' };
  const name = `Hart ${++serial}`;
  const { id } = await deps.transact(system, (work) => createCustomer(work, { name, currency: 'USD' }));
  const { id: licenseId } = await addLicense(deps, accounting, {
    customerId: id,
    product: 'Desk',
    key: `K-${serial}`,
    policy: 'manual',
    expiresOn: day('2026-04-30'),
    periodMonths: 12,
    gateway: 'axia',
  });
  const action = await deps.transact(system, (work) => requestExpiry(work, { licenseId, cause: 'Silent' }));
  if (ticked) await tickExpiry(deps, { userId: support }, { actionId: action.id, isExpired: true, forceful: true });
  await app.settled();
  const root = app.find('support', `Expire the license of ${name}`);
  const before = app.slack.ephemerals(support).length;
  return {
    root,
    suki: app.slack.as('support'),
    reply: async (text: string) => {
      const { message } = await app.slack.as('support').say('support', text, { threadTs: root.ts });
      await app.settled();
      return { channel: root.channel, ts: message?.ts ?? '' };
    },
    state: async () => (await app.db.prisma.expiryAction.findUniqueOrThrow({ where: { id: action.id } })).state,
    confirmations: () => app.db.prisma.auditEntry.count({ where: { action: 'license.expired', subjectId: licenseId } }),
    said: (): readonly string[] =>
      app.slack
        .ephemerals(support)
        .slice(before)
        .map((message) => message.text),
  };
};

describe('COL-5 a word in the thread', () => {
  test('without both ticks says what is missing, and nothing changes', async () => {
    const { reply, state, said } = await task({ ticked: false });
    await reply('*Done!* ✅');
    expect(said()).toEqual([expect.stringMatching(/^Set and tick first: “IS EXPIRED\?” = YES and “Apply Forceful/)]);
    expect(await state()).toBe('open');
  });

  test('in bold, with an emoji, with a date in words: the whole of it confirms', async () => {
    const { reply, state } = await task({ ticked: true });
    await reply('*Done*, 1 March 2027 :white_check_mark:');
    expect(await state()).toBe('confirmed');
  });

  test('with a day that there is not, it says so, and nothing changes', async () => {
    const { reply, state, said } = await task({ ticked: true });
    await reply('done 2027-02-30');
    expect(said()).toEqual([expect.stringMatching(/^“2027-02-30” can be read as two days, or is none\./)]);
    expect(await state()).toBe('open');
  });

  test('T28 the setting “words that confirm” gets `R&D done`; the reply comes as `R&amp;D done`', async () => {
    const { reply, state } = await task({ ticked: true });
    const admin = { userId: app.slack.person('admin').id };
    const definition = licensesPolicy as unknown as PolicyDefinition;
    await savePolicy(app.baton.deps, admin, definition, {
      ...licensesPolicy.defaults,
      confirmationWords: ['R&D done'],
    });
    await reply('done');
    expect(await state()).toBe('open');
    await reply('r&d DONE.');
    expect(app.slack.deliveries.some((each) => JSON.stringify(each.payload).includes('r&amp;d DONE.'))).toBe(true);
    expect(await state()).toBe('confirmed');
    await savePolicy(app.baton.deps, admin, definition, { ...licensesPolicy.defaults });
  });
});

describe('COL-5 one message counts once', () => {
  test('though Slack tells of it again, by another event', async () => {
    const { root, said, confirmations } = await task({ ticked: true });
    const raw = rawRequests(app);
    const event = { type: 'message', channel: root.channel, channel_type: 'channel', user: support, text: 'done' };
    for (const id of ['Ev1', 'Ev2', 'Ev3'])
      await raw.event({ ...event, ts: '1772442100.000100', thread_ts: root.ts }, id);
    await app.settled();
    expect(await confirmations()).toBe(1);
    expect(said()).toEqual([expect.stringContaining('the license is expired')]);
  });

  test('T30 corrected from `dnoe` to `done` it confirms once; edits that change nothing stay without effect', async () => {
    const { reply, suki, state, said, confirmations } = await task({ ticked: true });
    const at = await reply('dnoe');
    expect(await state()).toBe('open');
    app.slack.faults.add({ kind: 'duplicate', delivery: 'event', count: 1 });
    await suki.editMessage(at, 'done');
    await app.settled();
    expect(await state()).toBe('confirmed');
    await suki.editMessage(at, 'done!');
    await app.settled();
    expect(await confirmations()).toBe(1);
    expect(said()).toEqual([expect.stringContaining('the license is expired')]);
  });

  test('T30 a `done` that confirmed, edited to `not done`: nothing changes, and who wrote it gets the Undo', async () => {
    const { root, reply, suki, state, said } = await task({ ticked: true });
    const at = await reply('done');
    await suki.editMessage(at, 'not done');
    await app.settled();
    expect(await state()).toBe('confirmed');
    expect(said().at(-1)).toMatch(/^Your confirmation stands: editing the reply takes nothing back\./);
    const whisper = app.slack.ephemerals(support).at(-1);
    await suki.click({ channel: root.channel, ts: whisper?.ts ?? '' }, 'expiry.undo');
    await app.settled();
    expect(await state()).toBe('open');
    // Nothing stands any more: other words are conversation again.
    const count = said().length;
    await suki.editMessage(at, 'still not done');
    await app.settled();
    expect(said()).toHaveLength(count);
  });

  test('T30 later than Undo goes, the answer says what to do instead', async () => {
    const { reply, suki, said } = await task({ ticked: true });
    const at = await reply('done');
    app.clock.advance(11 * 60_000);
    await suki.editMessage(at, 'not done');
    await app.settled();
    expect(said().at(-1)).toMatch(/takes nothing back\. It could be undone for 10 minutes; now correct/);
  });

  test('the edit of somebody without the role is refused like a reply', async () => {
    const { root, state } = await task({ ticked: true });
    const sally = app.slack.as('sales');
    app.slack.join('support', 'U0SALES001');
    const { message } = await sally.say('support', 'hm', { threadTs: root.ts });
    await sally.editMessage({ channel: root.channel, ts: message?.ts ?? '' }, 'done');
    await app.settled();
    expect(app.slack.ephemerals('U0SALES001').at(-1)?.text).toMatch(/Only Support can confirm/);
    expect(await state()).toBe('open');
  });

  const toldByTheSecondRetry = async (): Promise<void> => {
    const { reply, state, confirmations } = await task({ ticked: true });
    app.slack.faults.add({ kind: 'lost', delivery: 'event', count: 2 });
    app.clock.advance(4 * 60_000);
    const at = await reply('done');
    const delivery = app.slack.deliveries.find((each) => JSON.stringify(each.payload).includes(at.ts));
    await app.slack.waitFor(() => delivery?.done);
    await app.settled();
    expect(delivery?.attempts.at(-1)).toMatchObject({ retryNum: 2, status: 200 });
    expect(await state()).toBe('confirmed');
    expect(await confirmations()).toBe(1);
  };

  test('T31 told only by the second retry, minutes later, it confirms once', toldByTheSecondRetry);

  test('T31 in Socket Mode too', async () => {
    await app.stop();
    app = await startApp({ slack, socketMode: true });
    await toldByTheSecondRetry();
  });
});
