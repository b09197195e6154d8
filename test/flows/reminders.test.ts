import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { type Day, day, formatDay } from '../../src/core/time/calendar.ts';
import { calendarOf } from '../../src/features/billing/forecast/calendar.ts';
import { issueInvoice, markSent } from '../../src/features/billing/invoices/index.ts';
import { recordPayment, reversePayment } from '../../src/features/billing/payments/index.ts';
import {
  endHold,
  holdReminders,
  judgeDue,
  noteCall,
  promiseHeard,
  remindCustomers,
  remindersPolicy,
  remindingSlice,
  resumeReminders,
  withdrawPromise,
} from '../../src/features/billing/reminding/index.ts';
import { eraseContact } from '../../src/features/customers/index.ts';
import { takeBackWord } from '../../src/features/pages/index.ts';
import { type LetterFate, lettersFared, mailServerSlice } from '../../src/platform/delivery/index.ts';
import { linkTo } from '../../src/platform/links/index.ts';
import { foretold, readPolicy } from '../../src/platform/work/policies.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes } from '../support/invoices.ts';
import { type Pages, publicUrl, servePages } from '../support/pages.ts';
import { asking } from './ask.ts';

describeEachEngine('reminders', (engine) => {
  let h: Harness;
  let pages: Pages;
  const accounting = (n?: number) => h.person('accounting', n);
  const start = new Date('2026-03-02T09:00:00Z');

  beforeAll(async () => {
    h = await billingHarness(engine, { slices: [mailServerSlice(true)] });
    await setTaxes(h, { services: 0 });
    await makeSeller(h, { replyTo: 'office@harbor.example' });
    pages = await servePages(h);
    await h.setPolicy(remindersPolicy, { isOn: true });
  });
  afterAll(async () => {
    await pages.close();
    await h.close();
  });

  /** A customer with invoices due on March 2, sent. */
  const owing = async (name: string, cents: readonly number[] = [100_00]) => {
    h.clock.set(start);
    const customerId = await aCustomer(h, `${name} ${newId().slice(-6)}`);
    const email = `${newId().slice(-8)}@acme.example`;
    await editNow(h.deps, accounting(), customerId, { email, contactName: 'Ann Smith' });
    const ids: string[] = [];
    for (const each of cents) {
      const { id } = await aDraft(h, customerId, [aLine(each)]);
      await issueInvoice(h.deps, accounting(), id);
      await markSent(h.deps, accounting(), { invoiceId: id, number: '', sentOn: day('2026-03-02') });
      ids.push(id);
    }
    const { name: called } = await h.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    return { customerId, email, ids, id: ids[0] ?? '', name: called };
  };
  type Owing = Awaited<ReturnType<typeof owing>>;
  const on = (text: string) => h.clock.set(new Date(`${text}T09:00:00Z`));
  const goTo = async (text: string) => {
    on(text);
    await judgeDue(h.deps);
    return remindCustomers(h.deps);
  };
  const lettersTo = async ({ customerId }: Pick<Owing, 'customerId'>) =>
    (await h.db.prisma.post.findMany({ where: { transport: 'mail', customerId }, orderBy: { seq: 'asc' } })).map(
      ({ letterId, payload }) => ({
        letterId: letterId ?? '',
        ...(payload as unknown as { to: string; subject: string; text: string; unsubscribe: string; sender: string }),
      }),
    );
  const said = async (id: string): Promise<string> => {
    const slot = await h.db.prisma.messageSlot.findFirst({ where: { kind: 'invoice', subjectId: id } });
    const posts = await h.db.prisma.post.findMany({ where: { slotId: slot?.id ?? newId() }, orderBy: { seq: 'asc' } });
    return posts.map(({ payload }) => String((payload as { text?: unknown }).text)).join('\n');
  };
  const pay = (of: Owing, cents: number, receivedOn: string, invoiceId = of.id) =>
    recordPayment(h.deps, accounting(), {
      invoiceId,
      reference: newId().slice(-6),
      amount: money(cents, 'USD'),
      method: 'check',
      receivedOn: day(receivedOn),
    });
  const callsTo = ({ customerId }: Owing) =>
    h.db.prisma.customerCall.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
  const heard = (of: Owing, promisedOn: string, amount?: string) =>
    promiseHeard(h.deps, accounting(), {
      subject: { type: 'invoice', id: of.id },
      promisedOn: day(promisedOn),
      amount,
    });
  const stateOf = async (id: string) => (await h.db.prisma.paymentPromise.findUniqueOrThrow({ where: { id } })).state;
  const fare = (letterId: string, to: string, fate: LetterFate['fate'], how = '') =>
    h.deps.transact(system, (work) =>
      work.emit(lettersFared, [{ letterId, postId: newId(), to, fate, how, at: work.now }]),
    );

  test('BIL-18 sixty days of a customer: one letter for all that is overdue at each step, then a call; nothing twice, nothing after it is paid', async () => {
    const of = await owing('Sixty', [100_00, 250_00]);
    const seen: string[] = [];
    for (let at = start.getTime(); at <= Date.parse('2026-05-01T09:00:00Z'); at += 86_400_000) {
      h.clock.set(new Date(at));
      const before = (await lettersTo(of)).length;
      await remindCustomers(h.deps);
      await remindCustomers(h.deps);
      if ((await lettersTo(of)).length > before) seen.push(h.clock.now().toISOString().slice(0, 10));
    }
    expect(seen).toEqual(['2026-03-05', '2026-03-16', '2026-03-30']);
    const letters = await lettersTo(of);
    expect(letters.map(({ subject }) => subject)).toEqual([
      'A reminder: $350.00 are open',
      'Second reminder: $350.00 are open',
      'Last reminder: $350.00 are open',
    ]);
    const [first] = letters;
    expect(first).toMatchObject({
      to: of.email,
      sender: 'Harbor Services Inc.',
      unsubscribe: expect.stringMatching(/^https:\/\/baton\.example\/reminders\/[\w-]{56}$/),
      text: expect.stringContaining('Dear Ann Smith'),
    });
    for (const id of of.ids) {
      const link = await linkTo(h.deps.contributions, h.db.prisma, { type: 'invoice', id });
      expect(first?.text).toContain(link?.url);
      expect(await said(id)).toContain(
        'The customer is reminded: a reminder by mail, 14 days after the due date: $350.00',
      );
    }
    expect(await callsTo(of)).toMatchObject([{ why: 'step', closedAt: null }]);
    expect((await h.audit({ action: 'reminder.sent', subjectId: of.customerId })).length).toBe(4);
    const window = await asking(h, remindingSlice(publicUrl), 'accounting').section(
      'customer',
      of.customerId,
      'Reminders and promises',
    );
    expect(window).toContain('Reminded by mail, 28 days after the due date: $350.00');
    const [call] = await h.messages('customer_call', (await callsTo(of))[0]?.id);
    expect(call?.json).toContain('$350.00 are open');
    for (const id of of.ids) await pay(of, id === of.id ? 100_00 : 250_00, '2026-05-01', id);
    expect(await callsTo(of)).toMatchObject([{ closedBy: 'baton', note: 'Nothing of it is open any more.' }]);
  });

  test('BIL-18 two runs at once, and four days away: one letter, of the highest step that has come', async () => {
    const of = await owing('Away');
    on('2026-03-20');
    const counts = await Promise.all([remindCustomers(h.deps), remindCustomers(h.deps), remindCustomers(h.deps)]);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(0);
    expect((await lettersTo(of)).map(({ subject }) => subject)).toEqual(['Second reminder: $100.00 are open']);
    expect(await h.db.prisma.reminderBill.count({ where: { invoiceId: of.id } })).toBe(1);
  });

  test('BIL-18 off, unsent, below the smallest amount, paid: nobody is reminded', async () => {
    const of = await owing('Off');
    await h.setPolicy(remindersPolicy, { isOn: false });
    expect(await goTo('2026-03-05')).toBe(0);
    await h.setPolicy(remindersPolicy, { isOn: true, smallest: { USD: '10001' } });
    await goTo('2026-03-06');
    expect(await lettersTo(of)).toEqual([]);
    await h.setPolicy(remindersPolicy, { isOn: true });
    await pay(of, 100_00, '2026-03-06');
    const { id } = await aDraft(h, of.customerId, [aLine(70_00)]);
    await issueInvoice(h.deps, accounting(), id);
    await goTo('2026-04-20');
    expect(await lettersTo(of)).toEqual([]);
  });

  test('BIL-18 a hold of an invoice, of everything: with days and a reason, shown, ended by hand or by itself; the next step follows', async () => {
    const of = await owing('Held', [100_00, 30_00]);
    const hold = (more: object) =>
      holdReminders(h.deps, accounting(), {
        ...{ customerId: of.customerId, groupId: undefined, invoiceId: of.id, reason: 'They asked.' },
        ...{ fromOn: day('2026-03-02'), untilOn: day('2026-03-10') },
        ...more,
      });
    expect(await problemsOf(hold({ untilOn: day('2026-03-01') }))).toMatchObject({
      until: expect.stringContaining('before it begins'),
    });
    await expect(
      holdReminders(h.deps, h.person('sales'), {
        ...{ customerId: of.customerId, groupId: undefined, invoiceId: undefined, reason: 'x' },
        ...{ fromOn: day('2026-03-02'), untilOn: undefined },
      }),
    ).rejects.toThrow(NotAllowed);
    await hold({});
    await goTo('2026-03-05');
    expect((await lettersTo(of)).map(({ subject }) => subject)).toEqual(['A reminder: $30.00 are open']);
    expect(await said(of.id)).toContain('holds reminders of it from Mar 2, 2026 until Mar 10, 2026: They asked.');
    const whole = await hold({ invoiceId: undefined, untilOn: undefined });
    await goTo('2026-03-16');
    expect(await lettersTo(of)).toHaveLength(1);
    const show = asking(h, remindingSlice(publicUrl), 'accounting');
    expect(await show.section('invoice', of.id, 'Reminders and promises')).toContain(
      'until somebody ends it: They asked.',
    );
    await endHold(h.deps, accounting(), whole);
    await expect(endHold(h.deps, accounting(2), whole)).rejects.toThrow(Conflict);
    await goTo('2026-03-17');
    expect((await lettersTo(of)).map(({ subject }) => subject).at(-1)).toBe('Second reminder: $130.00 are open');
    expect((await h.audit({ subjectId: of.customerId })).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['reminder.held', 'reminder.hold_ended', 'reminder.sent']),
    );
  });

  test('BIL-18 a promise: reminders wait until its day; broken the morning after and accounting asked to call; kept by money of that day, broken again when it comes back', async () => {
    const of = await owing('Promise');
    const id = await heard(of, '2026-03-09');
    expect(await problemsOf(heard(of, '2026-03-09', '100.01'))).toMatchObject({
      amount: expect.stringContaining('Only $100.00'),
    });
    expect(await problemsOf(heard(of, '2026-09-09'))).toMatchObject({ day: expect.stringContaining('May 1') });
    await goTo('2026-03-09');
    expect([await stateOf(id), await lettersTo(of)]).toEqual(['open', []]);
    await goTo('2026-03-10');
    expect(await stateOf(id)).toBe('broken');
    expect(await said(of.id)).toContain('promised $100.00 by Mar 9, 2026: broken, it did not come.');
    expect((await lettersTo(of)).map(({ subject }) => subject)).toEqual(['A reminder: $100.00 are open']);
    const [call] = await callsTo(of);
    expect(call).toMatchObject({ why: 'promise', promiseId: id, closedAt: null });
    const [message] = await h.messages('customer_call', call?.id);
    for (const text of ['they promised $100.00 by Mar 9, 2026', 'call.done', 'promise.note', `invoice:${of.id}`])
      expect(message?.json).toContain(text);
    await pay(of, 100_00, '2026-03-09');
    expect(await stateOf(id)).toBe('kept');
    expect(await callsTo(of)).toMatchObject([{ closedBy: 'baton' }]);
    const payment = await h.db.prisma.payment.findFirstOrThrow({ where: { invoiceId: of.id } });
    await reversePayment(h.deps, accounting(), {
      paymentId: payment.id,
      reason: 'The check bounced.',
      why: 'returned',
    });
    expect(await stateOf(id)).toBe('broken');
    expect(await said(of.id)).toContain('broken after all, since what came for it came back.');
    expect(await callsTo(of)).toMatchObject([{ closedAt: null }]);
    await noteCall(h.deps, accounting(), { callId: call?.id ?? '', note: 'They pay tomorrow.' });
    await expect(noteCall(h.deps, accounting(2), { callId: call?.id ?? '', note: 'x' })).rejects.toThrow(Conflict);
    expect((await h.audit({ subjectId: of.id })).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['promise.noted', 'promise.broken', 'promise.kept']),
    );
  });

  test('BIL-18 several promises: in parts each for its day; for the same money the later stands in the earlier’s place', async () => {
    const of = await owing('Parts', [300_00]);
    const [first, second] = [await heard(of, '2026-03-05', '100'), await heard(of, '2026-03-12', '200')];
    on('2026-03-04');
    await pay(of, 100_00, '2026-03-04');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['kept', 'open']);
    await goTo('2026-03-13');
    expect(await stateOf(second)).toBe('broken');
    const again = await heard(of, '2026-03-20');
    expect(await callsTo(of)).toMatchObject([{ note: 'They promised anew.' }]);
    const later = await heard(of, '2026-03-25');
    expect([await stateOf(again), await stateOf(later)]).toEqual(['ended', 'open']);
    await withdrawPromise(h.deps, accounting(), later);
    await expect(withdrawPromise(h.deps, accounting(2), later)).rejects.toThrow(Conflict);
    await goTo('2026-03-16');
    expect((await lettersTo(of)).map(({ subject }) => subject).at(-1)).toBe('Second reminder: $200.00 are open');
  });

  test('BIL-18 what a customer says on their page stops reminders: a promise until its day, a dispute until it is settled', async () => {
    const [of, wrong] = [await owing('Page'), await owing('Wrong')];
    await pages.send(await pages.pathTo('invoice', of.id), 'promise', { day: '2026-03-20' });
    await pages.send(await pages.pathTo('invoice', wrong.id), 'wrong', { text: 'We never ordered this.' });
    await goTo('2026-03-16');
    expect([await lettersTo(of), await lettersTo(wrong)]).toEqual([[], []]);
    const show = asking(h, remindingSlice(publicUrl), 'accounting');
    expect(await show.section('invoice', wrong.id, 'Reminders and promises')).toContain('We never ordered this.');
    const word = await h.db.prisma.customerWord.findFirstOrThrow({ where: { subjectId: wrong.id } });
    await takeBackWord(h.deps, accounting(), word.id);
    await goTo('2026-03-23');
    expect((await lettersTo(of)).map(({ subject }) => subject)).toEqual(['Second reminder: $100.00 are open']);
    expect(await lettersTo(wrong)).toHaveLength(1);
    expect(await h.db.prisma.paymentPromise.findFirstOrThrow({ where: { subjectId: of.id } })).toMatchObject({
      state: 'broken',
    });
    await eraseContact(h.deps, h.person('admin'), { customerId: wrong.customerId, reason: 'They asked.' });
    expect(await h.db.prisma.reminderHold.findFirstOrThrow({ where: { invoiceId: wrong.id } })).toMatchObject({
      reason: null,
    });
  });

  test('BIL-18 the way out of reminders: one press without a login, told to accounting; from then on a call; undone by a person', async () => {
    const of = await owing('Out');
    await goTo('2026-03-05');
    const [letter] = await lettersTo(of);
    const path = letter?.unsubscribe.slice(publicUrl.length) ?? '';
    expect((await pages.ask(path)).html).toContain(of.email);
    expect(await h.db.prisma.reminderStop.count()).toBe(0);
    for (let times = 0; times < 2; times += 1)
      expect(await pages.post(path, { 'List-Unsubscribe': 'One-Click' })).toMatchObject({ status: 200 });
    expect((await pages.ask(`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404);
    const [stop, other] = await h.db.prisma.reminderStop.findMany();
    expect([stop?.address, other]).toEqual([of.email, undefined]);
    const told = (await h.posts()).filter(({ text }) => text?.includes('wants no more reminders to pay'));
    expect(told.map(({ lane }) => lane)).toEqual(['C_ACCOUNTING']);
    await goTo('2026-03-16');
    expect(await lettersTo(of)).toHaveLength(1);
    expect(await callsTo(of)).toMatchObject([{ why: 'unreachable' }]);
    await resumeReminders(h.deps, accounting(), stop?.id ?? '');
    await goTo('2026-03-30');
    expect(await lettersTo(of)).toHaveLength(2);
  });

  test('BIL-18 a reminder that came back: accounting hears of it and is asked to call from then on', async () => {
    const of = await owing('Bounced');
    await goTo('2026-03-05');
    const [letter] = await lettersTo(of);
    await fare(letter?.letterId ?? '', of.email, 'bounced', '550 no such mailbox');
    await fare(letter?.letterId ?? '', of.email, 'bounced', '550 no such mailbox');
    const told = (await h.posts()).filter(({ text }) => text?.includes(`did not reach ${of.email} (550`));
    expect(told).toHaveLength(1);
    await goTo('2026-03-16');
    expect(await lettersTo(of)).toHaveLength(1);
    expect(await callsTo(of)).toMatchObject([{ why: 'unreachable' }]);
  });

  test('BIL-18, BIL-19, ALL-9 the setting shows the calendar of a chosen customer before it is saved, and the customer’s calendar has the same', async () => {
    const of = await owing('Calendar');
    const before = readPolicy(remindersPolicy, { isOn: true });
    const after = { ...before, steps: ['5 mail first', '12 call'], shownFor: of.name };
    const { deps } = h;
    const from = {
      tx: h.db.prisma,
      today: '2026-03-02' as Day,
      policy: deps.policy,
      contributions: deps.contributions,
    };
    const lines = await foretold(from, remindersPolicy, before, after);
    expect(lines).toEqual([
      expect.stringContaining(`What ${of.name} would be sent until May 1, 2026`),
      expect.stringContaining('Mar 9, 2026: a reminder by mail, 5 days after the due date: $100.00'),
      expect.stringContaining('Mar 16, 2026: accounting is asked to call, 12 days after the due date: $100.00'),
    ]);
    expect(await foretold(from, remindersPolicy, before, { ...after, shownFor: 'Nobody at all' })).toEqual([
      expect.stringContaining('There is no customer called “Nobody at all”'),
    ]);
    await h.setPolicy(remindersPolicy, after);
    const { entries } = await calendarOf(deps, of.customerId, day('2026-05-01'));
    const ahead = entries
      .filter(({ text }) => /reminder|call/.test(text))
      .map(({ on: at, text }) => `${formatDay(at)}: ${text}`);
    expect(ahead).toEqual(lines.slice(1));
    await h.setPolicy(remindersPolicy, { isOn: true });
  });
});
