import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import type { Delivery } from '../../src/platform/delivery/deliverer.ts';
import { eraseFromMessages } from '../../src/platform/delivery/outbox/erase.ts';
import { drop } from '../../src/platform/delivery/parked/actions/drop.ts';
import { releaseHold } from '../../src/platform/delivery/parked/actions/release-hold.ts';
import { sendAgain } from '../../src/platform/delivery/parked/actions/send-again.ts';
import { problemBlocks } from '../../src/platform/delivery/parked/home-view.ts';
import { problems } from '../../src/platform/delivery/parked/problems.ts';
import { deliveryPolicy } from '../../src/platform/delivery/policy.ts';
import { type MailTransportOptions, mailTransport } from '../../src/platform/delivery/transports/mail/transport.ts';
import { keepFile, letGo, readKept } from '../../src/platform/files/kept-files.ts';
import { housekeepingJob } from '../../src/platform/jobs/housekeeping.ts';
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
    await at.db.prisma.fileNeed.deleteMany();
    await at.db.prisma.keptFile.deleteMany();
    await at.db.prisma.policy.deleteMany();
    server.reset();
  });
  afterAll(async () => {
    await at.close();
    await server.close();
  });

  const mail = (options: Partial<MailTransportOptions> = {}) =>
    mailTransport({
      url: server.url,
      from: 'Baton <baton@ours.example>',
      perMinute: 0,
      readFile: (hash) => readKept(at.db.prisma, hash),
      ...options,
    });
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
    const failed = at.deps.transact(system, async (work) => {
      work.post({ to: { mail: ann }, content: { subject: 'never', text: 'never' } });
      throw new Error('it went wrong');
    });
    await expect(failed).rejects.toThrow('it went wrong');
    await at.mail(ann, 'Überfällig', { key: 'bill:1', content: { html: '<b>Hello</b>' } });
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
    expect(post).toMatchObject({ state: 'sent', transport: 'mail', lane: 'mail:example.com', ts: letter?.messageId });
  });

  /** A letter for each address with the same bytes attached, written by whoever kept them and has let go of them since. */
  const withBill = async (bytes: Buffer, ...letters: readonly (readonly [to: string, subject: string])[]) => {
    const owner = { type: 'invoice', id: newId() };
    const hash = await at.deps.transact(system, async (work) => {
      const kept = await keepFile(work.tx, owner, [bytes], work.now);
      const attachments = [{ name: 'bill.pdf', type: 'application/pdf', hash: kept.hash }];
      for (const [to, subject] of letters)
        work.post({ to: { mail: to }, key: subject, content: { subject, text: 'Your bill.', attachments } });
      return kept.hash;
    });
    await at.db.tx((tx) => letGo(tx, owner));
    return hash;
  };
  const files = () => at.db.prisma.keptFile.count();

  test('CUS-2 a logo is part of the letter, named by its HTML, and no attachment to be opened', async () => {
    const bytes = randomBytes(300);
    const owner = { type: 'seller', id: newId() };
    await at.deps.transact(system, async (work) => {
      const { hash } = await keepFile(work.tx, owner, [bytes], work.now);
      const attachments = [{ name: 'logo.png', type: 'image/png', hash, cid: 'logo' }];
      const html = '<p>Hello</p><img src="cid:logo" alt="">';
      work.post({ to: { mail: ann }, content: { subject: 'a', text: 'Hello', html, attachments } });
    });
    await start().idle();
    const [letter] = server.letters;
    expect(letter?.attachments).toMatchObject([
      { contentDisposition: 'inline', cid: 'logo', contentType: 'image/png' },
    ]);
    expect(letter?.attachments[0]?.content.equals(bytes)).toBe(true);
  });

  test('an attachment arrives byte for byte; for two letters it is there once, and goes with the second', async () => {
    const bytes = randomBytes(700_000);
    const hash = await withBill(bytes, [ann, 'a'], [bob, 'b']);
    // The key was used: this letter is not written, and needs nothing.
    expect(await withBill(randomBytes(10), [ann, 'a'])).not.toBe(hash);
    expect(await files()).toBe(1);
    await start().idle();
    for (const letter of server.letters) {
      expect(letter.attachments).toMatchObject([{ filename: 'bill.pdf', contentType: 'application/pdf' }]);
      expect(letter.attachments[0]?.content.equals(bytes)).toBe(true);
    }
    expect(subjects().sort()).toEqual(['a', 'b']);
    const forget = async (subject: string) => {
      await at.db.prisma.$executeRaw`UPDATE posts SET created_at = '2020-01-01' WHERE key = ${subject}`;
      await housekeepingJob.run(at.deps, at.deps.clock.now());
    };
    await forget('a');
    expect(await files()).toBe(1);
    await forget('b');
    expect(await files()).toBe(0);
  });

  test('a letter whose attachment is gone, or damaged, is parked with its reason, and the next one goes', async () => {
    const gone = await withBill(randomBytes(100), [ann, 'gone']);
    await at.db.prisma.fileNeed.deleteMany({ where: { hash: gone } });
    await at.db.prisma.keptFile.delete({ where: { hash: gone } });
    const damaged = await withBill(randomBytes(100), [ann, 'damaged']);
    await at.db.prisma.$executeRaw`
      UPDATE file_parts SET bytes = set_byte(bytes, 50, 255 - get_byte(bytes, 50))
      WHERE parts_id = (SELECT parts_id FROM files WHERE hash = ${damaged})`;
    await withBill(randomBytes(100), [ann, 'whole']);
    const delivery = start();
    await delivery.idle();
    await pass(delivery, minute);
    expect(subjects()).toEqual(['whole']);
    const problem = 'its attachment bill.pdf is not there any more, or is damaged';
    expect((await parked()).map((each) => each.problem)).toEqual([problem, problem]);
  });

  test('nobody mails a file that is not kept', async () => {
    const attachments = [{ name: 'bill.pdf', type: 'application/pdf', hash: 'f'.repeat(64) }];
    await expect(at.mail(ann, 'a', { content: { attachments } })).rejects.toThrow();
    expect(await at.posts()).toEqual([]);
  });

  test('ALL-7 attachments go with what is erased of a letter: the text of a sent one, the address of one that waits', async () => {
    const customerId = '018f0000-0000-7000-8000-000000000001';
    await withBill(randomBytes(100), [bob, 'sent']);
    await start().idle();
    await at.stop();
    await at.db.prisma.post.updateMany({ data: { customerId } });
    await withBill(randomBytes(100), [ann, 'waits']);
    await withBill(randomBytes(100), [bob, 'about Ann Smith']);
    expect(await files()).toBe(3);
    await at.db.tx((tx) => eraseFromMessages(tx, customerId, ['Ann Smith', 'ANN@example.com']));
    expect(await files()).toBe(1);
    await start().idle();
    expect(subjects()).toEqual(['sent', 'about (erased)']);
    expect(server.letters.map(({ attachments }) => attachments.length)).toEqual([1, 1]);
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

  test('N11 a line that drops after the last byte: the letter is parked, never sent again by itself; an admin sends it again under the same id', async () => {
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
