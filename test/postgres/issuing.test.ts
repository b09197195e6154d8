import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { mismatches } from '../../src/features/billing/balance/index.ts';
import { creditInvoice, creditsOfInvoice } from '../../src/features/billing/credits/index.ts';
import { issueInvoice, issueLocked, lockInvoice, markSent } from '../../src/features/billing/invoices/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';

class Killed extends Error {}

describePostgres('issuing by many at once', () => {
  let h: Harness;
  let customerId: string;
  beforeAll(async () => {
    h = await billingHarness('postgres');
    await setTaxes(h, { services: 200_000 });
    await makeSeller(h);
    customerId = await aCustomer(h);
  });
  afterAll(() => h.close());

  test('BIL-12 eight writers issue invoices, some of which are killed before they commit: no gap, none twice', async () => {
    const drafts: { readonly id: string }[] = [];
    // One after another: what is raced here is issuing, and 48 at once would wait longer for a connection than they may.
    for (let n = 0; n < 48; n += 1) drafts.push(await aDraft(h, customerId, [aLine(10_00)]));
    const write = async (writer: number): Promise<void> => {
      for (let n = writer; n < drafts.length; n += 8) {
        const { id = '' } = drafts[n] ?? {};
        if (n % 5 === 0) {
          const killed = h.acting(h.person('accounting'), async (work) => {
            await issueLocked(work, await lockInvoice(work, id));
            throw new Killed();
          });
          await expect(killed).rejects.toThrow(Killed);
        }
        await issueInvoice(h.deps, h.person('accounting'), id);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    const numbers = await Promise.all(drafts.map(async ({ id }) => (await theInvoice(h, id)).issued?.number ?? ''));
    expect(numbers.sort()).toEqual(
      Array.from({ length: 48 }, (_, index) => `INV-2026-${String(index + 1).padStart(5, '0')}`),
    );
  });

  test('ALL-3 two people, and a double click: one number, and the other is told who was first', async () => {
    const { id } = await aDraft(h, customerId, [aLine(10_00)]);
    const requestId = 'click-1';
    const both = await Promise.allSettled([
      issueInvoice(h.deps, h.person('accounting'), id),
      markSent(h.deps, h.person('billing'), { invoiceId: id, sentOn: day('2026-03-02') }),
    ]);
    const refused = both.filter((each) => each.status === 'rejected');
    for (const each of refused) expect(each.reason).toBeInstanceOf(Conflict);
    expect((await theInvoice(h, id)).issued?.number).toBe('INV-2026-00049');
    const other = await aDraft(h, customerId, [aLine(10_00)]);
    const click = { ...h.person('accounting'), requestId };
    await Promise.allSettled([issueInvoice(h.deps, click, other.id), issueInvoice(h.deps, click, other.id)]);
    expect((await theInvoice(h, other.id)).issued?.number).toBe('INV-2026-00050');
    const third = await aDraft(h, customerId, [aLine(10_00)]);
    expect((await issueInvoice(h.deps, h.person('accounting'), third.id)).issued?.number).toBe('INV-2026-00051');
  });

  test('BIL-13 two who credit the same invoice at once: it is credited once, and no number of the series is lost', async () => {
    const sent = async () => {
      const { id } = await aDraft(h, customerId, [aLine(10_00)]);
      await markSent(h.deps, h.person('accounting'), { invoiceId: id, sentOn: day('2026-03-02') });
      return id;
    };
    const [invoiceId, another] = [await sent(), await sent()];
    const credit = (id: string, n: number) =>
      creditInvoice(h.deps, h.person('accounting', n), { invoiceId: id, reason: 'as agreed' });
    const both = await Promise.allSettled([credit(invoiceId, 1), credit(invoiceId, 2)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [credited, ...others] = await creditsOfInvoice(h.db.prisma, invoiceId, { skip: 0, take: 5 });
    expect([credited?.number, others]).toEqual(['CN-2026-00001', []]);
    expect(await credit(another, 1)).toMatchObject({ done: true, result: { number: 'CN-2026-00002' } });
    expect(await mismatches(h.db.prisma)).toEqual([]);
  });
});
