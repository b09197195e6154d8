import type { Money } from '../../../../core/money/money.ts';
import { type Day, fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import { Prisma, type QuoteLine as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../../platform/db/rows/as-model.ts';
import type { TaxTreatment } from '../../taxes/index.ts';
import type { QuoteLine } from './line.ts';

const columns = columnsOf(Prisma.QuoteLineScalarFieldEnum);

const dayOf = (date: Date | null): Day | undefined => (date ? fromDbDate(date) : undefined);

const articleOf = ({ planId, chargeId, code }: Row): QuoteLine['article'] => {
  if (code === null) return undefined;
  if (planId) return { kind: 'plan', id: planId, code };
  return chargeId ? { kind: 'charge', id: chargeId, code } : undefined;
};

const toLine = (row: Row, currency: string): QuoteLine => {
  const [first, last] = [dayOf(row.periodFirst), dayOf(row.periodLast)];
  return {
    article: articleOf(row),
    itemId: row.itemId ?? undefined,
    groupId: row.groupId ?? undefined,
    description: row.description,
    quantity: row.quantity,
    unitPrice: { tenThousandths: row.unitPrice, currency },
    per: row.perMonths === 0 ? 'once' : (row.perMonths as PeriodMonths),
    net: { amount: row.net, currency },
    account: row.account ?? undefined,
    taxCategory: row.taxCategory,
    tax: {
      code: row.taxCode,
      name: row.taxName,
      rate: row.taxRate,
      // Written by this store only.
      treatment: row.taxTreatment as TaxTreatment,
      reason: row.taxReason ?? undefined,
    },
    period: first && last ? { first, last } : undefined,
    why: row.why ?? undefined,
  };
};

/** A quote's lines, in their order. */
export const linesOf = async (
  tx: Tx,
  { id, amount: { currency } }: { readonly id: string; readonly amount: Money },
): Promise<readonly QuoteLine[]> => {
  const rows = await asModel<Row>(
    tx.$queryRaw`SELECT ${columns} FROM quote_lines WHERE quote_id = ${id}::uuid ORDER BY position`,
  );
  return rows.map((row) => toLine(row, currency));
};

/** The lines of a new quote, or of a locked draft in place of those that it had. */
export const storeLines = async (tx: Tx, quoteId: string, lines: readonly QuoteLine[]): Promise<void> => {
  await tx.quoteLine.deleteMany({ where: { quoteId } });
  await tx.quoteLine.createMany({
    data: lines.map(({ article, unitPrice, net, tax, period, ...line }, index) => ({
      quoteId,
      position: index + 1,
      planId: article?.kind === 'plan' ? article.id : null,
      chargeId: article?.kind === 'charge' ? article.id : null,
      code: article?.code ?? null,
      itemId: line.itemId ?? null,
      groupId: line.groupId ?? null,
      description: line.description,
      quantity: line.quantity,
      unitPrice: unitPrice.tenThousandths,
      perMonths: line.per === 'once' ? 0 : line.per,
      net: net.amount,
      account: line.account ?? null,
      taxCategory: line.taxCategory,
      taxCode: tax.code,
      taxName: tax.name,
      taxRate: tax.rate,
      taxTreatment: tax.treatment,
      taxReason: tax.reason ?? null,
      periodFirst: period ? toDbDate(period.first) : null,
      periodLast: period ? toDbDate(period.last) : null,
      why: line.why ?? null,
    })),
  });
};
