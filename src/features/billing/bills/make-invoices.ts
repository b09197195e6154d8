import { groupBy } from '../../../core/group.ts';
import { formatMoney } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
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

/** A bill that is made; issued where it says by whom, on which day, and what its document will say. */
export type Bill = Omit<NewBill, 'issued'> & {
  readonly issuing?: (Frost & { readonly seller: string; readonly on: Day }) | undefined;
};

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

/** Gives each bill that is issued the next number of its seller's series, in the order of the sellers: others wait for their numbers. */
const numbered = async (work: Work, bills: readonly Bill[]): Promise<readonly NewBill[]> => {
  const numbers = new Map<string, string>();
  const bySeries = groupBy(bills, ({ issuing }) => (issuing ? `${issuing.seller} ${issuing.on}` : ''));
  for (const [, mine] of [...bySeries].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const issuing = mine[0]?.issuing;
    if (!issuing) continue;
    const { seller, on } = issuing;
    const taken = await takeNumbers(work, { seller, kind: 'invoice', on }, mine.length);
    mine.forEach(({ id }, index) => void numbers.set(id, taken[index] ?? ''));
  }
  return bills.map(({ issuing, ...bill }) => {
    const number = numbers.get(bill.id);
    return issuing && number ? { ...bill, issued: { ...issuing, number } } : bill;
  });
};

/**
 * Makes bills of any number of customers, with their lines and audit, and issues those that say what their documents say: as
 * `draftInvoice` and `issue` do one. In the order given, which is that of their numbers. The caller decides who may, and that the
 * periods of the days are open. BIL-1, BIL-2, BIL-12
 * @param isShown each has a message of its own; what a run makes gets one as soon as something happens to it
 */
export const makeInvoices = async (
  work: Work,
  bills: readonly Bill[],
  { isShown }: { readonly isShown: boolean },
): Promise<readonly Invoice[]> => {
  if (bills.length === 0) return [];
  const made = await insertBills(work, await numbered(work, bills));
  await insertLines(
    work.tx,
    bills.map(({ id, draft }) => ({ id, lines: draft.lines })),
  );
  made.forEach((invoice, index) => {
    const bill = bills[index];
    if (bill) auditMade(work, invoice, bill);
    if (isShown) work.show({ kind: 'invoice', subjectId: invoice.id }, { role: 'accounting' });
  });
  const issued = made.filter((invoice) => invoice.issued !== undefined);
  if (issued.length === 0) return made;
  await work.emit(
    invoiceChanged,
    issued.map((invoice) => {
      const { id: invoiceId, subject, kind, customerId } = invoice;
      return { invoiceId, subject, kind, customerId, before: asDraft(invoice), what: 'issued' as const };
    }),
  );
  return made;
};
