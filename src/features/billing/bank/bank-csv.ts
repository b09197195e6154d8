import { FieldErrors } from '../../../core/errors.ts';
import { formatMoney, isCurrency, parseAmount } from '../../../core/money/money.ts';
import { formatDay, parseDay } from '../../../core/time/calendar.ts';
import { csvKind } from '../../entries/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import type { EnteredRow } from './bank-row.ts';
import { insertRows } from './store.ts';

/** A bank's statement: what came in waits for a person in `/bill bank`; what is known is left as it is, what went out is left out. BIL-15 */
export const bankCsv = csvKind<EnteredRow | undefined>({
  kind: 'bank',
  columns: [
    { name: 'date', required: true, example: '2026-03-02' },
    { name: 'amount', required: true, example: '1200.00' },
    { name: 'currency', required: true, example: 'USD' },
    { name: 'text', required: true, example: 'ACME Corp. invoice I-12', most: 500 },
    { name: 'id', example: '2026030200017', id: true, most: 100 },
  ],
  roles: moneyRoles,
  mappable: {
    day: 'date',
    same: 'currency',
    says: (entry) =>
      entry
        ? `${formatDay(entry.on)} · ${formatMoney(entry.amount)} · ${entry.text}`
        : 'Not money that came in: it is left out.',
  },
  read: (cells) => {
    const on = parseDay(cells.date ?? '');
    const currency = (cells.currency ?? '').toUpperCase();
    const isOut = /^\s*[-−(]/.test(cells.amount ?? '');
    const amount = isCurrency(currency) && !isOut ? parseAmount(cells.amount ?? '', currency) : undefined;
    const problems = {
      ...(on ? {} : { date: 'Write the day as year-month-day, such as 2026-03-02.' }),
      ...(isCurrency(currency) ? {} : { currency: 'Write its three letters, such as USD.' }),
      ...(amount && !amount.ok ? { amount: amount.error } : {}),
    };
    if (!on || Object.keys(problems).length > 0) throw new FieldErrors(problems);
    if (!amount?.ok || amount.value.amount === 0n) return undefined;
    return { on, amount: amount.value, text: cells.text ?? '', reference: cells.id };
  },
  store: async (work, entries) => {
    const late = entries.filter(({ value }) => value && value.on > work.today);
    if (late.length > 0) return late.map(({ row }) => ({ row, column: 'date', text: 'This day is yet to come.' }));
    await insertRows(
      work,
      entries.flatMap(({ value }) => value ?? []),
    );
    return [];
  },
});
