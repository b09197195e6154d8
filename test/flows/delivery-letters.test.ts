import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import type { Delivery } from '../../src/platform/delivery/deliverer.ts';
import { mailReportsSlice } from '../../src/platform/delivery/letters/reports.ts';
import { drop } from '../../src/platform/delivery/parked/actions/drop.ts';
import { sendAgain } from '../../src/platform/delivery/parked/actions/send-again.ts';
import { problems } from '../../src/platform/delivery/parked/problems.ts';
import { waysOf } from '../../src/platform/delivery/parked/ways.ts';
import { mailTransport } from '../../src/platform/delivery/transports/mail/transport.ts';
import { readKept } from '../../src/platform/files/kept-files.ts';
import { describeEachEngine } from '../support/database.ts';
import { createDelivering, type Delivering } from '../support/delivering.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';

const ann = 'ann@example.com';
const bob = 'bob@other.example';
const minute = 60_000;
const secret = 'a secret of at least thirty-two characters';

describeEachEngine('letters', (engine) => {
  let at: Delivering;
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
    at = await createDelivering(engine);
  }, 120_000);
  afterEach(async () => {
    await at.reset();
    server.reset();
  });
  afterAll(async () => {
    await at.close();
    await server.close();
  });

  const start = (): Delivery =>
    at.start({
      mail: mailTransport({
        url: server.url,
        from: 'Baton <baton@ours.example>',
        perMinute: 0,
        readFile: (hash) => readKept(at.db.prisma, hash),
      }),
    });
  const pass = async (delivery: Delivery, ms: number, times = 1) => {
    for (let n = 0; n < times; n++) {
      at.wall.advance(ms);
      await delivery.idle();
    }
  };
  const subjects = () => server.letters.map((letter) => letter.subject);
  const told = () => at.fates.map(({ to, fate }) => [to, fate]);

  test('letters follow one another on a connection; one that the server closed meanwhile is made anew, and nothing is lost or twice', async () => {
    for (const subject of ['a', 'b', 'c']) await at.mail(ann, subject);
    const delivery = start();
    await delivery.idle();
    expect(subjects()).toEqual(['a', 'b', 'c']);
    expect(server.connections).toHaveLength(1);
    server.hangUp();
    await at.mail(ann, 'd');
    await pass(delivery, 250);
    expect(subjects()).toEqual(['a', 'b', 'c', 'd']);
    expect(server.connections).toHaveLength(2);
    expect(await at.states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  });

  test('a server that takes three letters on a connection and then says 421 gets all of them, each at the first try', async () => {
    server.behaviour.closesAt = 3;
    for (let n = 0; n < 8; n++) await at.mail(ann, `m${n}`);
    await start().idle();
    expect(subjects()).toEqual(Array.from({ length: 8 }, (_, n) => `m${n}`));
    expect((await at.posts()).map(({ attempts }) => attempts)).toEqual(Array(8).fill(1));
    expect(server.connections).toHaveLength(3);
  });

  test('a line that drops before the server asked for the letter: it was surely not sent, and goes later by itself', async () => {
    server.behaviour.dropsBefore = true;
    await at.mail(ann, 'a');
    const delivery = start();
    await delivery.idle();
    expect(await at.posts()).toMatchObject([{ state: 'pending', problem: expect.stringContaining('broke off') }]);
    server.behaviour.dropsBefore = false;
    await pass(delivery, minute, 2);
    expect(subjects()).toEqual(['a']);
    expect(await at.states()).toEqual(['sent']);
  });

  const letter = { heads: { to: [ann, bob], cc: ['carl@example.com'] }, sender: 'Hart & Söhne, Inc.' };

  test('a letter to several goes to each by itself, says whom it goes to, and has one Message-ID', async () => {
    const letterId = newId();
    const content = { ...letter, replyTo: 'office@hart.example', bounceTo: 'bounces@hart.example' };
    for (const to of [ann, bob, 'carl@example.com', 'archive@hart.example'])
      await at.mail(to, 'Your bill', { letterId, content });
    await start().idle();
    expect(server.letters).toHaveLength(4);
    for (const each of server.letters) {
      expect(each).toMatchObject({
        messageId: `<${letterId}@ours.example>`,
        from: { value: [{ name: 'Hart & Söhne, Inc.', address: 'baton@ours.example' }] },
        to: { text: `${ann}, ${bob}` },
        cc: { text: 'carl@example.com' },
        replyTo: { text: 'office@hart.example' },
      });
      expect(JSON.stringify([...each.headers])).not.toContain('archive@');
    }
    expect(server.senders).toEqual(Array(4).fill('bounces@hart.example'));
  });

  test('a reminder says where who wants no more of them says so', async () => {
    await at.mail(ann, 'Overdue', { content: { unsubscribe: 'mailto:office@hart.example?subject=unsubscribe' } });
    await start().idle();
    expect(server.letters[0]?.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line).toBe(
      'List-Unsubscribe: <mailto:office@hart.example?subject=unsubscribe>',
    );
  });

  test('whoever wrote a letter is told once how it fared with each: taken, refused, unknown, given up by an admin', async () => {
    const letterId = newId();
    server.behaviour.recipient = (address) => (address === bob ? 550 : undefined);
    await at.mail(ann, 'a', { letterId });
    await at.mail(bob, 'a', { letterId });
    await at.mail('carl@third.example', 'not a letter of anybody');
    const delivery = start();
    await delivery.idle();
    await pass(delivery, 10_000, 3);
    expect(told().sort()).toEqual([
      [ann, 'accepted'],
      [bob, 'bounced'],
    ]);
    expect(at.fates.find(({ to }) => to === bob)?.how).toContain('550');
    const [refused] = (await problems(at.db)).parked;
    server.behaviour.recipient = () => undefined;
    await sendAgain(at.deps, at.person('admin'), refused?.id ?? '');
    await pass(delivery, minute);
    expect(told().at(-1)).toEqual([bob, 'accepted']);
    server.behaviour.drops = true;
    await at.mail(ann, 'b', { letterId: newId() });
    await pass(delivery, 250);
    await pass(delivery, minute);
    expect(told().at(-1)).toEqual([ann, 'held']);
    await drop(at.deps, at.person('admin'), (await problems(at.db)).parked[0]?.id ?? '', 'it arrived');
    await pass(delivery, 10_000);
    expect(told().at(-1)).toEqual([ann, 'dropped']);
    expect(at.fates).toHaveLength(5);
  });

  test('a parked letter leads to what it is about', async () => {
    server.behaviour.recipient = () => 550;
    const id = newId();
    await at.mail(ann, 'a', { about: { type: 'invoice', id } });
    await start().idle();
    const { parked } = await problems(at.db);
    expect(parked[0]?.about).toEqual({ type: 'invoice', id });
    const ways = await waysOf(parked, {
      drawn: async () => undefined,
      waysIn: () => [],
      openButtons: (...of) => of.map((each) => ({ text: 'Open', action: 'x.open', value: each?.id ?? '' })),
    });
    expect(ways.get(parked[0]?.id ?? '')).toMatchObject({ value: id });
  });

  const report = async (body: string, more: { seconds?: number; secret?: string } = {}) => {
    const [route] = mailReportsSlice(secret).routes ?? [];
    const t = Math.floor(at.clock.now().getTime() / 1000) - (more.seconds ?? 0);
    const v1 = createHmac('sha256', more.secret ?? secret)
      .update(`${t}.${body}`)
      .digest('hex');
    const answer = await route?.answer(at.deps, {
      params: {},
      headers: { 'baton-signature': `t=${t},v1=${v1}` },
      body: Buffer.from(body),
      address: '::1',
      token: undefined,
    });
    return { status: answer?.status, ...(JSON.parse(String(answer?.body)) as object) };
  };
  const bounced = (messageId: string, recipient: string) =>
    JSON.stringify({
      reports: [{ messageId, recipient, event: 'bounced', reason: `mailbox of <${recipient}> is full` }],
    });

  test('BIL-3 a signed report of a bounce tells whoever wrote the letter; the same twice tells once; of other letters nothing', async () => {
    const letterId = newId();
    await at.mail(ann, 'a', { letterId });
    await at.mail(bob, 'a', { letterId });
    const delivery = start();
    await delivery.idle();
    at.fates.length = 0;
    const messageId = server.letters[0]?.messageId ?? '';
    expect(await report(bounced(messageId, 'ANN@example.com'))).toEqual({ status: 200, taken: 1, ignored: 0 });
    expect(await report(bounced(messageId, 'ANN@example.com'))).toEqual({ status: 200, taken: 0, ignored: 1 });
    expect(await report(bounced(messageId, 'nobody@example.com'))).toMatchObject({ taken: 0, ignored: 1 });
    expect(await report(bounced(`<${newId()}@ours.example>`, ann))).toMatchObject({ taken: 0, ignored: 1 });
    expect(await report(bounced('<x@y>', ann))).toMatchObject({ taken: 0, ignored: 1 });
    expect(at.fates).toMatchObject([{ letterId, fate: 'bounced', how: 'mailbox of … is full' }]);
    await pass(delivery, 10_000, 2);
    expect(at.fates).toHaveLength(1);
  });

  test('an unsigned, wrongly signed or old report is refused, and one that cannot be read says what it should be', async () => {
    const body = bounced('<x@y>', ann);
    expect(await report(body, { secret: 'another secret of thirty-two characters' })).toMatchObject({ status: 401 });
    expect(await report(body, { seconds: 301 })).toMatchObject({ status: 401 });
    expect(await report('{"reports": []}')).toMatchObject({ status: 400, error: expect.stringContaining('messageId') });
    expect(await report('no json')).toMatchObject({ status: 400 });
    expect(mailReportsSlice(undefined).routes).toEqual([]);
  });
});
