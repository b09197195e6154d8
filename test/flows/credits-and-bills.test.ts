import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { billNow } from '../../src/features/billing/bills/index.ts';
import { figuresOf } from '../../src/features/billing/bills/reckoning.ts';
import {
  cancelCreditNote,
  correctIssued,
  creditableLines,
  creditInvoice,
  creditsOfInvoice,
  creditsSlice,
} from '../../src/features/billing/credits/index.ts';
import { type Invoice, linesOf, markSent, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { subscriptionsOfCustomer, subscriptionsSlice } from '../../src/features/billing/subscriptions/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { bill, preview, saidOf, startSubscription, taxServices, usd } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { correctAmount, theInvoice } from '../support/invoices.ts';
import { asking } from './ask.ts';

describeEachEngine('credits and the next bill', (engine) => {
  let h: Harness;
  const on = '2026-01-01';
  const reason = 'as agreed';
  const accounting = () => h.person('accounting');
  beforeAll(async () => {
    h = await billingHarness(engine, { start: '2026-01-01T12:00:00Z' });
    await taxServices(h, 10);
    await makeSeller(h);
  });
  afterAll(() => h.close());

  /** A customer whose January, two services at $100.00, is billed and sent. */
  const billed = async () => {
    const { customerId } = await startSubscription(h, { rows: [{}, { description: 'Backup' }] });
    const [made] = await billNow(h.deps, accounting(), { customerId, asOf: day(on), isIssued: true });
    const invoiceId = made?.id ?? '';
    await markSent(h.deps, accounting(), { invoiceId, sentOn: day(on) });
    return { customerId, invoice: await theInvoice(h, invoiceId) };
  };
  const asked = async (invoice: Invoice, cents: readonly number[]) =>
    (await linesOf(h.db.prisma, invoice)).map(({ id }, at) => ({ lineId: id, net: `${cents[at] ?? 0}` }));
  const credit = async (invoice: Invoice, cents: readonly number[], billAgain = false) => {
    const lines = (await asked(invoice, cents)).filter(({ net }) => net !== '0');
    await creditInvoice(h.deps, accounting(), { invoiceId: invoice.id, lines, reason, billAgain });
  };
  const correct = async (invoice: Invoice, cents: readonly number[]): Promise<Invoice> => {
    const lines = await asked(invoice, cents);
    const outcome = await correctIssued(h.deps, accounting(), { invoiceId: invoice.id, lines, reason });
    if (!outcome.done) throw new Error('it waits');
    return outcome.result.draft;
  };
  const sent = async ({ id: invoiceId }: Invoice): Promise<Invoice> => {
    await markSent(h.deps, accounting(), { invoiceId, sentOn: day(on) });
    return theInvoice(h, invoiceId);
  };
  const cancel = async ({ id }: Invoice) => {
    const [latest] = await creditsOfInvoice(h.db.prisma, id, { skip: 0, take: 1 });
    await cancelCreditNote(h.deps, accounting(), { creditNoteId: latest?.id ?? '', reason });
  };
  const drop = ({ id: invoiceId }: Invoice) => voidInvoice(h.deps, accounting(), { invoiceId, reason });
  /** What the next bill of January has. */
  const due = async (customerId: string) => {
    const [one, ...more] = saidOf(await preview(h, customerId, on));
    expect(more).toEqual([]);
    return one?.lines ?? [];
  };

  test('BIL-13 what is given back stays given, in part or in whole: no bill charges it again', async () => {
    const { customerId, invoice } = await billed();
    await credit(invoice, [40_00]);
    expect(await due(customerId)).toEqual([]);
    await credit(invoice, [60_00]);
    expect(await due(customerId)).toEqual([]);
    await credit(invoice, [0, 100_00]);
    expect((await theInvoice(h, invoice.id)).state).toBe('void');
    expect(await due(customerId)).toEqual([]);
    expect(saidOf(await preview(h, customerId, '2026-02-01'))).toMatchObject([{ on: '2026-02-01', total: 220_00 }]);
  });

  test('BIL-6, BIL-13 a service that ends after its period was given back: not credited twice unless somebody says so; cancelled, it was not given', async () => {
    const end = async (given: Readonly<Record<string, string>>) => {
      const { customerId, invoice } = await billed();
      await credit(invoice, [60_00]);
      const [subscription] = await subscriptionsOfCustomer(h.db.prisma, customerId);
      const row = subscription?.items.find(({ description }) => description === 'Service 1');
      const asks = asking(h, subscriptionsSlice, 'billing');
      const entries = { kind: 'remove', on: { day: '2026-01-01' } };
      const { replace } = await asks.submit('service.change', `${subscription?.id} ${row?.id}`, entries);
      const said = JSON.stringify(replace);
      for (const part of [
        'Of this $60.00 were given back already, by credit notes of January',
        'Is not credited twice: -$40.00',
        'Is credited once more: -$100.00',
      ])
        expect(said).toContain(part);
      await asks.submit('service.confirm', replace?.private_metadata ?? '', given);
      return { customerId, invoice, subscriptionId: subscription?.id ?? '' };
    };
    const rest = async (customerId: string) => (await preview(h, customerId, on)).waits.amount;
    const once = await end({});
    expect((await h.audit({ subjectId: once.subscriptionId })).at(-1)).toMatchObject({
      after: { lines: ['Service 1: -$40.00'] },
    });
    expect(await rest(once.customerId)).toBe(-40_00n);
    await cancel(once.invoice);
    expect(await rest(once.customerId)).toBe(-100_00n);
    expect(await rest((await end({ given: 'again' })).customerId)).toBe(-100_00n);
  });

  test('BIL-1, BIL-12 a draft with several lines is corrected line by line, as it was shown; no bill charges the difference', async () => {
    const { customerId } = await startSubscription(h, { rows: [{}, { description: 'Backup' }] });
    const [draft] = await bill(h, customerId, on);
    const [first, second] = (await linesOf(h.db.prisma, await theInvoice(h, draft?.id ?? ''))).map(({ id }) => id);
    const asks = asking(h, creditsSlice, 'accounting');
    const form = (await asks.press('invoice.correct', draft?.id ?? '')).modal;
    expect([form?.callback_id, JSON.stringify(form).includes('“Backup”, before tax')]).toEqual([
      'invoice.correct_lines',
      true,
    ]);
    const correctTo = (amounts: readonly [string, string]) =>
      asks.submit('invoice.correct_lines', draft?.id ?? '', {
        [first ?? '']: { text: amounts[0] },
        [second ?? '']: { text: amounts[1] },
        reason: { text: reason },
      });
    await expect(correctTo(['100', '100'])).rejects.toThrow(/charges these amounts already/);
    await expect(correctTo(['0', '0'])).rejects.toThrow(/cannot be for nothing/);
    expect(await problemsOf(correctTo(['x', '1']))).toEqual({ [first ?? '']: expect.any(String) });
    const { replace: shown } = await correctTo(['80', '0']);
    const preview = JSON.stringify(shown);
    for (const part of [
      'Service 1: $100.00 → *$80.00*',
      'Backup: $100.00 → *$0.00*',
      'before tax: -$120.00',
      'Sales tax $8.00',
      'Total $88.00',
    ])
      expect(preview).toContain(part);
    const data = shown?.private_metadata ?? '';
    await expect(asking(h, creditsSlice, 'sales').submit('invoice.correct_confirm', data, {})).rejects.toThrow(
      NotAllowed,
    );
    expect((await asks.submit('invoice.correct_confirm', data, {})).say?.text).toContain('is corrected to $88.00');
    await expect(asks.submit('invoice.correct_confirm', data, {})).rejects.toThrow(/charges these amounts already/);
    expect(await theInvoice(h, draft?.id ?? '')).toMatchObject({ net: usd(80_00), tax: usd(8_00), amount: usd(88_00) });
    expect(await due(customerId)).toEqual([]);
    expect((await h.audit({ action: 'invoice.corrected' })).at(-1)).toMatchObject({
      reason,
      after: { amount: '$88.00' },
    });
  });

  test('BIL-13 what is credited to be billed again is due again, so much of it, once; also where nothing of the invoice is left', async () => {
    const { customerId, invoice } = await billed();
    await credit(invoice, [40_00], true);
    expect(await due(customerId)).toEqual([['Service 1', 40_00]]);
    await bill(h, customerId, on, figuresOf(await preview(h, customerId, on)));
    expect(await due(customerId)).toEqual([]);
    await credit(invoice, [0, 30_00]);
    await credit(invoice, [60_00, 70_00], true);
    expect((await theInvoice(h, invoice.id)).state).toBe('void');
    expect(await due(customerId)).toEqual([
      ['Service 1', 60_00],
      ['Backup', 70_00],
    ]);
  });

  test('BIL-12 Correct to other amounts: the next bill neither charges nor credits the difference, nor what is left out', async () => {
    const { customerId, invoice } = await billed();
    const draft = await correct(invoice, [80_00, 0]);
    expect(await due(customerId)).toEqual([]);
    await correctAmount(h, accounting(), { invoiceId: draft.id, net: usd(70_00), reason });
    expect(await due(customerId)).toEqual([]);
    const again = await sent(draft);
    await credit(again, [30_00], true);
    expect(await due(customerId)).toEqual([['Service 1', 30_00]]);
    await correct(again, [90_00]);
    expect(await due(customerId)).toEqual([['Service 1', 30_00]]);
  });

  test('BIL-12 a bill whose amount is corrected before it is issued counts as before; credited to be billed again, all of it is due', async () => {
    const { customerId } = await startSubscription(h);
    const [draft] = await bill(h, customerId, on);
    if (!draft) throw new Error('no bill');
    await correctAmount(h, accounting(), { invoiceId: draft.id, net: usd(60_00), reason });
    expect(await due(customerId)).toEqual([]);
    await credit(await sent(draft), [60_00], true);
    expect(await due(customerId)).toEqual([['Service 1', 100_00]]);
  });

  test('BIL-12 a line that was given back and is charged again by Correct counts once; the draft void, it is due like any void one', async () => {
    const { customerId, invoice } = await billed();
    await credit(invoice, [100_00]);
    const draft = await correct(invoice, [50_00, 90_00]);
    expect(await due(customerId)).toEqual([]);
    await drop(draft);
    expect(await due(customerId)).toEqual([['Backup', 100_00]]);
  });

  test('BIL-8 a credit note that is cancelled doubles nothing, whether or not its services were billed again', async () => {
    const { customerId, invoice } = await billed();
    await credit(invoice, [100_00]);
    await cancel(invoice);
    expect(await due(customerId)).toEqual([]);
    await credit(invoice, [100_00, 100_00], true);
    expect(await due(customerId)).toHaveLength(2);
    await cancel(invoice);
    expect(await due(customerId)).toEqual([]);
  });

  test('BIL-8 the credit note of a correction is not cancelled while the draft in its place stands, or once that was credited', async () => {
    const { customerId, invoice } = await billed();
    const draft = await correct(invoice, [80_00, 100_00]);
    await expect(cancel(invoice)).rejects.toThrow(/I-\d+ stands in the place of INV-2026-\d+\. Void that one first\./);
    await drop(draft);
    await cancel(invoice);
    expect(await due(customerId)).toEqual([]);
    const second = await sent(await correct(invoice, [70_00, 100_00]));
    await credit(second, [70_00, 100_00]);
    await expect(cancel(invoice)).rejects.toThrow(/took the place of INV-2026-\d+, and was credited itself/);
  });

  test('BIL-13 the form asks whether the services are billed again, off unless ticked; the thread and the log say so', async () => {
    const { customerId, invoice } = await billed();
    const [line] = await creditableLines(h.db.prisma, invoice);
    const form = await asking(h, creditsSlice, 'accounting').press('credit.issue', invoice.id);
    expect(JSON.stringify(form.modal)).toContain('Bill these services again');
    expect(JSON.stringify(form.modal)).not.toContain('initial_options');
    const enter = (options: readonly string[]) =>
      asking(h, creditsSlice, 'accounting').submit('credit.issue', invoice.id, {
        [line?.id ?? '']: { text: '10' },
        again: { options },
        reason: { text: reason },
      });
    await enter([]);
    expect(await due(customerId)).toEqual([]);
    await enter(['again']);
    expect(await due(customerId)).toEqual([['Service 1', 10_00]]);
    expect((await h.posts()).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/credits \$11\.00 and has its services billed again: as agreed$/m),
    );
    expect((await h.audit({ action: 'credit.issued' })).at(-1)).toMatchObject({ after: { billAgain: true } });
  });
});
