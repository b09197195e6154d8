import { FieldErrors } from '../../../../core/errors.ts';
import { csvKind, eachEntry, repeatedIn } from '../../../entries/index.ts';
import { setupEditors } from '../../setup/index.ts';
import { articleProblems, tidyArticle } from '../articles/article.ts';
import { type ChargeFields, parseChargeAmount } from './charge.ts';
import { writeCharge } from './write-charge.ts';

const yesOrNo = (cell: string | undefined): boolean | undefined => {
  if (cell === undefined) return false;
  const word = cell.toLowerCase();
  return word === 'yes' ? true : word === 'no' ? false : undefined;
};

/** Additional charges, each with the usual amount in one currency; those in others are added by Edit. BIL-21 */
export const chargesCsv = csvKind<ChargeFields>({
  kind: 'charges',
  columns: [
    { name: 'code', required: true, example: 'SETUP', id: true, most: 40 },
    { name: 'name', required: true, example: 'Set-up fee' },
    { name: 'description', example: 'Once, at the beginning', most: 500 },
    { name: 'account', example: '4020', id: true, most: 40 },
    { name: 'tax_category', required: true, example: 'services', most: 40 },
    { name: 'recurring', example: 'no' },
    { name: 'proratable', example: 'no' },
    { name: 'currency', example: 'USD' },
    { name: 'amount', example: '250.00' },
  ],
  roles: setupEditors,
  read: (cells) => {
    const isRecurring = yesOrNo(cells.recurring);
    const isProratable = yesOrNo(cells.proratable);
    const article = tidyArticle({
      code: cells.code ?? '',
      name: cells.name ?? '',
      description: cells.description ?? '',
      account: cells.account,
      taxCategory: cells.tax_category ?? '',
    });
    const { currency, amount } = cells;
    const isHalf = (currency === undefined) !== (amount === undefined);
    const problems = {
      ...articleProblems(article),
      ...(isRecurring === undefined ? { recurring: 'Write yes or no.' } : {}),
      ...(isProratable === undefined ? { proratable: 'Write yes or no.' } : {}),
      ...(isHalf ? { amount: 'An amount has a currency, and a currency an amount: fill in both or none.' } : {}),
    };
    if (isRecurring === undefined || isProratable === undefined || Object.keys(problems).length > 0)
      throw new FieldErrors(problems);
    const amounts = currency !== undefined && amount !== undefined ? [parseChargeAmount(currency, amount)] : [];
    return { ...article, isRecurring, isProratable, amounts };
  },
  store: async (work, entries) => {
    const repeated = repeatedIn(entries, 'code', ({ code }) => code);
    const rows = new Set(repeated.map(({ row }) => row));
    const refused = await eachEntry(
      entries.filter(({ row }) => !rows.has(row)),
      (entered) => writeCharge(work, entered),
    );
    return [...repeated, ...refused];
  },
});
