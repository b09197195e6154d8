import { formatMoney } from '../../../core/money/money.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { openButton } from '../../../platform/slice/door.ts';
import { type Asked, type Finder, isAmount, minorsOf } from '../../find/index.ts';
import { invoiceDoor, invoicesByIds, invoicesNamed, invoiceTitle, stateText } from '../invoices/index.ts';

/** What a payment was called pays it: a check's number, a transaction. */
const paidBy = (tx: Tx, { text }: Asked, take: number) => tx.$queryRaw<{ id: string }[]>`
  SELECT invoice_id AS id FROM payments
  WHERE lower(reference) = lower(${text}) AND reference IS NOT NULL AND invoice_id IS NOT NULL LIMIT ${take}`;

/** Open ones of this amount, or of which this is open. */
const byAmount = (tx: Tx, asked: Asked, take: number) => tx.$queryRaw<{ id: string }[]>`
  (SELECT id FROM invoices WHERE state = 'open' AND amount = ANY(${minorsOf(asked)}::bigint[]) LIMIT ${take})
  UNION (SELECT id FROM invoices
    WHERE state = 'open' AND amount - paid - credited - written_off = ANY(${minorsOf(asked)}::bigint[]) LIMIT ${take})`;

/** WRK-2 */
export const invoiceFinder: Finder = {
  among: 'invoices',
  find: async (tx, asked, take) => {
    const [named, paid, sums] = await Promise.all([
      invoicesNamed(tx, asked.ref?.letter === 'I' ? `I-${asked.ref.number}` : asked.text),
      paidBy(tx, asked, take),
      asked.amount ? byAmount(tx, asked, take) : [],
    ]);
    const isPaid = new Set(paid.map(({ id }) => id));
    const others = await invoicesByIds(tx, [...new Set([...paid, ...sums].map(({ id }) => id))]);
    const meant = others.filter(
      ({ id, amount, open }) =>
        isPaid.has(id) || [amount, open].some((each) => isAmount(asked, each.amount, each.currency)),
    );
    return [...named, ...meant.filter(({ id }) => !named.some((each) => each.id === id))].map((invoice) => ({
      subject: { type: 'invoice', id: invoice.id },
      title: `${invoiceTitle(invoice)}${invoice.issued ? ` (${invoice.issued.number})` : ''}`,
      about: `${formatMoney(invoice.amount)}, ${formatMoney(invoice.open)} open. ${stateText(invoice)}.`,
      open: openButton(invoiceDoor, invoice.id),
    }));
  },
};
