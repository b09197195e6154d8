import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../src/platform/delivery/deliverer.ts';
import { eraseFromMessages } from '../../src/platform/delivery/outbox/erase.ts';
import { drop } from '../../src/platform/delivery/parked/actions/drop.ts';
import { releaseHold } from '../../src/platform/delivery/parked/actions/release-hold.ts';
import { sendAgain } from '../../src/platform/delivery/parked/actions/send-again.ts';
import { problemBlocks } from '../../src/platform/delivery/parked/home-view.ts';
import { problems } from '../../src/platform/delivery/parked/problems.ts';
import { deliveryPolicy } from '../../src/platform/delivery/policy.ts';
import { mailTransport } from '../../src/platform/delivery/transports/mail/transport.ts';
import { createMetrics } from '../../src/platform/process/metrics.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createDelivering, type Delivering } from '../support/delivering.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';

const ann = 'ann@example.com';
const bob = 'bob@example.com';
const sales = { role: 'sales' } as const;
const minute = 60_000;

describeEachEngine('delivery by mail', (engine) => {
  let at: Delivering;
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
    at = await createDelivering(engine);
  }, 60_000);
  afterEach(async () => {
    await at.reset();
    await at.db.prisma.policy.deleteMany();
    server.reset();
  });
  afterAll(async () => {
    await at.close();
    await server.close();
  });

  const mail = (options: Partial<Parameters<typeof mailTransport>[0]> = {}) =>
    mailTransport({ url: server.url, from: 'Baton <baton@ours.example>', perMinute: 0, ...options });
  const start = () => at.start({ mail: mail() });
  const pass = async (delivery: Delivery, ms: number, times = 1) => {
    for (let n = 0; n < times; n++) {
      at.wall.advance(ms);
      await delivery.idle();
    }
  };
  const subjects = () => server.letters.map((letter) => letter.subject);
  const home = async () => JSON.stringify(problemBlocks(await problems(at.db), (role) => role));
  const parked = async () => (await problems(at.db)).parked;

  test('what a transaction mails goes once, after its commit, as it was written; what a failed one mails never goes', async () => {
    const attachments = [
      { name: 'bill.pdf', type: 'application/pdf', base64: Buffer.from('%PDF-1.7').toString('base64') },
    ];
    const failed = at.deps.transact(system, async (work) => {
      work.post({ to: { mail: ann }, content: { subject: 'never', text: 'never' } });
      throw new Error('it went wrong');
    });
    await expect(failed).rejects.toThrow('it went wrong');
    await at.mail(ann, 'Überfällig', { key: 'bill:1', content: { html: '<b>Hello</b>', attachments } });
    await at.mail(ann, 'told twice', { key: 'bill:1' });
    const delivery = start();
    await delivery.idle();
    await pass(delivery, minute, 3);
    const [letter, ...more] = server.letters;
    expect(more).toEqual([]);
    const [post] = await at.posts();
    expect(letter).toMatchObject({
      subject: 'Überfällig',
      text: expect.stringContaining('About Überfällig.'),
      html: '<b>Hello</b>',
      messageId: `<${post?.id}@ours.example>`,
      from: { text: '"Baton" <baton@ours.example>' },
      to: { text: ann },
    });
    expect(letter?.attachments).toMatchObject([
      { filename: 'bill.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7') },
    ]);
    expect(post).toMatchObject({ state: 'sent', transport: 'mail', lane: 'mail:example.com', ts: letter?.messageId });
  });

  test('a dead mail server stops no message in Slack; its letters wait, Home says why, and they go when it is back', async () => {
    await server.close();
    await at.mail(ann, 'a');
    await at.mail('carl@other.example', 'b');
    await at.post(sales, 'm0');
    const delivery = start();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['m0']);
    expect(delivery.status()).toMatchObject({
      slack: { restraints: [] },
      mail: { restraints: [{ kind: 'pause', reason: expect.stringContaining('ECONNREFUSED') }] },
    });
    expect(await home()).toContain('Nothing is sent by mail');
    await pass(delivery, 31_000, 3);
    expect(await at.states()).toEqual(['pending', 'pending', 'sent']);
    await at.post(sales, 'm1');
    await pass(delivery, 250);
    expect(at.texts('sales')).toEqual(['m0', 'm1']);
    await server.reopen();
    await pass(delivery, 31_000);
    await pass(delivery, 250);
    expect(subjects().sort()).toEqual(['a', 'b']);
    expect(await at.states()).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect((await problems(at.db)).restrained).toEqual([]);
  });

  test('a revoked Slack token stops no letter', async () => {
    at.slack.refuseToken('token_revoked');
    await at.post(sales, 'm0');
    await at.mail(ann, 'a');
    const delivery = start();
    await delivery.idle();
    await pass(delivery, 250);
    expect(subjects()).toEqual(['a']);
    expect(await at.states()).toEqual(['pending', 'sent']);
    at.slack.refuseToken(undefined);
  });

  test('the metrics count letters and messages apart', async () => {
    const metrics = createMetrics();
    await at.post(sales, 'm0');
    await at.mail(ann, 'a');
    await at.start({ mail: mail(), metrics }).idle();
    const { values } = await metrics.delivered.get();
    expect(values.filter(({ labels }) => labels.outcome === 'sent').map(({ labels }) => labels.transport)).toEqual(
      expect.arrayContaining(['mail', 'slack']),
    );
  });

  test('a line that drops after the last byte: the letter is parked, never sent again by itself; an admin sends it again under the same id', async () => {
    server.behaviour.drops = true;
    await at.mail(ann, 'a');
    const delivery = start();
    await delivery.idle();
    await pass(delivery, minute, 5);
    expect(subjects()).toEqual(['a']);
    const [letter] = await parked();
    expect(letter?.problem).toMatch(/^The mail server may have this message or not, and Baton cannot look/);
    expect(letter?.excerpt).toBe(`${ann}: a`);
    expect(await home()).toContain('mail to example.com');
    server.behaviour.drops = false;
    await sendAgain(at.deps, at.person('admin'), letter?.id ?? '');
    await pass(delivery, minute);
    expect(subjects()).toEqual(['a', 'a']);
    expect(new Set(server.letters.map((each) => each.messageId)).size).toBe(1);
    expect(await at.states()).toEqual(['sent']);
  });

  test('a letter of unknown fate that an admin drops stays dropped, and lets the others of its domain go', async () => {
    server.behaviour.drops = true;
    await at.mail(ann, 'a');
    await at.mail(bob, 'b');
    const delivery = start();
    await delivery.idle();
    server.behaviour.drops = false;
    await pass(delivery, minute, 2);
    expect(subjects()).toEqual(['a', 'b']);
    await drop(at.deps, at.person('admin'), (await parked())[0]?.id ?? '', 'it arrived');
    await pass(delivery, minute, 2);
    expect(await at.states()).toEqual(['dropped', 'sent']);
    expect(subjects()).toEqual(['a', 'b']);
  });

  test('a refused recipient (550) is parked with what the server said, the admins are told, and the next letter goes', async () => {
    server.behaviour.recipient = (address) => (address === ann ? 550 : undefined);
    await at.mail(ann, 'a');
    await at.mail(bob, 'b');
    const delivery = start();
    await delivery.idle();
    await pass(delivery, minute);
    expect(subjects()).toEqual(['b']);
    const [letter] = await parked();
    expect(letter?.problem).toContain('550');
    expect(letter?.problem).not.toContain(ann);
    expect(at.texts('admin')).toEqual(['1 message could not be sent.']);
  });

  test('what the server puts off (451) is tried again after growing waits while its neighbours go, and is parked in the end', async () => {
    await at.setPolicy(deliveryPolicy, { attempts: 3 });
    const tries: number[] = [];
    server.behaviour.recipient = (address) => {
      if (address !== ann) return undefined;
      tries.push(at.wall.now().getTime());
      return 451;
    };
    await at.mail(ann, 'a');
    await at.mail(bob, 'b');
    const delivery = start();
    await delivery.idle();
    expect(subjects()).toEqual(['b']);
    expect(await at.posts()).toMatchObject([
      { state: 'pending', attempts: 1, problem: expect.stringContaining('451') },
      {},
    ]);
    while (tries.length < 3) await pass(delivery, 10_000);
    const [first = 0, second = 0, third = 0] = tries;
    // The longest wait is the shortest one of the next.
    expect(second - first).toBeGreaterThanOrEqual(30_000);
    expect(second - first).toBeLessThanOrEqual(70_000);
    expect(third - second).toBeGreaterThanOrEqual(60_000);
    await at.mail(bob, 'c');
    await pass(delivery, 250);
    await pass(delivery, 10_000, 40);
    expect(subjects()).toEqual(['b', 'c']);
    expect((await parked())[0]?.problem).toContain('tried 4 times, while other messages went');
  });

  test('without a mail server letters wait, Home says what to set, and they go once it is set', async () => {
    await at.mail(ann, 'a');
    const without = at.start({ mail: mail({ url: undefined }) });
    await without.idle();
    await pass(without, 31_000, 2);
    expect(await home()).toContain('there is no mail server: set SMTP_URL and MAIL_FROM');
    await at.stop();
    const delivery = start();
    await pass(delivery, 31_000);
    await pass(delivery, 250);
    expect(subjects()).toEqual(['a']);
  });

  test('a refused login pauses mail and says so', async () => {
    server.behaviour.refusesLogin = true;
    await at.mail(ann, 'a');
    const delivery = at.start({ mail: mail({ url: server.url.replace('//', '//baton:wrong@') }) });
    await delivery.idle();
    await pass(delivery, 31_000);
    expect(await home()).toContain('does not accept the login');
    expect(await home()).not.toContain('wrong');
    server.behaviour.refusesLogin = false;
    await pass(delivery, 31_000);
    await pass(delivery, 250);
    expect(subjects()).toEqual(['a']);
  });

  test('DELIVERY_HOLD holds letters and messages; each hold is released by itself', async () => {
    await at.post(sales, 'm0');
    await at.mail(ann, 'a');
    const delivery = at.start({ mail: mail(), hold: true });
    await delivery.idle();
    await pass(delivery, minute);
    expect([...at.texts('sales'), ...subjects()]).toEqual([]);
    const { restrained } = await problems(at.db);
    expect(restrained).toMatchObject([
      { transport: 'slack', key: 'hold', waiting: 1 },
      { transport: 'mail', key: 'mail.hold', waiting: 1 },
    ]);
    await releaseHold(at.deps, at.person('admin'), 'hold');
    await pass(delivery, 250);
    expect([...at.texts('sales'), ...subjects()]).toEqual(['m0']);
    await releaseHold(at.deps, at.person('admin'), 'mail.hold');
    await pass(delivery, 250);
    expect(subjects()).toEqual(['a']);
    await expect(releaseHold(at.deps, at.person('admin'), 'mail')).rejects.toThrow(/Somebody was first/);
  });

  test('letters keep to their number a minute, over all domains', async () => {
    for (let n = 0; n < 6; n++) await at.mail(`ann@d${n}.example`, `m${n}`);
    const delivery = at.start({ mail: mail({ perMinute: 10 }) });
    await delivery.idle();
    expect(subjects()).toHaveLength(2);
    await pass(delivery, 6_000);
    expect(subjects()).toHaveLength(3);
    await pass(delivery, 6_000, 6);
    expect(subjects()).toHaveLength(6);
  });

  test('ALL-7 a letter to somebody who is erased before it goes does not go', async () => {
    await at.mail(ann, 'for Ann Smith');
    await at.db.tx((tx) => eraseFromMessages(tx, '018f0000-0000-7000-8000-000000000001', ['Ann Smith', ann]));
    const delivery = start();
    await delivery.idle();
    expect(subjects()).toEqual([]);
    expect(await parked()).toMatchObject([{ excerpt: '(erased): for (erased)', problem: 'its address was erased' }]);
  });

  test('nobody mails to what is no address', async () => {
    await expect(at.mail('ann', 'a')).rejects.toThrow('one address');
  });
});
