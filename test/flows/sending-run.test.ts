import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { type Invoice, issueInvoice, markSent } from '../../src/features/billing/invoices/index.ts';
import { presentingSlice, sendInvoice, startSending } from '../../src/features/billing/presenting/index.ts';
import type { Press } from '../../src/features/papers/index.ts';
import { cancelRun } from '../../src/platform/runs/actions/cancel.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { retryItem } from '../../src/platform/runs/actions/retry.ts';
import { runById, workThroughRuns } from '../../src/platform/runs/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes } from '../support/invoices.ts';
import { quickPress } from '../support/papers.ts';
import { asking } from './ask.ts';

let press: Press = quickPress;
const slice = presentingSlice({ press: quickPress, wakeRuns: () => {} });

describeEachEngine('invoices sent together', (engine) => {
  let h: Harness;
  let count = 0;
  const accounting = () => h.person('accounting');
  const scope = { from: day('2026-03-01'), to: day('2026-03-31') };
  beforeAll(async () => {
    h = await billingHarness(engine, { press: { print: (paper) => press.print(paper) } });
    await setTaxes(h, { services: 0 });
    await makeSeller(h);
  });
  afterAll(() => h.close());

  const issued = async (email: string | undefined): Promise<Invoice> => {
    const customerId = await aCustomer(h, `Mailed ${++count}`);
    if (email) await editNow(h.deps, accounting(), customerId, { email });
    return issueInvoice(h.deps, accounting(), (await aDraft(h, customerId, [aLine(100_00)])).id);
  };
  const written = async () =>
    (await h.db.prisma.post.findMany({ where: { transport: 'mail' }, orderBy: { seq: 'asc' } })).map(
      ({ letterId, payload }) => ({ isTest: letterId === null, to: (payload as { to?: string }).to }),
    );
  const run = async (id: string) => {
    await workThroughRuns(h.deps);
    const found = await runById(h.db.prisma, id);
    if (!found) throw new Error('no run');
    return found;
  };

  test('BIL-3 test copies first, then a preview, and only what is confirmed leaves, each once; who has no address is left aside with the reason, and sent when tried again', async () => {
    const [one, two, none, seen] = [
      await issued('one@acme.example'),
      await issued('two@acme.example'),
      await issued(undefined),
      await issued('seen@acme.example'),
    ];
    await markSent(h.deps, accounting(), { invoiceId: seen.id, sentOn: day('2026-03-02') });
    const at = asking(h, slice, 'accounting');
    const days = { from: { day: scope.from }, to: { day: scope.to } };
    await expect(asking(h, slice, 'sales').submit('invoices.send', '', days)).rejects.toThrow(NotAllowed);
    await expect(startSending(h.deps, h.person('sales'), scope)).rejects.toThrow(NotAllowed);
    const tested = await at.submit('invoices.send', '', { ...days, test: { text: 'me@harbor.example' } });
    expect(JSON.stringify(tested.replace)).toContain('2 letters are on the way to me@harbor.example');
    expect(await written()).toEqual(Array.from({ length: 2 }, () => ({ isTest: true, to: 'me@harbor.example' })));
    expect((await at.submit('invoices.send', '', days)).say?.text).toContain('The preview comes into Accounting');
    const { id } = await h.db.prisma.run.findFirstOrThrow({ where: { kind: 'invoices.send' } });
    const previewed = await run(id);
    expect(previewed).toMatchObject({ state: 'previewed', counts: { letters: 2, leftAside: 1 } });
    expect(JSON.stringify(previewed.tables)).toContain(`"I-${none.ref}","Mailed 3: It has no address to go to.`);
    expect((await written()).filter(({ isTest }) => !isTest)).toEqual([]);
    await confirmRun(h.deps, accounting(), id);
    expect(await run(id)).toMatchObject({ state: 'done', counts: { letters: 2, leftAside: 1 } });
    const sent = async () => (await written()).filter(({ isTest }) => !isTest).map(({ to }) => to);
    expect(await sent()).toEqual(['one@acme.example', 'two@acme.example']);
    for (const { id: invoiceId } of [one, two]) {
      const { hash } = await h.db.prisma.keptPaper.findUniqueOrThrow({ where: { subject: `invoice:${invoiceId}` } });
      const rows = await h.db.prisma.invoiceLetter.findMany({ where: { invoiceId, runId: id } });
      expect(rows).toMatchObject([{ paper: hash, template: 'invoice.bill', templateVersion: 0 }]);
    }
    await editNow(h.deps, accounting(), none.customerId, { email: 'late@acme.example' });
    await retryItem(h.deps, accounting(), { runId: id, item: `I-${none.ref}` });
    expect(await sent()).toEqual(['one@acme.example', 'two@acme.example', 'late@acme.example']);
    const misspelt = at.submit('invoices.send', '', { ...days, after_test: { text: 'me at harbor' } });
    expect(await problemsOf(misspelt)).toEqual({ after_test: expect.stringContaining('Write your address') });
    expect(await problemsOf(startSending(h.deps, accounting(), scope))).toMatchObject({
      from: expect.stringContaining('No invoice of these days waits'),
    });
    expect(await problemsOf(startSending(h.deps, accounting(), { from: scope.to, to: scope.from }))).toMatchObject({
      to: expect.stringContaining('It ends before it begins'),
    });
  });

  test('ALL-3 what was left aside and went by hand meanwhile is not sent again, nor what was voided', async () => {
    const byHand = await issued(undefined);
    const ended = await issued(undefined);
    const id = await startSending(h.deps, accounting(), scope);
    await run(id);
    await confirmRun(h.deps, accounting(), id);
    expect(await run(id)).toMatchObject({ counts: { letters: 0, leftAside: 2 } });
    for (const { customerId } of [byHand, ended])
      await editNow(h.deps, accounting(), customerId, { email: 'hand@acme.example' });
    const draft = { to: ['hand@acme.example'], cc: [], bcc: [], subject: 'Your invoice', text: 'Here.' };
    await sendInvoice(h.deps, accounting(), quickPress, { invoiceId: byHand.id, draft });
    const before = (await written()).length;
    const again = (ref: number) => retryItem(h.deps, accounting(), { runId: id, item: `I-${ref}` });
    expect(await again(byHand.ref)).toContain('Somebody sent it meanwhile');
    await h.db.prisma.invoice.update({
      where: { id: ended.id },
      data: { state: 'void', voidedBy: 'U_ACCOUNTING', voidedAt: h.clock.now(), voidReason: 'x' },
    });
    expect(await again(ended.ref)).toContain('voided invoice');
    expect(await written()).toHaveLength(before);
  });

  test('BIL-3 what cannot be printed is left aside and says so, its neighbours go; tried again once it prints, it leaves with its PDF', async () => {
    press = { print: () => Promise.reject(new Error('the picture cannot be read')) };
    const broken = await issued('broken@acme.example');
    const id = await startSending(h.deps, accounting(), scope);
    await run(id);
    await confirmRun(h.deps, accounting(), id);
    expect(await run(id)).toMatchObject({ state: 'done', counts: { letters: 0, leftAside: 1 } });
    const before = (await written()).length;
    const again = () => retryItem(h.deps, accounting(), { runId: id, item: `I-${broken.ref}` });
    expect(await again()).toContain('Its PDF could not be made, so that nothing was sent');
    expect(await written()).toHaveLength(before);
    press = quickPress;
    expect(await again()).toBeUndefined();
    expect((await written()).at(-1)).toEqual({ isTest: false, to: 'broken@acme.example' });
  });

  test('BIL-3 a sending that is cancelled at its preview sends nothing', async () => {
    await issued('three@acme.example');
    const before = (await written()).length;
    const id = await startSending(h.deps, accounting(), scope);
    await run(id);
    await cancelRun(h.deps, accounting(), id);
    expect(await run(id)).toMatchObject({ state: 'cancelled' });
    expect(await written()).toHaveLength(before);
  });
});
