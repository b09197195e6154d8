import { FieldErrors } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney, isZero, subtract } from '../../../core/money/money.ts';
import { dayProblem } from '../../../core/time/day-range.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Customer, customersByNames, nameKey } from '../../customers/index.ts';
import { csvKind, eachEntry, repeatedIn } from '../../entries/index.ts';
import { insertAllocations } from '../balance/index.ts';
import { closedPeriods } from '../closing/index.ts';
import { insertOutside, invoiceDoor, moneyRoles, numberedOutside, type OutsideInvoice } from '../invoices/index.ts';
import { insertForwarded, newPayment } from '../payments/index.ts';
import { type OpenInvoice, openingProblems, paidBefore, readOpenInvoice } from './opening.ts';

const outside = (row: OpenInvoice, customer: Customer): OutsideInvoice => ({
  ...row,
  id: newId(),
  customerId: customer.id,
  net: subtract(row.amount, row.tax),
  paid: paidBefore(row),
});

/** What came in for it before, so that what is paid of it has its source. */
const settleBefore = async (work: Work, invoices: readonly OutsideInvoice[]): Promise<void> => {
  const parts = invoices
    .filter(({ paid }) => !isZero(paid))
    .map(({ id, customerId, paid }) => {
      const payment = newPayment(
        work,
        { customerId, amount: paid, method: 'brought_forward', receivedOn: work.today },
        { id },
      );
      return { payment, invoiceId: id };
    });
  await insertForwarded(
    work,
    parts.map(({ payment }) => payment),
  );
  await insertAllocations(
    work,
    parts.map(({ payment, invoiceId }) => ({
      id: newId(),
      source: { kind: 'payment', id: payment.id },
      target: { kind: 'invoice', id: invoiceId },
      customerId: payment.customerId,
      decision: payment.id,
      amount: payment.amount,
      madeBy: work.by.id,
      madeAt: work.now,
    })),
  );
};

const tell = (
  work: Work,
  { id, customerId, number, label, amount, tax, paid, issuedOn, dueOn }: OutsideInvoice,
): void => {
  work.audit({
    action: 'invoice.imported',
    subject: { type: invoiceDoor.subject, id },
    customerId,
    after: {
      invoice: id,
      accountingNumber: number,
      label,
      amount: formatMoney(amount),
      tax: formatMoney(tax),
      open: formatMoney(subtract(amount, paid)),
      issuedOn,
      dueOn,
    },
  });
  // They are many: what people do meanwhile is told first.
  work.show({ kind: 'invoice', subjectId: id }, { role: 'accounting' }, 2);
};

/** Invoices that are open in the system that issued them: they keep their number, and what is paid of them is paid. BIL-21, BIL-12 */
export const openInvoicesCsv = csvKind<OpenInvoice>({
  kind: 'open-invoices',
  columns: [
    { name: 'customer', required: true, example: 'Larkspur Legal' },
    { name: 'number', required: true, example: '2026-117', id: true, most: 60 },
    { name: 'label', example: 'Hosting of February', most: 100 },
    { name: 'currency', required: true, example: 'USD' },
    { name: 'issued_on', required: true, example: '2026-02-01' },
    { name: 'due_on', required: true, example: '2026-03-03' },
    { name: 'amount', required: true, example: '1082.50' },
    { name: 'tax', example: '82.50' },
    { name: 'open', example: '500.00' },
  ],
  roles: moneyRoles,
  read: readOpenInvoice,
  store: async (work, entries) => {
    const repeated = repeatedIn(entries, 'number', ({ number }) => number);
    const rows = new Set(repeated.map(({ row }) => row));
    const [customers, known, closed] = await Promise.all([
      customersByNames(
        work.tx,
        entries.map(({ value }) => value.customer),
      ),
      numberedOutside(
        work.tx,
        entries.map(({ value }) => value.number),
      ),
      closedPeriods(work),
    ]);
    const invoices: OutsideInvoice[] = [];
    const refused = await eachEntry(
      entries.filter(({ row }) => !rows.has(row)),
      async (row) => {
        const customer = customers.get(nameKey(row.customer));
        const twin = known.get(row.number);
        const due = dayProblem(row.dueOn, 'expiry', work.today);
        const problems = {
          ...openingProblems(row, { column: 'issued_on', on: row.issuedOn }, { customer, today: work.today, closed }),
          ...(due ? { due_on: due } : {}),
          ...(twin
            ? {
                number: `It is there already, as I-${twin.ref} of ${twin.customer}. Leave it out: nothing is entered twice.`,
              }
            : {}),
        };
        if (!customer || Object.keys(problems).length > 0) throw new FieldErrors(problems);
        invoices.push(outside(row, customer));
      },
    );
    await insertOutside(work, invoices);
    await settleBefore(work, invoices);
    for (const invoice of invoices) tell(work, invoice);
    return [...repeated, ...refused];
  },
});
