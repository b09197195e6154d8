import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { creditableLines, creditInvoice, creditsSlice } from '../../src/features/billing/credits/index.ts';
import { correctInvoice, issueInvoice, linesOf, markSent } from '../../src/features/billing/invoices/index.ts';
import { writeOff } from '../../src/features/billing/writeoffs/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aDraft, aLine, correctAmount, setTaxes, theInvoice } from '../support/invoices.ts';
import { customerOwing, type Owing } from '../support/settling.ts';
import { asking } from './ask.ts';

type Entries = Parameters<ReturnType<typeof asking>['submit']>[2];

/** A form about an invoice, and what somebody else does while it is open. */
interface Stale {
  readonly entries: Entries;
  readonly before?: (owing: Owing, id: string) => Promise<unknown>;
  readonly meanwhile: (owing: Owing, id: string) => Promise<unknown>;
  /** What it would have made of the invoice. */
  readonly done: object;
}

describeEachEngine('forms by whose figures somebody decides', (engine) => {
  let h: Harness;
  const today = day('2026-03-02');
  const reason = { text: 'as agreed' };
  const colleague = () => h.person('accounting', 2);
  const accounting = () => asking(h, creditsSlice, 'accounting');
  const pay = (owing: Owing, id: string) => owing.pay(id, 40_00, {}, colleague());
  const correct = (_owing: Owing, invoiceId: string) =>
    correctAmount(h, colleague(), { invoiceId, net: money(120_00, 'USD'), reason: 'more' });

  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 0 });
    await makeSeller(h);
  });
  afterAll(() => h.close());

  const forms: Readonly<Record<string, Stale>> = {
    'invoice.issue': { entries: {}, meanwhile: correct, done: { state: 'open' } },
    'invoice.mark_sent': {
      entries: { sent_on: { day: today } },
      meanwhile: correct,
      done: { presentment: 'presented' },
    },
    'invoice.void': { entries: { reason }, meanwhile: correct, done: { state: 'void' } },
    'invoice.write_off': { entries: { reason }, meanwhile: pay, done: { state: 'uncollectible' } },
    'invoice.reopen': {
      entries: { reason },
      before: (_owing, invoiceId) => writeOff(h.deps, colleague(), { invoiceId, reason: 'x' }),
      meanwhile: async (_owing, id) => {
        await accounting().submit('invoice.reopen', id, { reason });
        await correct(_owing, id);
        await writeOff(h.deps, colleague(), { invoiceId: id, reason: 'x' });
      },
      done: { writtenOff: money(0, 'USD') },
    },
    'payment.record': {
      entries: { amount: { text: '60' }, method: 'check', received_on: { day: today } },
      meanwhile: pay,
      done: { paid: money(100_00, 'USD') },
    },
    'credit.issue': {
      entries: { reason },
      before: (_owing, id) => issueInvoice(h.deps, colleague(), id),
      meanwhile: pay,
      done: { state: 'void' },
    },
  };

  test.each(Object.entries(forms))(
    'ALL-3 %s is refused when its figures have changed meanwhile, and nothing is done',
    async (form, stale) => {
      const owing = await customerOwing(h, [100_00]);
      const [id = ''] = owing.invoices;
      await stale.before?.(owing, id);
      const opened = (await accounting().press(form, id)).modal;
      await stale.meanwhile(owing, id);
      const before = await theInvoice(h, id);
      const lines = await creditableLines(h.db.prisma, before);
      const entries =
        form === 'credit.issue' ? { ...stale.entries, [lines[0]?.id ?? '']: { text: '100' } } : stale.entries;
      await expect(accounting().submit(form, opened?.private_metadata ?? '', entries)).rejects.toThrow(
        /has changed since this form was opened: it is \$1\d0\.00 now, of which .* is open\. Nothing was saved/,
      );
      expect(await theInvoice(h, id)).toEqual(before);
      const again = (await accounting().press(form, id)).modal;
      await accounting().submit(form, again?.private_metadata ?? '', entries);
      expect(await theInvoice(h, id)).toMatchObject(stale.done);
    },
  );

  test('ALL-3 BIL-12 Issue shows each line, and is refused when they are others that come to the same', async () => {
    const owing = await customerOwing(h, []);
    const { id } = await aDraft(h, owing.customerId, [aLine(60_00), aLine(40_00, { description: 'Backup' })]);
    const opened = (await accounting().press('invoice.issue', id)).modal;
    expect(JSON.stringify(opened)).toMatch(/Backup.*\$40\.00.*Total \$100\.00/);
    const lines = await linesOf(h.db.prisma, await theInvoice(h, id));
    const asked = lines.map(({ id: lineId }) => ({ lineId, net: '5000' }));
    await correctInvoice(h.deps, colleague(), { invoiceId: id, lines: asked, reason: 'split' });
    await expect(accounting().submit('invoice.issue', opened?.private_metadata ?? '', {})).rejects.toThrow(Conflict);
    expect(await theInvoice(h, id)).toMatchObject({ state: 'draft' });
  });

  test('ALL-3 what does not change what a form showed does not refuse it; who was first is still named', async () => {
    const owing = await customerOwing(h, [100_00, 50_00]);
    const [id = '', other = ''] = owing.invoices;
    const opened = (await accounting().press('invoice.mark_sent', id)).modal?.private_metadata ?? '';
    await pay(owing, id);
    await accounting().submit('invoice.mark_sent', opened, { sent_on: { day: today } });
    expect(await theInvoice(h, id)).toMatchObject({ presentment: 'presented', paid: money(40_00, 'USD') });
    const late = (await accounting().press('invoice.mark_sent', other)).modal?.private_metadata ?? '';
    await markSent(h.deps, colleague(), { invoiceId: other, sentOn: today });
    await expect(accounting().submit('invoice.mark_sent', late, { sent_on: { day: today } })).rejects.toThrow(
      /<@U_ACCOUNTING_2> marked invoice/,
    );
  });

  test('ALL-3 BIL-15 a balance pays what was shown, or nothing', async () => {
    const owing = await customerOwing(h, [10_00, 50_00]);
    await owing.pay(owing.invoices[0], 40_00, { leftOver: money(30_00, 'USD') });
    const [, id = ''] = owing.invoices;
    const one = (await accounting().press('balance.use', id)).modal?.private_metadata ?? '';
    const all = (await accounting().press('balance.use_all', owing.customerId)).modal?.private_metadata ?? '';
    await owing.pay(id, 35_00, {}, colleague());
    await expect(accounting().submit('balance.use', one, {})).rejects.toThrow(/has changed since this form was opened/);
    await expect(accounting().submit('balance.use_all', all, {})).rejects.toThrow(Conflict);
    expect(await owing.balance()).toBe(30_00n);
    const again = (await accounting().press('balance.use', id)).modal?.private_metadata ?? '';
    await accounting().submit('balance.use', again, {});
    expect(await owing.balance()).toBe(15_00n);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-13 one line credited twice in one credit note is refused at the line, and nothing is stored', async () => {
    const owing = await customerOwing(h, [100_00]);
    const [invoiceId = ''] = owing.invoices;
    await issueInvoice(h.deps, colleague(), invoiceId);
    const [line] = await linesOf(h.db.prisma, await theInvoice(h, invoiceId));
    const lineId = line?.id ?? '';
    const lines = ['1000', '2000'].map((net) => ({ lineId, net }));
    expect(await problemsOf(creditInvoice(h.deps, colleague(), { invoiceId, lines, reason: 'x' }))).toEqual({
      [lineId]: '“First month” is credited twice here. Enter one amount for it.',
    });
    expect(await theInvoice(h, invoiceId)).toMatchObject({ credited: money(0, 'USD') });
  });
});
