import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { bankCsv, bankSlice, confirmRow, setAside } from '../../src/features/billing/bank/index.ts';
import { invoiceRef } from '../../src/features/billing/invoices/index.ts';
import { paymentsOf, undoPayment } from '../../src/features/billing/payments/index.ts';
import { billingHarness } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { customerOwing } from '../support/settling.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

describeEachEngine('a bank’s file', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
  });
  afterAll(() => h.close());
  beforeEach(() => h.db.prisma.bankRow.deleteMany());

  const enter = (lines: readonly string[], by = h.person('accounting')) =>
    bankCsv.enter(
      h.deps,
      by,
      { name: 'bank.csv', bytes: new TextEncoder().encode(['date,amount,currency,text,id', ...lines].join('\n')) },
      { dryRun: false },
    );
  const rows = () => h.db.prisma.bankRow.findMany({ orderBy: { id: 'asc' } });
  const accounting = () => asking(h, bankSlice, 'accounting');
  const confirms = async () => {
    const list = await accounting().type('bank', '');
    const json = JSON.stringify(list.modal);
    return {
      json,
      values: [...json.matchAll(/"action_id":"bank\.confirm","value":"([^"]+)"/g)].map(([, value = '']) => value),
    };
  };

  test('BIL-15 a row suggests the invoice whose number it names; nothing is booked before a person confirms; never twice', async () => {
    const owing = await customerOwing(h, [100_00]);
    const number = invoiceRef(await owing.invoice(owing.invoices[0]));
    const line = `2026-03-02,130.00,USD,Wire ${number},B-1`;
    await expect(enter([line], h.person('sales'))).rejects.toThrow(NotAllowed);
    expect(await enter([line, '2026-03-02,-9.00,USD,Bank fee,B-2'])).toMatchObject({ problems: [] });
    await enter([line]);
    expect(await rows()).toHaveLength(1);
    expect(await paymentsOf(h.db.prisma, owing.customerId)).toEqual([]);
    await expect(asking(h, bankSlice, 'sales').type('bank', '')).rejects.toThrow(NotAllowed);
    const { json, values } = await confirms();
    expect(json).toContain('its number stands in the text');
    expect(json).toContain('$30.00 is left over');
    const said = await accounting().press('bank.confirm', values[0] ?? '');
    expect(said.say?.text).toContain('Booked $130.00 by EFT B-1');
    expect(await owing.invoice(owing.invoices[0])).toMatchObject({ state: 'paid' });
    expect(await owing.balance()).toBe(30_00n);
    await expect(confirmRow(h.deps, h.person('billing'), values[0] ?? '')).rejects.toThrow(/<@U_ACCOUNTING> booked/);
    expect((await confirms()).json).toContain('Nothing waits');
    await enter([line]);
    expect((await rows()).map(({ state }) => state)).toEqual(['booked']);
    expect(await owing.wrong()).toEqual([]);
  });

  test('ALL-5 what was booked by mistake waits again; what was set aside is taken back', async () => {
    const owing = await customerOwing(h, [40_00]);
    const number = invoiceRef(await owing.invoice(owing.invoices[0]));
    await enter([`2026-03-01,40.00,USD,${number},B-3`]);
    const { values } = await confirms();
    const payment = await confirmRow(h.deps, h.person('accounting'), values[0] ?? '');
    await undoPayment(h.deps, h.person('accounting'), payment.id);
    expect((await confirms()).values).toEqual(values);
    const [row] = await rows();
    const said = await accounting().press('bank.set_aside', row?.id ?? '');
    expect(said.say?.text).toContain('is set aside');
    await expect(setAside(h.deps, h.person('billing'), row?.id ?? '')).rejects.toThrow(Conflict);
    await accounting().press('bank.undo', `${row?.id}:x`);
    expect((await rows()).map(({ state }) => state)).toEqual(['waiting']);
  });

  test('ALL-3 WRK-4 what changed since it was looked at is refused; all of a page are booked, what is refused is told', async () => {
    const owing = await customerOwing(h, [40_00, 60_00]);
    const [first = '', second = ''] = owing.invoices;
    const [one, two] = [invoiceRef(await owing.invoice(first)), invoiceRef(await owing.invoice(second))];
    await enter([
      `2026-03-01,90.00,USD,${one} and ${two},B-4`,
      `2026-03-01,10.00,USD,${two},B-5`,
      '2026-03-01,3.00,USD,who,B-6',
    ]);
    const { values } = await confirms();
    await owing.pay(first, 40_00, { reference: 'by hand' });
    await expect(confirmRow(h.deps, h.person('accounting'), values[0] ?? '')).rejects.toThrow(/Something changed/);
    const said = await accounting().press('bank.confirm_all', '0');
    expect(said.say?.text).toBe(
      `1 row is booked.\n${two}: Nothing is open that $10.00 could pay: record it in the customer’s window.`,
    );
    expect((await rows()).map(({ state }) => state)).toEqual(['booked', 'waiting', 'waiting']);
    expect(await owing.balance()).toBe(30_00n);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-15 a row that cannot be right refuses the file, by row and column', async () => {
    const outcome = await enter(['2026-02-30,1.00,USD,x,', '2026-03-01,abc,USD,x,', '2026-03-01,1.00,XX,x,']);
    expect(outcome.problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 'date'],
      [3, 'amount'],
      [4, 'currency'],
    ]);
    expect(await rows()).toEqual([]);
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
