import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { addDays, type Day, todayIn } from '../../src/core/time/calendar.ts';
import { creditInvoice } from '../../src/features/billing/credits/index.ts';
import { issueInvoice } from '../../src/features/billing/invoices/index.ts';
import { paymentsOf, recordPayment, reversePayment } from '../../src/features/billing/payments/index.ts';
import { receivePayment } from '../../src/features/billing/payments/receive-payment.ts';
import { giveRefund } from '../../src/features/billing/refunds/index.ts';
import {
  askForStatement,
  mailStatement,
  readStatement,
  statementsSlice,
} from '../../src/features/billing/statements/index.ts';
import { writeOff } from '../../src/features/billing/writeoffs/index.ts';
import { createPress } from '../../src/features/papers/index.ts';
import { lettersFared } from '../../src/platform/delivery/index.ts';
import { readKept } from '../../src/platform/files/kept-files.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes } from '../support/invoices.ts';
import { pagesOf, quickPress } from '../support/papers.ts';
import { asking } from './ask.ts';

describeEachEngine('statements of account', (engine) => {
  let h: Harness;
  const typst = createPress();
  let press = typst;
  const slice = statementsSlice({ press: typst, wakeRuns: () => {} });
  beforeAll(async () => {
    h = await billingHarness(engine, { press: { print: (paper) => press.print(paper) } });
    await setTaxes(h, { services: 0 });
  });
  afterAll(() => h.close());

  const by = () => h.person('accounting');
  const as = (role = 'accounting') => asking(h, slice, role);
  const today = (): Day => todayIn('UTC', h.clock.now());
  const reading = () => ({ tx: h.db.prisma, today: today(), timeZone: 'UTC' });
  const reason = 'as agreed';
  const text = (value: unknown): string => JSON.stringify(value);

  const issued = async (customerId: string, cents: number): Promise<string> => {
    const { id } = await aDraft(h, customerId, [aLine(cents)]);
    await issueInvoice(h.deps, by(), id);
    return id;
  };
  const pay = (invoiceId: string, cents: number, more: object = {}) =>
    recordPayment(h.deps, by(), {
      ...{ invoiceId, amount: money(cents, 'USD'), method: 'check', reference: '1234', receivedOn: today() },
      ...more,
    });
  const accountOf = async (customerId: string, first: Day, last: Day = today()) => {
    const [account, ...others] = (await readStatement(reading(), customerId, { first, last })).accounts;
    if (!account || others.length > 0) throw new Error('not one account');
    return account;
  };
  const linesOf = async (customerId: string, first: Day, last?: Day) =>
    (await accountOf(customerId, first, last)).rows.map(({ entry, charged, settled, balance }) => [
      entry.kind,
      Number(charged.amount - settled.amount) / 100,
      Number(balance.amount) / 100,
    ]);

  test('BIL-18 day by day: brought forward, invoices, credits, payments, what came back, refunds, what was written off', async () => {
    await makeSeller(h, { timeZone: 'UTC' });
    const customerId = await aCustomer(h, 'Larkspur Legal');
    const begun = today();
    const first = await issued(customerId, 100_00);
    h.advanceDays(1);
    await pay(first, 130_00, { leftOver: money(30_00, 'USD') });
    h.advanceDays(1);
    const from = today();
    const second = await issued(customerId, 50_00);
    const third = await issued(customerId, 20_00);
    h.advanceDays(1);
    await giveRefund(h.deps, by(), {
      ...{ customerId, amount: '1000', currency: 'USD', method: 'check', refundedOn: today(), reason },
    });
    await creditInvoice(h.deps, by(), { invoiceId: second, reason });
    h.advanceDays(1);
    await writeOff(h.deps, by(), { invoiceId: third, reason });
    const [payment] = await paymentsOf(h.db.prisma, customerId);
    await reversePayment(h.deps, by(), { paymentId: payment?.id ?? '', why: 'returned', reason });
    expect(await linesOf(customerId, begun)).toEqual([
      ['invoice', 100, 100],
      ['payment', -130, -30],
      ['invoice', 50, 20],
      ['invoice', 20, 40],
      ['credit note', -50, -10],
      ['refund', 10, 0],
      ['payment came back', 130, 130],
      ['write-off', -20, 110],
    ]);
    const account = await accountOf(customerId, from);
    expect([account.broughtForward.amount, account.rows.length, account.balance.amount]).toEqual([-30_00n, 6, 110_00n]);
    expect(account.openItems).toMatchObject([{ open: money(100_00, 'USD') }]);
    expect([account.open.amount, account.rest.amount]).toEqual([100_00n, 10_00n]);
    const before = await accountOf(customerId, begun, addDays(from, 1));
    expect(before.balance.amount).toBe(0n);
  });

  test('BIL-18 CUS-8 what had paid an invoice before the rest was written off, and came back, is open, also as of a day that is past', async () => {
    const customerId = await aCustomer(h);
    const begun = today();
    const id = await issued(customerId, 100_00);
    await pay(id, 40_00);
    await writeOff(h.deps, by(), { invoiceId: id, reason });
    const [payment] = await paymentsOf(h.db.prisma, customerId);
    await reversePayment(h.deps, by(), { paymentId: payment?.id ?? '', why: 'returned', reason });
    const now = await accountOf(customerId, begun);
    expect([now.open.amount, now.balance.amount, now.rest.amount]).toEqual([40_00n, 40_00n, 0n]);
    h.advanceDays(1);
    expect(await accountOf(customerId, begun, addDays(today(), -1))).toEqual(now);
  });

  test('BIL-18 what is overdue by the last day, and what was open then', async () => {
    const customerId = await aCustomer(h);
    const begun = today();
    const id = await issued(customerId, 80_00);
    const due = (await accountOf(customerId, begun)).openItems[0]?.dueOn ?? begun;
    h.advanceDays(40);
    await pay(id, 80_00);
    expect((await accountOf(customerId, begun, due)).overdue.amount).toBe(0n);
    const late = await accountOf(customerId, begun, addDays(due, 1));
    expect([late.open.amount, late.overdue.amount]).toEqual([80_00n, 80_00n]);
    const now = await accountOf(customerId, begun);
    expect([now.openItems, now.balance.amount]).toEqual([[], 0n]);
  });

  test('BIL-18 BIL-22 what the gateway billed without an invoice is owed and paid at once: it moves no balance', async () => {
    const customerId = await aCustomer(h);
    const subject = { type: 'elsewhere', id: '00000000-0000-4000-8000-000000000001' };
    await h.deps.transact(system, (work) =>
      receivePayment(work, {
        ...{ customerId, amount: money(50_00, 'USD'), method: 'card', reference: 'TX-9', receivedOn: today(), subject },
      }),
    );
    const { rows, balance } = await accountOf(customerId, today());
    expect(rows).toMatchObject([{ charged: money(50_00, 'USD'), settled: money(50_00, 'USD') }]);
    expect(balance.amount).toBe(0n);
  });

  test('BIL-18 `/bill statement`: a table with a running balance for each currency, the same in words', async () => {
    const customerId = await aCustomer(h, 'Harbor & Sons');
    await issued(customerId, 100_00);
    const { say } = await as().type('statement', 'harbor & sons');
    const blocks = text(say?.blocks);
    for (const each of ['data_table', 'Brought forward', '"text":"$100.00","value":100', 'statement.pdf'])
      expect(blocks).toContain(each);
    expect(say?.text).toContain('Statement of account, Harbor &amp; Sons');
    expect(say?.text).toContain('USD: Balance due $100.00, Open invoices $100.00, Overdue $0.00');
    const past = await as().type('statement', `Harbor & Sons until ${addDays(today(), -1)}`);
    expect(text(past.say)).toContain('Nothing was invoiced or paid in these days, and nothing is open.');
  });

  test('BIL-18 hundreds of rows: the latest are shown, what was before them is brought forward with its sum', async () => {
    const customerId = await aCustomer(h, 'Busy Ltd');
    const id = await issued(customerId, 100_00);
    for (let at = 0; at < 70; at += 1) await pay(id, 1_00, { reference: `c${at}` });
    const blocks = (await as().type('statement', 'Busy Ltd')).say?.blocks ?? [];
    const table = blocks.find(({ type }) => (type as string) === 'data_table');
    expect(text(table)).toContain('Brought forward, with 11 rows that the PDF has');
    expect(text(table)).toContain('"text":"$90.00","value":90');
    expect(text(table)).toContain('"text":"$30.00","value":30');
    expect(table && 'rows' in table && table.rows).toHaveLength(62);
  });

  test('BIL-18 what cannot be is refused in a sentence that says what to do, in the form at its field', async () => {
    const customerId = await aCustomer(h, 'Fern & Co');
    const type = (asked: string) => as().type('statement', asked);
    expect((await type('Nobody Ltd 2026-01 2026-02')).say?.text).toContain('No customer’s name contains “Nobody Ltd”');
    await expect(type('')).rejects.toThrow('Write whose: `/bill statement');
    await expect(type('Fern & Co 2026-02-01 2026-01-01')).rejects.toThrow('It ends before it begins');
    await expect(type('Fern & Co from 1926-01-01')).rejects.toThrow(
      'It covers 10 years at most. Choose a last day up to',
    );
    await expect(type('Fern & Co until 2126-01-01')).rejects.toThrow('not known yet. Choose today');
    await expect(type('Fern & Co from 2026-02-30')).rejects.toThrow('“2026-02-30” is no range of days');
    const { modal } = await as().press('statement.choose', customerId);
    expect(text(modal)).toContain('First day');
    const form = { from: { day: '2026-02-01' }, to: { day: '2026-01-01' } };
    expect(await problemsOf(as().submit('statement.choose', customerId, form))).toEqual({
      to: expect.stringContaining('It ends before it begins'),
    });
    await expect(as().submit('statement.choose', customerId, { from: { day: '2026-01-01' } })).rejects.toThrow(
      FieldErrors,
    );
  });

  test('BIL-18 a name that several have: whichever is chosen keeps the days', async () => {
    await aCustomer(h, 'Twin East');
    const west = await aCustomer(h, 'Twin West');
    const answer = await as().type('statement', 'twin 2026-01 2026-02');
    expect(text(answer.say?.blocks)).toContain(`${west} 2026-01-01 2026-02-28`);
    const shown = await as().press('statement.show', `${west} 2026-01-01 2026-02-28`);
    expect(shown.say?.text).toContain('Twin West, Jan 1, 2026 – Feb 28, 2026');
  });

  test('BIL-18 ALL-8 a button in the customer’s window; who reads no money gets neither statement nor PDF', async () => {
    const customerId = await aCustomer(h);
    expect(await as().section('customer', customerId, 'Account')).toContain('statement.show');
    await expect(as('sales').press('statement.show', customerId)).rejects.toThrow(NotAllowed);
    await expect(as('sales').type('statement', 'Fern')).rejects.toThrow(NotAllowed);
    const days = { first: today(), last: today() };
    await expect(askForStatement(h.deps, h.person('sales'), customerId, days)).rejects.toThrow(NotAllowed);
  });

  const printed = async (customerId: string) => {
    await as().press('statement.pdf', customerId);
    await workThroughRuns(h.deps);
    const payload = (await h.posts()).at(-1)?.payload as unknown as {
      readonly attachments?: readonly { readonly hash: string; readonly name: string }[];
    };
    const [file] = payload.attachments ?? [];
    const parts: Buffer[] = [];
    for await (const part of readKept(h.db.prisma, file?.hash ?? '')) parts.push(part);
    return { file, pages: await pagesOf(Buffer.concat(parts)) };
  };

  test('BIL-18 as PDF to whoever asked, in the customer’s language, with what is open and overdue', async () => {
    const customerId = await aCustomer(h, 'Bianchi S.p.A. #import');
    await editNow(h.deps, by(), customerId, { language: 'it' }, 'as they asked');
    await issued(customerId, 1_234_50);
    h.advanceDays(40);
    const { file, pages } = await printed(customerId);
    expect(file?.name).toMatch(/^statement-Bianchi-S-p-A-import-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.pdf$/);
    const said = pages.join('\n').replaceAll('\u00a0', ' ');
    for (const each of [
      'Estratto conto',
      'Riporto',
      'Fattura INV-',
      '1.234,50 USD',
      'Saldo a debito',
      'Scaduto',
      'Pagina 1 di 1',
    ])
      expect(said).toContain(each);
  });

  test('BIL-18 as PDF in English, however long: each row, and the last line with the balance', async () => {
    const customerId = await aCustomer(h, 'Long Ltd');
    const id = await issued(customerId, 200_00);
    for (let at = 0; at < 60; at += 1) await pay(id, 1_00, { reference: `check-${at}.` });
    const { pages } = await printed(customerId);
    expect(pages.length).toBeGreaterThan(1);
    const said = pages.join('\n');
    for (let at = 0; at < 60; at += 1) expect(said).toContain(`check-${at}.`);
    for (const each of ['Statement of account', 'Brought forward', 'Balance due', '$140.00'])
      expect(said).toContain(each);
  });

  test('BIL-18 by mail: a test copy first, then the letter with its PDF, once; how it fares is in the customer’s window, a bounce told to accounting', async () => {
    press = quickPress;
    const customerId = await aCustomer(h, 'Mailed Ltd');
    await editNow(h.deps, by(), customerId, { email: 'ann@mailed.example', contactName: 'Ann' });
    await issued(customerId, 300_00);
    h.advanceDays(40);
    const value = `${customerId} ${addDays(today(), -60)} ${today()}`;
    expect(text((await as().press('statement.show', value)).say?.blocks)).toContain('"action_id":"statement.mail"');
    const { modal } = await as().press('statement.mail', value);
    for (const each of ['Statement of account from', 'Dear Ann', 'The balance is $300.00. Of it $300.00 is overdue'])
      expect(text(modal?.blocks)).toContain(each);
    const data = modal?.private_metadata ?? '';
    const entries = {
      known: { options: ['ann@mailed.example'] },
      test: { text: 'me@harbor.example' },
      subject: { text: 'Your account' },
      text: { text: 'Hello' },
    };
    const tested = await as().submit('statement.mail', data, { ...entries, what: 'test' });
    expect(text(tested.replace)).toContain('A test copy is on its way');
    const answer = await as().submit('statement.mail', data, { ...entries, after_test: 'letter' });
    expect(answer.say?.text).toContain('on its way to 1 address, with its PDF');
    await expect(as().submit('statement.mail', data, { ...entries, what: 'letter' })).rejects.toThrow(Conflict);
    const sent = await h.db.prisma.letter.findFirstOrThrow({ where: { subjectId: customerId } });
    expect(sent).toMatchObject({ template: 'statement', templateVersion: 0, sentBy: 'U_ACCOUNTING' });
    const posts = await h.db.prisma.post.findMany({ where: { transport: 'mail' }, orderBy: { seq: 'asc' } });
    expect(posts.map(({ letterId, payload }) => [letterId, payload])).toMatchObject([
      [null, { to: 'me@harbor.example', attachments: [{ hash: sent.paper }] }],
      [sent.id, { to: 'ann@mailed.example', attachments: [{ hash: sent.paper }] }],
    ]);
    const parts: Buffer[] = [];
    for await (const part of readKept(h.db.prisma, sent.paper ?? '')) parts.push(part);
    expect(Buffer.concat(parts).toString()).toContain('$300.00');
    await h.deps.transact(system, (work) =>
      work.emit(lettersFared, [
        { letterId: sent.id, postId: newId(), to: 'ann@mailed.example', fate: 'bounced', how: '550', at: work.now },
      ]),
    );
    expect((await h.posts()).map((each) => each.text)).toContainEqual(
      expect.stringContaining('A statement for *Mailed Ltd* did not reach ann@mailed.example (550). Call them'),
    );
    expect(await as().section('customer', customerId, 'Statements by mail')).toContain('did not arrive');
    expect((await h.audit({ action: 'statement.mailed' })).length).toBe(1);
    const draft = { to: ['ann@mailed.example'], cc: [], bcc: [], subject: 'x', text: 'y' };
    const days = { first: today(), last: today() };
    await expect(mailStatement(h.deps, h.person('sales'), quickPress, { customerId, days, draft })).rejects.toThrow(
      NotAllowed,
    );
    const late = mailStatement(
      h.deps,
      by(),
      {
        print: async (paper) => {
          await issued(customerId, 5_00);
          return quickPress.print(paper);
        },
      },
      { customerId, days: { first: addDays(today(), -1), last: today() }, draft },
    );
    await expect(late).rejects.toThrow('The account has moved just now. Nothing was sent.');
    press = typst;
  });

  test('BIL-18 without a seller there is nobody to write a PDF: what to do is said, and the screen shows it nevertheless', async () => {
    const other = await billingHarness(engine);
    const customerId = await aCustomer(other, 'Alone Ltd');
    const alone = asking(other, slice, 'accounting');
    expect((await alone.press('statement.show', customerId)).say?.text).toContain('Nothing was invoiced or paid');
    await expect(alone.press('statement.pdf', customerId)).rejects.toThrow('Add one in `/bill setup`');
    await other.close();
  });
});
