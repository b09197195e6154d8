import { afterAll, beforeAll, expect, test } from 'vitest';
import { money } from '../../src/core/money/money.ts';
import { correctIssued, creditInvoice } from '../../src/features/billing/credits/index.ts';
import { linesOf, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { confirmNothingDue } from '../../src/features/billing/onboarding/waivers/actions/confirm-nothing-due.ts';
import { approve } from '../../src/features/billing/rights/index.ts';
import { cancelProject } from '../../src/features/onboarding/project/actions/cancel-project.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import { correctProject } from '../support/entered.ts';
import type { Harness } from '../support/harness.ts';
import { type Amounts, type Journey, startProject } from '../support/journey.ts';

describeEachEngine('onboarding where Baton numbers invoices', (engine) => {
  let h: Harness;
  const reason = 'Agreed anew';
  const accounting = () => h.person('accounting');
  beforeAll(async () => {
    h = await billingHarness(engine);
    await makeSeller(h);
  }, 60_000);
  afterAll(() => h.close());

  const goLive = (p: Journey) => p.tick({ go_live_scheduled: p.today(), went_live: p.today() });
  const correct = (p: Journey, amounts: Amounts) =>
    correctProject(h.deps, accounting(), { projectId: p.id, amounts, reason });
  /** As whoever has the right, and a second person where the amount asks for one. */
  const bySecond = async (
    asked: Promise<{ readonly done: boolean } | { readonly done: false; readonly approvalId: string }>,
  ) => {
    const outcome = await asked;
    if ('approvalId' in outcome) await approve(h.deps, h.person('accounting', 2), outcome.approvalId);
  };

  test('ONB-3, ONB-13 day by day: sent is issued; corrected by credit and a new draft, whose payment opens the gate', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await p.walkTo('delivery');
    const first = await p.invoice('first_month');
    expect(first).toMatchObject({
      state: 'open',
      issued: { number: 'INV-2026-00001' },
      sent: { number: expect.stringContaining('QB-') },
    });

    await expect(voidInvoice(h.deps, accounting(), { invoiceId: first.id, reason })).rejects.toThrow(
      /credited in full/,
    );
    expect(await problemsOf(correct(p, { first_month: '1500' }))).toEqual({
      first_month: expect.stringMatching(/INV-2026-00001 is issued, and stays as it is: Correct credits it/),
    });
    const [line] = await linesOf(h.db.prisma, first);
    const lines = [{ lineId: line?.id ?? '', net: '150000' }];
    await bySecond(correctIssued(h.deps, accounting(), { invoiceId: first.id, lines, reason }));

    const again = await p.invoice('first_month');
    expect(again).toMatchObject({ state: 'draft', presented: true, net: money(1500_00, 'USD') });
    await expect(goLive(p)).rejects.toThrow(/is not paid yet/);
    await p.sendInvoice('first_month');
    await p.pay('first_month');
    await goLive(p);
    expect((await p.state()).wentLiveOn).toBe(p.today());
    expect((await p.invoice('first_month')).issued?.number).toBe('INV-2026-00002');
  });

  test('ONB-19 a charge that was credited in full is not thereby waived: its gate stays shut until the reviewer confirms it', async () => {
    const p = await startProject(h, { first_month: '900' });
    await p.walkTo('delivery');
    const { id: invoiceId } = await p.invoice('first_month');
    await p.pay('first_month');
    expect(await problemsOf(correct(p, {}))).toEqual({
      first_month: expect.stringMatching(/is paid|credited in full/),
    });
    await bySecond(creditInvoice(h.deps, accounting(), { invoiceId, reason }));
    await expect(goLive(p)).rejects.toThrow('was voided');
    await correct(p, {});
    await expect(goLive(p)).rejects.toThrow('the reviewer has to confirm');
    await confirmNothingDue(h.deps, h.person('reviewer'), { invoiceId });
    await goLive(p);
    expect((await p.state()).wentLiveOn).toBe(p.today());
  });

  test('ONB-19 cancelled, what was issued and sent is before accounting: to be credited or kept', async () => {
    const p = await startProject(h, { first_month: '900' });
    await p.walkTo('billing');
    await p.sendInvoice('first_month');
    const { id: invoiceId } = await p.invoice('first_month');
    await cancelProject(h.deps, h.person('sales'), { projectId: p.id, reason: 'Went elsewhere' });
    const shown = async () => (await h.messages('invoice', invoiceId)).at(-1)?.json ?? '';
    expect(await shown()).toContain('Credit the invoice or keep it, and say why.');
    expect(await shown()).toMatch(/"action_id":"credit.issue"[^}]*"style":"primary"/);
    await bySecond(creditInvoice(h.deps, accounting(), { invoiceId, reason }));
    expect(await p.invoice('first_month')).toMatchObject({ state: 'void' });
    expect((await h.messages('invoice', invoiceId)).at(-1)?.content?.open).toBe(false);
  });
});
