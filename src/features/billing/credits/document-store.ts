/** A credit note as its document says it: amounts that are given back. BIL-13 */
import { z } from 'zod';
import type { Money } from '../../../core/money/money.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { type Frozen, frozenSchema, type Invoice, invoiceById, linesOf } from '../invoices/index.ts';
import type { LineTax, Totals } from '../taxes/index.ts';
import { creditsByIds, type IssuedCredit } from './store.ts';

export interface CreditDocument {
  readonly credit: IssuedCredit;
  readonly invoice: Invoice;
  readonly lines: readonly { readonly description: string; readonly tax: LineTax; readonly net: Money }[];
  readonly totals: Totals;
  readonly frozen: Omit<Frozen, 'taxes'>;
}

/** Minor units as text. */
const amount = z.string().transform(BigInt);
const credited = frozenSchema.extend({
  taxes: z.array(z.object({ name: z.string(), rate: z.number(), net: amount, amount })),
});

/** @returns undefined for an unknown one */
export const creditDocument = async (tx: Tx, id: string): Promise<CreditDocument | undefined> => {
  const [credit] = await creditsByIds(tx, [id]);
  const invoice = credit && (await invoiceById(tx, credit.invoiceId));
  const header = await tx.creditNote.findUnique({
    where: { id },
    select: { net: true, tax: true, frozen: true, lines: { select: { lineId: true, net: true } } },
  });
  if (!credit || !invoice || !header) return undefined;
  const { currency } = credit.amount;
  const moneyOf = (minor: bigint): Money => ({ amount: minor, currency });
  const lines = (await linesOf(tx, invoice)).flatMap(({ id: lineId, description, tax }) => {
    const own = header.lines.find((line) => line.lineId === lineId);
    return own ? [{ description, tax, net: moneyOf(own.net) }] : [];
  });
  const { taxes, ...frozen } = credited.parse(header.frozen);
  // The lines know why something is not taxed.
  const totals = taxes.flatMap((each) => {
    const tax = lines.find((line) => line.tax.name === each.name && line.tax.rate === each.rate)?.tax;
    return tax ? [{ tax, net: moneyOf(each.net), amount: moneyOf(each.amount) }] : [];
  });
  return {
    credit,
    invoice,
    lines,
    totals: { net: moneyOf(header.net), taxes: totals, tax: moneyOf(header.tax), total: credit.amount },
    frozen,
  };
};
