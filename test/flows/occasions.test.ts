import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { creditInvoice } from '../../src/features/billing/credits/index.ts';
import { issueInvoice } from '../../src/features/billing/invoices/index.ts';
import { occasionsSlice } from '../../src/features/billing/occasions/index.ts';
import { addContract } from '../../src/features/customers/index.ts';
import { addLicense, licenseLetterSlice } from '../../src/features/licenses/index.ts';
import { createPress } from '../../src/features/papers/index.ts';
import { templateKinds } from '../../src/features/templates/index.ts';
import { readKept } from '../../src/platform/files/kept-files.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import type { Role } from '../../src/platform/work/roles.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes } from '../support/invoices.ts';
import { pagesOf } from '../support/papers.ts';
import { asking } from './ask.ts';

const press = createPress();

describeEachEngine('letters on an occasion', (engine) => {
  let h: Harness;
  let customerId: string;
  const accounting = () => h.person('accounting');
  const [occasions, licenses] = [occasionsSlice(press), licenseLetterSlice(press)];
  const ann = 'ann@hart.example';
  beforeAll(async () => {
    h = await billingHarness(engine, { press });
    await setTaxes(h, { services: 0 });
    await makeSeller(h, { replyTo: 'office@harbor.example' });
    customerId = await aCustomer(h, 'Hart & Sons');
    await editNow(h.deps, accounting(), customerId, { email: ann, contactName: 'Ann Hart' });
  });
  afterAll(() => h.close());

  const mails = async () =>
    (await h.db.prisma.post.findMany({ where: { transport: 'mail' }, orderBy: { seq: 'asc' } })).map(
      ({ payload }) =>
        payload as unknown as {
          to: string;
          subject: string;
          text: string;
          attachments?: readonly { readonly name: string; readonly hash: string }[];
        },
    );
  /** Opens the letter's form and sends what it proposes. */
  const open = async (slice: Slice, role: Role, action: string, id: string) => {
    const { modal } = await asking(h, slice, role).press(action, id);
    const [subject, text] = ['subject', 'text'].map((name): string => {
      const block = modal?.blocks.find((each) => each.block_id?.startsWith(name));
      return String(block && 'element' in block && 'initial_value' in block.element ? block.element.initial_value : '');
    });
    const data = modal?.private_metadata ?? '';
    const entries = (what: 'test' | 'letter') => ({
      what,
      known: { options: [ann] },
      subject: { text: subject ?? '' },
      text: { text: text ?? '' },
      ...(what === 'test' ? { test: { text: 'me@harbor.example' } } : {}),
    });
    /** Who waits for the PDF is asked to press again: it is printed meanwhile. */
    const submit = async (what: 'test' | 'letter') => {
      for (let tries = 0; ; tries += 1)
        try {
          return await asking(h, slice, role).submit(action, data, entries(what));
        } catch (error) {
          if (tries > 20 || !String(error).includes('not ready yet')) throw error;
        }
    };
    return { subject, text, submit };
  };
  const pdfOf = async (hash: string) => {
    const parts: Buffer[] = [];
    for await (const part of readKept(h.db.prisma, hash)) parts.push(part);
    return (await pagesOf(Buffer.concat(parts))).join('\n');
  };

  test('PUR-8, PUR-16 Welcome and Help-desk instructions in the customer’s window: first to oneself, then once to the customer', async () => {
    expect(await asking(h, occasions, 'sales').section('customer', customerId, 'Letters')).toContain('Welcome');
    const letter = await open(occasions, 'sales', 'customer.welcome', customerId);
    expect(letter.text).toContain('Dear Ann Hart,');
    expect(letter.text).toContain('write to office@harbor.example');
    const tried = await letter.submit('test');
    expect(JSON.stringify(tried.replace)).toContain('A test copy is on its way to me@harbor.example');
    expect((await letter.submit('letter')).say?.text).toContain('on its way to 1 address');
    expect((await mails()).map(({ to, subject }) => [to, subject])).toEqual([
      ['me@harbor.example', 'Welcome to Harbor Services Inc.'],
      [ann, 'Welcome to Harbor Services Inc.'],
    ]);
    await expect(letter.submit('letter')).rejects.toThrow(Conflict);
    expect((await mails()).length).toBe(2);
    const instructions = await open(occasions, 'support', 'customer.help_desk', customerId);
    expect(instructions.text).toContain('Write to office@harbor.example');
    expect(instructions.text).not.toContain('The help desk is there');
    await instructions.submit('letter');
    expect((await h.audit({ subjectId: customerId })).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['customer.welcomed', 'customer.instructed']),
    );
    await expect(asking(h, occasions, 'hosting').press('customer.welcome', customerId)).rejects.toThrow(NotAllowed);
  });

  test('PUR-7 a contract’s letter says what was agreed, in the customer’s language', async () => {
    const italian = await aCustomer(h, 'Bianchi S.p.A.');
    await editNow(h.deps, accounting(), italian, { email: ann, language: 'it' }, 'as they asked');
    const { id } = await addContract(h.deps, accounting(), {
      customerId: italian,
      contract: {
        number: '12/2026',
        parties: 'LEGACY, dieci utenti',
        startOn: day('2026-03-01'),
        endOn: day('2027-02-28'),
        termMonths: 12,
        renews: true,
        noticeDays: 90,
        signedOn: null,
        owner: 'U_SALES',
      },
    });
    const letter = await open(occasions, 'sales', 'contract.mail', id);
    expect(letter.subject).toBe('Contratto 12/2026 con Harbor Services Inc.');
    expect(letter.text).toContain('(LEGACY, dieci utenti). Decorre dal 1 mar 2026');
    expect(letter.text).toContain('Si rinnova ogni volta per 12 mesi, salvo disdetta 90 giorni prima');
    await letter.submit('letter');
    expect((await h.audit({ subjectId: id })).at(-1)).toMatchObject({
      action: 'contract.mailed',
      after: { recipients: 1, template: 'contract.cover', version: 0 },
    });
  });

  test('BIL-13 a credit note goes by mail with its PDF, the one that is kept', async () => {
    const { id } = await aDraft(h, customerId, [aLine(100_00)]);
    await issueInvoice(h.deps, accounting(), id);
    await creditInvoice(h.deps, accounting(), { invoiceId: id, reason: 'Down for three days' });
    const credit = await h.db.prisma.creditNote.findFirstOrThrow({ where: { invoiceId: id } });
    const letter = await open(occasions, 'accounting', 'credit.mail', credit.id);
    expect(letter.text).toContain(`our credit note ${credit.number} of Mar 2, 2026 for $100.00`);
    await letter.submit('letter');
    const [file] = (await mails()).at(-1)?.attachments ?? [];
    expect(file?.name).toBe(`${credit.number}.pdf`);
    expect(file?.hash).toBe(
      (await h.db.prisma.keptPaper.findUniqueOrThrow({ where: { subject: `credit_note:${credit.id}` } })).hash,
    );
  });

  test('PUR-13 a license goes by mail with its PDF: product, key and day; a date that moves is another paper', async () => {
    const license = { customerId, product: 'LEGACY', key: 'L-4411', policy: 'manual', periodMonths: 12 } as const;
    const { id } = await addLicense(h.deps, accounting(), { ...license, expiresOn: day('2027-03-31') });
    const send = async () => {
      const letter = await open(licenses, 'support', 'license.mail', id);
      expect(letter.subject).toBe('Your license of LEGACY');
      await letter.submit('letter');
      return (await mails()).at(-1)?.attachments?.[0] ?? expect.fail('no PDF');
    };
    const first = await send();
    expect(first.name).toBe('License-LEGACY.pdf');
    const text = await pdfOf(first.hash);
    for (const each of ['License', 'LEGACY', 'L-4411', 'Mar 31, 2027', 'Hart & Sons', 'Page 1 of 1'])
      expect(text).toContain(each);
    expect((await send()).hash).toBe(first.hash);
    await h.db.prisma.license.update({ where: { id }, data: { expiresOn: new Date('2028-03-31') } });
    expect((await send()).hash).not.toBe(first.hash);
    await h.db.prisma.license.update({ where: { id }, data: { state: 'expired' } });
    await expect(open(licenses, 'support', 'license.mail', id)).rejects.toThrow(/has expired/);
  });

  test('BIL-7 each of them is shown for a real customer before its words are saved', async () => {
    const reader = { tx: h.db.prisma, contributions: h.deps.contributions };
    const keys = ['customer.welcome', 'customer.help_desk', 'credit_note'];
    for (const key of keys) {
      const kind = h.deps.contributions.to(templateKinds).find((each) => each.key === key) ?? expect.fail(key);
      expect(await kind.valuesOf?.(reader, customerId, 'en')).toMatchObject({ contact: 'Ann Hart' });
      const words = { subject: 'Hello', body: 'Tried words' };
      expect(await kind.letterWith?.(reader, { customerId, language: 'it' }, words)).toContain('Tried words');
    }
    const without = await aCustomer(h, 'Nothing yet');
    const contract = h.deps.contributions.to(templateKinds).find(({ key }) => key === 'contract.cover');
    expect(await contract?.valuesOf?.(reader, without, 'en')).toBeUndefined();
  });
});
