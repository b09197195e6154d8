import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day, toDbDate } from '../../src/core/time/calendar.ts';
import { parkAssets } from '../../src/features/billing/assets/index.ts';
import { startBillRun } from '../../src/features/billing/billruns/index.ts';
import { startCarryOver } from '../../src/features/billing/carryover/index.ts';
import { checklistSlice } from '../../src/features/billing/checklist/index.ts';
import { issueInvoice, markSent } from '../../src/features/billing/invoices/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { checkView } from '../../src/sandbox/slack/index.ts';
import { assetsHarness, serverWith } from '../support/assets.ts';
import { makeSeller } from '../support/billing.ts';
import { startSubscription } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';
import { asking } from './ask.ts';

describeEachEngine('the billing checklist', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await assetsHarness(engine);
    await setTaxes(h, { services: 0 });
    await makeSeller(h, { timeZone: 'UTC' });
  }, 180_000);
  afterAll(() => h.close());

  const accounting = () => h.person('accounting');
  /** Each line: whether it is ticked, what it says, and where its button leads. */
  const lines = async () => {
    const { modal } = await asking(h, checklistSlice, 'accounting').type('checklist', '');
    expect(checkView(JSON.parse(JSON.stringify(modal)), 'modal')).toEqual([]);
    return (modal?.blocks ?? []).flatMap((block) => {
      if (block.type !== 'section' || !('text' in block)) return [];
      const [, mark, title = '', text = ''] = /^(:\S+:) \*(.+)\*\n(.*)$/.exec(block.text?.text ?? '') ?? [];
      const button = block.accessory?.type === 'button' ? block.accessory.action_id : undefined;
      return [{ title, isDone: mark === ':white_check_mark:', text, button }];
    });
  };
  const lineOf = async (title: string) => (await lines()).find((each) => each.title.startsWith(title));

  test('CUS-8 each line ticks itself, and leads to what mends it', async () => {
    const server = await serverWith(h, 'alpha', { News: 'shop' });
    expect(await lineOf('Servers')).toMatchObject({ isDone: false, button: 'server.open' });
    await h.db.prisma.server.updateMany({
      data: { checkedAt: h.clock.now(), checkedBy: 'U_HOSTING', syncedAt: h.clock.now(), syncedBy: 'U_HOSTING' },
    });
    expect(await lineOf('Servers')).toMatchObject({ isDone: true });

    expect(await lineOf('Every asset')).toMatchObject({ isDone: false, button: 'asset.assign' });
    await parkAssets(h.deps, h.person('billing'), {
      assetIds: [server.idOf('News')],
      first: day('2026-03-02'),
    });
    expect(await lineOf('Every asset')).toMatchObject({ isDone: true });

    const customerId = await aCustomer(h, 'Harbor Dental');
    expect(await lineOf('Customers validated')).toMatchObject({ isDone: false, button: 'customer.validate_all' });
    await h.db.prisma.customer.update({ where: { id: customerId }, data: { endOn: toDbDate(day('2026-02-28')) } });
    expect(await lineOf('Customers and assets')).toMatchObject({
      isDone: false,
      text: '1 customer has ended and is active still, Harbor Dental first.',
      button: 'customer.open',
    });
    await h.db.prisma.customer.update({ where: { id: customerId }, data: { active: false } });
    expect(await lineOf('Customers and assets')).toMatchObject({ isDone: true });
  });

  test('CUS-8 bills run, and sent: by this month’s runs and what of them is not out', async () => {
    expect(await lineOf('Bills run')).toMatchObject({ isDone: false, button: 'bill.run' });
    await startSubscription(h, { rule: { firstOn: day('2026-03-02'), nextOn: day('2026-03-02') } });
    const scope = { asOf: day('2026-03-02'), outcome: 'issued', withInactive: false } as const;
    await startBillRun(h.deps, accounting(), scope, { isPreview: false });
    expect(await lineOf('Bills run')).toMatchObject({ isDone: false, button: 'run.open' });
    await workThroughRuns(h.deps);
    expect(await lineOf('Bills run')).toMatchObject({ isDone: true });
    expect(await lineOf('Tested and sent')).toMatchObject({ isDone: false, button: 'invoices.send' });
    await h.db.prisma.customer.updateMany({ data: { presentation: 'paper' } });
    expect(await lineOf('Tested and sent')).toMatchObject({ isDone: false, button: 'invoice.open' });
    for (const { id } of await h.db.prisma.invoice.findMany({ where: { sentAt: null, number: { not: null } } }))
      await markSent(h.deps, accounting(), { invoiceId: id, sentOn: day('2026-03-02') });
    expect(await lineOf('Tested and sent')).toMatchObject({ isDone: true });
  });

  test('CUS-8 the checklist stands on Home for who bills, with its button; for nobody else', async () => {
    const homeOf = async (role: 'accounting' | 'billing' | 'management' | 'sales') =>
      (await asking(h, checklistSlice, role).home()).flat();
    const [list, hint] = await homeOf('billing');
    expect(checkView(JSON.parse(JSON.stringify({ type: 'home', blocks: [list, hint] })), 'home')).toEqual([]);
    const text = list?.type === 'section' ? (list.text?.text ?? '') : '';
    expect(text.split('\n').map((row) => row.replace(/^(:\S+:) ([^:]+).*$/, '$1 $2'))).toEqual([
      ':white_check_mark: Servers validated and synced',
      ':white_check_mark: Every asset assigned or parked',
      ':white_check_mark: Prepaid credits carried over',
      ':white_check_mark: Bills run',
      ':white_check_mark: Tested and sent',
    ]);
    expect(JSON.stringify(list)).toContain('checklist.open');
    const { id } = await h.db.prisma.invoice.findFirstOrThrow({ where: { number: { not: null } } });
    const { sentAt } = await h.db.prisma.invoice.update({ where: { id }, data: { sentAt: null, state: 'open' } });
    expect(sentAt).toBeNull();
    expect(JSON.stringify(await homeOf('accounting'))).toContain(
      ':black_square_button: Tested and sent: 1 invoice is issued',
    );
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: day('2026-03-02') });
    expect([await homeOf('management'), await homeOf('sales')]).toEqual([[], []]);
  });

  test('CUS-8 credits are carried over for all at once: previewed, confirmed, once; who may not cannot', async () => {
    await expect(startCarryOver(h.deps, accounting())).rejects.toThrow(Conflict);
    await expect(startCarryOver(h.deps, h.person('sales'))).rejects.toThrow(NotAllowed);
    const customerId = await aCustomer(h);
    const [first, second] = [await aDraft(h, customerId, [aLine(100_00)]), await aDraft(h, customerId, [aLine(57_10)])];
    await recordPayment(h.deps, accounting(), {
      ...{ invoiceId: first.id, amount: money(130_00, 'USD'), method: 'check', receivedOn: day('2026-03-02') },
      leftOver: money(30_00, 'USD'),
    });
    await issueInvoice(h.deps, accounting(), second.id);
    const spentByItself = (await theInvoice(h, second.id)).paid.amount;
    expect(spentByItself).toBe(0n);
    expect(await lineOf('Prepaid credits')).toMatchObject({ isDone: false, button: 'balance.carry_over' });
    const runId = await startCarryOver(h.deps, accounting());
    await workThroughRuns(h.deps);
    expect((await theInvoice(h, second.id)).paid.amount).toBe(0n);
    expect((await h.messages('run', runId))[0]?.json).toContain('Used: $30.00');
    await confirmRun(h.deps, accounting(), runId);
    await workThroughRuns(h.deps);
    expect((await theInvoice(h, second.id)).open).toEqual(money(27_10, 'USD'));
    expect(await lineOf('Prepaid credits')).toMatchObject({ isDone: true });
    expect(await h.audit({ action: 'invoice.settled' })).toHaveLength(1);
  });

  test('CUS-8 the form of a bill run says what is not done yet, and leads to the list', async () => {
    const { modal } = await asking(h, checklistSlice, 'accounting').press('bill.run', 'new');
    const blocks = JSON.stringify(modal?.blocks);
    expect(blocks).toContain('checklist.open');
  });
});
