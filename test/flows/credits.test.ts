import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { balancesOf, mismatches, payFromBalance } from '../../src/features/billing/balance/index.ts';
import {
  cancelCreditNote,
  correctIssued,
  creditableLines,
  creditInvoice,
  creditsOfInvoice,
  creditsSlice,
} from '../../src/features/billing/credits/index.ts';
import {
  type Invoice,
  invoicesFor,
  issueInvoice,
  linesOf,
  markSent,
  planInvoices,
  presentInvoices,
} from '../../src/features/billing/invoices/index.ts';
import { chargeById } from '../../src/features/billing/onboarding/charges/charges-store.ts';
import { planCharges, recordPermission } from '../../src/features/billing/onboarding/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { approve } from '../../src/features/billing/rights/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, correctAmount, setTaxes, theInvoice } from '../support/invoices.ts';
import { asking } from './ask.ts';

describeEachEngine('credit notes', (engine) => {
  let h: Harness;
  const reason = 'as agreed';
  const today = day('2026-03-02');
  const accounting = () => h.person('accounting');

  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 100_000, hardware: 0 });
    await makeSeller(h);
  });
  afterAll(() => h.close());

  const sent = async (lines: readonly ReturnType<typeof aLine>[], customer?: string): Promise<Invoice> => {
    const { id } = await aDraft(h, customer ?? (await aCustomer(h)), lines);
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: today });
    return theInvoice(h, id);
  };
  const pay = (invoiceId: string, cents: number, reference: string) =>
    recordPayment(h.deps, accounting(), {
      invoiceId,
      amount: money(cents, 'USD'),
      method: 'check',
      reference,
      receivedOn: today,
    });
  const balanceOf = async ({ customerId }: Invoice) =>
    (await balancesOf(h.db.prisma, customerId)).map(({ amount }) => amount);
  const credit = async (invoice: Invoice, cents: readonly number[]) => {
    const lines = await creditableLines(h.db.prisma, invoice);
    const asked = cents.flatMap((net, index) => (net === 0 ? [] : [{ lineId: lines[index]?.id ?? '', net: `${net}` }]));
    const outcome = await creditInvoice(h.deps, accounting(), { invoiceId: invoice.id, lines: asked, reason });
    if (!outcome.done) throw new Error('it waits');
    return outcome.result;
  };

  test('BIL-13 in part: a number of its own series, tax at its own rate; it settles what is open, the rest is the balance', async () => {
    const invoice = await sent([aLine(100_00), aLine(50_00, { taxCategory: 'hardware' })]);
    await pay(invoice.id, 150_00, '1');
    expect(await credit(invoice, [30_00])).toMatchObject({ number: 'CN-2026-00001', amount: money(33_00, 'USD') });
    expect(await theInvoice(h, invoice.id)).toMatchObject({
      state: 'paid',
      credited: money(10_00, 'USD'),
      open: money(0, 'USD'),
      amount: money(160_00, 'USD'),
    });
    expect(await balanceOf(invoice)).toEqual([23_00n]);
    expect((await h.posts()).map(({ text }) => text)).toContain(
      '<@U_ACCOUNTING> issued CN-2026-00001, which credits $33.00: as agreed\n$0.00 is open.',
    );
    expect((await h.audit({ action: 'credit.issued' })).at(-1)).toMatchObject({
      reason,
      after: { creditNote: 'CN-2026-00001', net: '$30.00', tax: '$3.00', amount: '$33.00' },
    });
  });

  test('BIL-13 credits never exceed their invoice, line by line and in all', async () => {
    const invoice = await sent([aLine(100_00)]);
    await credit(invoice, [60_00]);
    await expect(credit(invoice, [40_01])).rejects.toMatchObject({ fields: expect.any(Object) });
    await credit(invoice, [40_00]);
    await expect(credit(invoice, [1])).rejects.toThrow(/is void: nothing of it is left/);
  });

  test('BIL-12 in whole: what was sent is void, what was paid of it is the balance, its number stays', async () => {
    const invoice = await sent([aLine(100_00)]);
    await pay(invoice.id, 40_00, '1');
    const told = (await h.posts()).length;
    const outcome = await creditInvoice(h.deps, accounting(), { invoiceId: invoice.id, reason });
    expect(outcome).toMatchObject({ done: true, result: { amount: money(110_00, 'USD') } });
    expect(await theInvoice(h, invoice.id)).toMatchObject({
      state: 'void',
      issued: { number: invoice.issued?.number },
      paid: money(0, 'USD'),
      credited: money(110_00, 'USD'),
      voided: { reason: expect.stringMatching(/^Credited in full by CN-2026-\d+: as agreed$/) },
    });
    expect(await balanceOf(invoice)).toEqual([40_00n]);
    const thread = (await h.posts())
      .slice(told)
      .filter(({ text }) => /which credits \$110\.00|Nothing of it is left/.test(text));
    expect(thread.map(({ text }) => text)).toEqual([
      expect.stringMatching(/which credits \$110\.00: as agreed\nNothing of it is left: it is void\.$/),
    ]);
    const [message] = await h.messages('invoice', invoice.id);
    expect(message?.content?.open).toBe(false);
    expect(await creditsOfInvoice(h.db.prisma, invoice.id, { skip: 0, take: 5 })).toHaveLength(1);
  });

  test('BIL-12 Correct on what is issued: a credit note in full and a new draft of the same charge, in one step', async () => {
    const subject = { type: 'project', id: newId() };
    const customerId = await aCustomer(h);
    const charges = [
      {
        kind: 'first_month',
        label: 'First month',
        net: money(200_00, 'USD'),
        taxRate: 825,
        pickedUp: 'card_authorization',
      },
    ] as const;
    await h.acting(h.person('sales'), async (work) => {
      await planCharges(work, { subject, customerId, currency: 'USD', charges });
      await presentInvoices(work, subject);
    });
    const [first] = await invoicesFor(h.db.prisma, subject);
    const invoiceId = first?.id ?? '';
    await issueInvoice(h.deps, accounting(), invoiceId);
    await recordPermission(h.deps, accounting(), { invoiceId, how: 'email', on: today });
    const [line] = await linesOf(h.db.prisma, await theInvoice(h, invoiceId));
    const correct = (cents: number) =>
      correctIssued(h.deps, accounting(), { invoiceId, lines: [{ lineId: line?.id ?? '', net: `${cents}` }], reason });
    await expect(correct(200_00)).rejects.toThrow(/charges these amounts already/);
    await expect(correct(0)).rejects.toThrow(/at least one line/);
    expect(await correct(150_00)).toMatchObject({ done: true, result: { credit: { amount: money(216_50, 'USD') } } });
    const [standing, ...others] = await invoicesFor(h.db.prisma, subject);
    expect(others).toEqual([]);
    expect(standing).toMatchObject({
      kind: 'first_month',
      state: 'draft',
      net: money(150_00, 'USD'),
      tax: money(12_38, 'USD'),
      presented: true,
    });
    expect(await chargeById(h.db.prisma, standing?.id ?? '')).toMatchObject({
      pickedUp: 'card_authorization',
      permission: { how: 'email' },
    });
    expect((await theInvoice(h, invoiceId)).state).toBe('void');
    const again = standing?.id ?? '';
    await correctAmount(h, accounting(), { invoiceId: again, net: money(160_00, 'USD'), reason });
    expect(await linesOf(h.db.prisma, await theInvoice(h, again))).toMatchObject([{ net: money(160_00, 'USD') }]);
    expect((await theInvoice(h, again)).tax).toEqual(money(13_20, 'USD'));
  });

  test('ALL-11 above the amount a second person approves, and only then is it done; only who has the right asks', async () => {
    const invoice = await sent([aLine(1000_00)]);
    const input = { invoiceId: invoice.id, reason };
    await expect(creditInvoice(h.deps, h.person('billing'), input)).rejects.toThrow(NotAllowed);
    const outcome = await creditInvoice(h.deps, accounting(), input);
    expect(outcome).toMatchObject({ done: false });
    expect(await theInvoice(h, invoice.id)).toMatchObject({ state: 'open', credited: money(0, 'USD') });
    if (outcome.done) throw new Error('done');
    expect(await approve(h.deps, h.person('accounting', 2), outcome.approvalId)).toBe(
      `credit $1,100.00 of ${invoice.issued?.number}`,
    );
    expect(await theInvoice(h, invoice.id)).toMatchObject({ state: 'void' });
  });

  const cancel = async ({ id }: Invoice) => {
    const [latest] = await creditsOfInvoice(h.db.prisma, id, { skip: 0, take: 1 });
    const outcome = await cancelCreditNote(h.deps, accounting(), { creditNoteId: latest?.id ?? '', reason });
    if (!outcome.done) throw new Error('it waits');
    return outcome.result;
  };

  test('BIL-8 a credit note is cancelled by its opposite: a number of the same series, and the invoice is asked for again', async () => {
    const invoice = await sent([aLine(100_00)]);
    const whole = await creditInvoice(h.deps, accounting(), { invoiceId: invoice.id, reason });
    expect(await cancel(invoice)).toMatch(/^CN-2026-\d{5}$/);
    const again = await theInvoice(h, invoice.id);
    expect(again).toMatchObject({ state: 'open', credited: money(0, 'USD'), open: money(110_00, 'USD') });
    expect(again.voided).toBeUndefined();
    await expect(cancel(invoice)).rejects.toThrow(/<@U_ACCOUNTING> cancelled CN-2026-\d+ by CN-2026-\d+/);
    expect(whole.done).toBe(true);
    await credit(invoice, [100_00]);
    expect((await theInvoice(h, invoice.id)).state).toBe('void');
    const shown = await asking(h, creditsSlice, 'accounting').section('invoice', invoice.id, 'Credit notes');
    expect(shown).toMatch(/Cancelled by CN-2026-\d+/);
  });

  test('BIL-8 what went to the balance is taken out of it again; what was used for something else comes back first', async () => {
    const invoice = await sent([aLine(100_00)]);
    await pay(invoice.id, 110_00, '1');
    await credit(invoice, [50_00]);
    expect(await balanceOf(invoice)).toEqual([55_00n]);
    const other = await sent([aLine(20_00)], invoice.customerId);
    await payFromBalance(h.deps, accounting(), other.id);
    await expect(cancel(invoice)).rejects.toThrow(/\$22\.00 of CN-2026-\d+ settles something else by now/);
    expect(await theInvoice(h, invoice.id)).toMatchObject({ state: 'paid', paid: money(110_00, 'USD') });
    const third = await sent([aLine(100_00)], invoice.customerId);
    await pay(third.id, 110_00, '3');
    await credit(third, [10_00]);
    await cancel(third);
    expect(await balanceOf(invoice)).toEqual([33_00n]);
    expect(await mismatches(h.db.prisma)).toEqual([]);
  });

  test('ALL-10 a credit note whose charge has another invoice by now is not cancelled before that one is void', async () => {
    const subject = { type: 'project', id: newId() };
    const customerId = await aCustomer(h);
    const charge = {
      kind: 'set_up',
      label: 'Set-up fee',
      net: money(50_00, 'USD'),
      taxRate: 0,
      pickedUp: 'nothing',
    } as const;
    const planned = await h.acting(h.person('sales'), (work) =>
      planInvoices(work, { subject, customerId, currency: 'USD', charges: [charge] }),
    );
    const invoiceId = planned[0]?.id ?? '';
    await issueInvoice(h.deps, accounting(), invoiceId);
    const invoice = await theInvoice(h, invoiceId);
    const [line] = await linesOf(h.db.prisma, invoice);
    const lines = [{ lineId: line?.id ?? '', net: '4000' }];
    await correctIssued(h.deps, accounting(), { invoiceId, lines, reason });
    await expect(cancel(invoice)).rejects.toThrow(/I-\d+ stands in the place of INV-2026-\d+\. Void that one first\./);
  });

  test('only what Baton issued is credited: a draft, and what has the accounting system’s number, is corrected or voided', async () => {
    const draft = await aDraft(h, await aCustomer(h), [aLine(1_00)]);
    await expect(creditInvoice(h.deps, accounting(), { invoiceId: draft.id, reason })).rejects.toThrow(UserError);
    const invoice = await sent([aLine(1_00)]);
    expect(
      await problemsOf(
        Promise.resolve().then(() => creditInvoice(h.deps, accounting(), { invoiceId: invoice.id, reason: ' ' })),
      ),
    ).toEqual({
      reason: 'Say why.',
    });
  });

  test('BIL-13 the buttons: Credit is filled in with all that is left, Correct with the amounts; both say what they did', async () => {
    const invoice = await sent([aLine(100_00), aLine(-20_00, { description: 'Discount' })]);
    const [message] = await h.messages('invoice', invoice.id);
    expect(message?.json.match(/(?<="action_id":")credit[^"]+/g)).toEqual(['credit.replace', 'credit.issue']);
    expect(message?.json).not.toContain('invoice.void');
    const lines = await creditableLines(h.db.prisma, invoice);
    const [first = '', second = ''] = lines.map(({ id }) => id);
    const form = await asking(h, creditsSlice, 'accounting').press('credit.issue', invoice.id);
    expect(JSON.stringify(form.modal)).toContain('"initial_value":"-20.00"');
    const said = await asking(h, creditsSlice, 'accounting').submit('credit.issue', invoice.id, {
      [first]: { text: '10' },
      [second]: { text: '' },
      reason: { text: reason },
    });
    expect(said.say?.text).toMatch(/^CN-2026-\d+ credits \$11\.00 of INV-2026-\d+\.$/);
    await asking(h, creditsSlice, 'accounting').press('credit.replace', invoice.id);
    const replace = (amounts: readonly [string, string]) =>
      asking(h, creditsSlice, 'accounting').submit('credit.replace', invoice.id, {
        [first]: { text: amounts[0] },
        [second]: { text: amounts[1] },
        reason: { text: reason },
      });
    await expect(replace(['100', '-20'])).rejects.toThrow(/charges these amounts already/);
    const { replace: shown } = await replace(['90', '-10']);
    const preview = JSON.stringify(shown);
    for (const part of ['$100.00 → *$90.00*', '-$20.00 → *-$10.00*', 'Difference before tax: $0.00*', 'Total $88.00'])
      expect(preview).toContain(part);
    expect(preview).toContain('Credited: $70.00 and $7.00 tax, $77.00');
    const confirm = (data = shown?.private_metadata ?? '') =>
      asking(h, creditsSlice, 'accounting').submit('credit.replace_confirm', data, {});
    await expect(confirm(shown?.private_metadata?.replace(/"shown":"[^"]*"/, '"shown":"1_2_3_4"'))).rejects.toThrow(
      /figures have changed/,
    );
    const corrected = await confirm();
    expect(corrected.say?.text).toMatch(
      /^CN-2026-\d+ credits \$77\.00 of INV-2026-\d+; I-\d+ of \$88\.00 is drafted in its place\.$/,
    );
    await expect(asking(h, creditsSlice, 'billing').press('credit.issue', invoice.id)).rejects.toThrow(NotAllowed);
  });
});
