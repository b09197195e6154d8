import { formatMoney } from '../../../core/money/money.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  type Frost,
  type Invoice,
  insertBills,
  insertLines,
  invoiceChanged,
  invoiceRef,
  type NewBill,
} from '../invoices/index.ts';
import { takeNumbers } from '../sellers/index.ts';

/** A bill that is made; issued where it says what its document will say. */
export type Bill = Omit<NewBill, 'issued'> & { readonly frost?: Frost | undefined };

export interface MakingInvoices {
  /** The seller, and the day by which those that are issued are dated. */
  readonly issuing?: { readonly seller: string; readonly on: NonNullable<NewBill['issued']>['on'] } | undefined;
  /** Each has a message of its own; what a run makes gets one as soon as something happens to it. */
  readonly isShown: boolean;
}

const auditMade = (
  work: Work,
  { id, subject, customerId, issued, ...invoice }: Invoice,
  { draft, runId }: Bill,
): void => {
  const named = { invoice: id, number: invoiceRef(invoice), label: invoice.label };
  work.audit({
    action: 'invoice.drafted',
    subject,
    customerId,
    after: {
      ...named,
      net: formatMoney(invoice.net),
      tax: formatMoney(invoice.tax),
      amount: formatMoney(invoice.amount),
      lines: draft.lines.length,
      ...(runId === undefined ? {} : { run: runId }),
    },
  });
  if (!issued) return;
  const { number: issuedAs, on: issuedOn } = issued;
  work.audit({
    action: 'invoice.issued',
    subject,
    customerId,
    before: { ...named, state: 'draft' },
    after: { ...named, issuedAs, issuedOn, dueOn: invoice.dueOn },
  });
};

/** As it was before it was issued, in the same transaction. */
const asDraft = ({ issued: _, dueOn: _due, paidAt: _paid, ...invoice }: Invoice): Invoice => ({
  ...invoice,
  state: 'draft',
});

/**
 * Makes bills of any number of customers, with their lines and audit, and issues those that say what their documents say: as
 * `draftInvoice` and `issue` do one. In the order given, which is that of their numbers. The caller decides who may, and that the
 * period of the day is open. BIL-1, BIL-2, BIL-12
 */
export const makeInvoices = async (
  work: Work,
  bills: readonly Bill[],
  { issuing, isShown }: MakingInvoices,
): Promise<readonly Invoice[]> => {
  if (bills.length === 0) return [];
  const numbers = issuing
    ? await takeNumbers(work, { seller: issuing.seller, kind: 'invoice', on: issuing.on }, bills.length)
    : [];
  const written = bills.map(({ frost, ...bill }, index): NewBill => {
    const number = numbers[index];
    return frost && issuing && number !== undefined ? { ...bill, issued: { ...frost, number, on: issuing.on } } : bill;
  });
  const made = await insertBills(work, written);
  await insertLines(
    work.tx,
    bills.map(({ id, draft }) => ({ id, lines: draft.lines })),
  );
  made.forEach((invoice, index) => {
    const bill = bills[index];
    if (bill) auditMade(work, invoice, bill);
    if (isShown) work.show({ kind: 'invoice', subjectId: invoice.id }, { role: 'accounting' });
  });
  if (!issuing) return made;
  await work.emit(
    invoiceChanged,
    made.map((invoice) => {
      const { id: invoiceId, subject, kind, customerId } = invoice;
      return { invoiceId, subject, kind, customerId, before: asDraft(invoice), what: 'issued' as const };
    }),
  );
  return made;
};
