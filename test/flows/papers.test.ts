import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { unitPriceOf } from '../../src/core/money/unit-price.ts';
import { day } from '../../src/core/time/calendar.ts';
import { creditInvoice } from '../../src/features/billing/credits/index.ts';
import { issueInvoice, markSent } from '../../src/features/billing/invoices/index.ts';
import { askForPaper, billingPapersSlice } from '../../src/features/billing/papers/index.ts';
import { findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { createPress } from '../../src/features/papers/index.ts';
import { readKept } from '../../src/platform/files/kept-files.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';
import { pagesOf } from '../support/papers.ts';
import { asking } from './ask.ts';

/** Some characters of fonts-noto-cjk and fonts-noto-color-emoji, as an operator’s `FONTS_DIR` has all of them. */
const press = createPress({ fontsDir: fileURLToPath(new URL('../fixtures/fonts', import.meta.url)) });

describeEachEngine('papers', (engine) => {
  let h: Harness;
  let asked = 0;
  const accounting = () => {
    asked += 1;
    return { ...h.person('accounting'), requestId: `paper-${asked}` };
  };
  const slice = billingPapersSlice({ press, wakeRuns: () => {} });

  beforeAll(async () => {
    h = await billingHarness(engine, { press });
    await setTaxes(h, { services: 220_000 });
    await makeSeller(h, { iban: 'IT60X0542811101000000123456', taxNumber: 'IT01234567890' });
  });
  afterAll(() => h.close());

  const issued = async (name: string, cents = 100_00): Promise<string> => {
    const customerId = await aCustomer(h, name);
    const { id } = await aDraft(h, customerId, [aLine(cents), aLine(20_00)]);
    await issueInvoice(h.deps, accounting(), id);
    return id;
  };
  const bytesOf = async (hash: string): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for await (const part of readKept(h.db.prisma, hash)) parts.push(part);
    return Buffer.concat(parts);
  };
  const given = async (): Promise<readonly { readonly hash: string; readonly name: string; readonly type: string }[]> =>
    (await h.posts()).flatMap(
      ({ payload }) => (payload as { attachments?: { hash: string; name: string; type: string }[] }).attachments ?? [],
    );
  const print = async (type: 'invoice' | 'credit_note', id: string) => {
    await askForPaper(h.deps, accounting(), { type, id });
    await workThroughRuns(h.deps);
    const file = (await given()).at(-1);
    if (!file) throw new Error('no file was posted');
    const bytes = await bytesOf(file.hash);
    return { ...file, bytes, text: (await pagesOf(bytes)).join('\n') };
  };

  test('BIL-4 PDF on an issued invoice: printed, kept, in its thread; it says what was frozen', async () => {
    const id = await issued('Hart & <b>Sons</b> #import "x"');
    const { issued: { number = '' } = {} } = await theInvoice(h, id);
    const answer = await asking(h, slice, 'accounting').press('invoice.pdf', id);
    expect(JSON.stringify(answer)).toContain(`Invoice ${number}: its PDF is being printed`);
    expect((await h.posts()).some(({ payload }) => JSON.stringify(payload).includes('application/pdf'))).toBe(false);
    await workThroughRuns(h.deps);
    const [file, ...others] = await given();
    expect(others).toEqual([]);
    expect(file).toMatchObject({ name: `${number}.pdf`, type: 'application/pdf' });
    const text = (await pagesOf(await bytesOf(file?.hash ?? ''))).join('\n');
    for (const each of [
      `Invoice ${number}`,
      'Hart & <b>Sons</b> #import "x"',
      'IT01234567890',
      '$146.40',
      '$26.40',
      'Page 1 of 1',
    ])
      expect(text).toContain(each);
    expect(await h.audit({ action: 'document.printed' })).toMatchObject([
      { subjectId: id, after: { name: `${number}.pdf`, hash: file?.hash } },
    ]);
  });

  test('BIL-12 the same bytes ever after, whatever was changed, paid, sent or erased since', async () => {
    const id = await issued('Larkspur Legal');
    const { customerId } = await theInvoice(h, id);
    const first = await print('invoice', id);
    await editNow(h.deps, accounting(), customerId, { address: '9 Oak Street', language: 'it' }, 'moved');
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: day('2026-03-02') });
    const again = await print('invoice', id);
    expect(again.hash).toBe(first.hash);
    expect(Buffer.compare(again.bytes, first.bytes)).toBe(0);
    expect((await h.audit({ action: 'document.printed' })).filter(({ subjectId }) => subjectId === id)).toHaveLength(1);
    expect(await h.db.prisma.keptPaper.count({ where: { subject: `invoice:${id}` } })).toBe(1);
  });

  test('BIL-12 asked twice before it is printed: printed once, given twice', async () => {
    const id = await issued('Twice Ltd');
    const before = (await given()).length;
    await askForPaper(h.deps, accounting(), { type: 'invoice', id });
    await askForPaper(h.deps, h.person('billing'), { type: 'invoice', id });
    await workThroughRuns(h.deps);
    const files = (await given()).slice(before);
    expect(new Set(files.map(({ hash }) => hash)).size).toBe(1);
    expect(files).toHaveLength(2);
  });

  test('BIL-4 in Italian: words, amounts and days', async () => {
    const customerId = await aCustomer(h, 'Bianchi S.p.A.');
    await editNow(h.deps, accounting(), customerId, { language: 'it' }, 'as they asked');
    const { id } = await aDraft(h, customerId, [aLine(1_234_50)]);
    await issueInvoice(h.deps, accounting(), id);
    const { text } = await print('invoice', id);
    for (const each of ['Fattura INV-', '2 mar 2026', '1.234,50 USD', '22 %', 'Imponibile', 'Pagina 1 di 1'])
      expect(text.replaceAll('\u00a0', ' ')).toContain(each);
  });

  test('BIL-13 a credit note says which invoice it corrects, why, and each tax that is given back', async () => {
    const id = await issued('Fern & Co');
    const { issued: { number = '' } = {} } = await theInvoice(h, id);
    await creditInvoice(h.deps, accounting(), { invoiceId: id, reason: 'Down for <three> days' });
    const [credit] = await h.db.prisma.creditNote.findMany({
      where: { invoiceId: id },
      select: { id: true, number: true },
    });
    const { text, name } = await print('credit_note', credit?.id ?? '');
    expect(name).toBe(`${credit?.number}.pdf`);
    for (const each of [`Credit note ${credit?.number}`, number, 'Down for <three> days', '$146.40', '$26.40'])
      expect(text).toContain(each);
  });

  test('N15 every sign and letter of every writing is printed and selectable, with the fonts of FONTS_DIR; the totals never stand alone', async () => {
    const name = '李 Žofia Šimić';
    const { id: customerId } = await h.deps.transact(system, (work) =>
      findOrCreateCustomer(work, { name, currency: 'INR' }),
    );
    const unitPrice = unitPriceOf(money(1_234_50, 'INR'));
    const lineOf = (at: number) =>
      aLine(0, {
        unitPrice,
        description: `Line-${at + 1} ₹ 📦 hosting of the web pages and the mail boxes of ${name}, with all that belongs to it`,
      });
    const { id } = await aDraft(
      h,
      customerId,
      Array.from({ length: 60 }, (_, at) => lineOf(at)),
    );
    await issueInvoice(h.deps, accounting(), id);
    const { bytes } = await print('invoice', id);
    const pages = await pagesOf(bytes);
    const text = pages.join('\n').replace(/\s+/gu, ' ');
    expect(pages.length).toBeGreaterThan(2);
    // In the address, and in the name of each line.
    for (const letters of ['李', 'Žofia Šimić']) expect(text.split(letters).length).toBeGreaterThan(61);
    for (const sign of ['₹', '📦']) expect(text.split(sign).length).toBeGreaterThan(60);
    for (const each of ['₹90,365.40', 'billing@harbor.example']) expect(text).toContain(each);
    const totals = pages.find((page) => page.includes('Net total')) ?? expect.fail('no total');
    expect(totals).toContain('Line-60');
    for (const [at, page] of pages.entries()) if (at < pages.length - 1) expect(page).toMatch(/Line-\d+/);
  });

  test('BIL-4 a draft has no number to print; who handles no money gets none', async () => {
    const { id } = await aDraft(h, await aCustomer(h), [aLine(100_00)]);
    await expect(askForPaper(h.deps, accounting(), { type: 'invoice', id })).rejects.toThrow(
      /is a draft.*Press Issue first/,
    );
    await expect(
      askForPaper(h.deps, h.person('sales'), { type: 'invoice', id: await issued('Sales Ltd') }),
    ).rejects.toThrow(NotAllowed);
  });
});
