import { FieldErrors } from '../../../../core/errors.ts';
import { parseDay } from '../../../../core/time/calendar.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { csvKind, eachEntry, repeatedIn } from '../../../entries/index.ts';
import { setupEditors } from '../../setup/index.ts';
import { articleProblems, tidyArticle } from '../articles/article.ts';
import { type Plan, type PlanFields, planBillings, planMonths, planProrations } from './plan.ts';
import { planText } from './plan-text.ts';
import { checkedPrice, type TypedPrice } from './price-form.ts';
import { planByCode } from './store.ts';
import { writePlan, writePrice } from './write-plan.ts';

interface Row {
  readonly plan: PlanFields;
  readonly price: TypedPrice;
}

const oneOf = <T extends string | number>(all: readonly T[], cell: string | undefined, usual: T): T | undefined =>
  cell === undefined ? usual : all.find((each) => String(each) === cell.toLowerCase());

/** A plan that the file makes has no past by which something was billed. */
interface PlanOfRow {
  readonly plan: Plan;
  readonly isNew: boolean;
}

/** Where a row contradicts the plan that it is about, its cell says so. @throws FieldErrors */
const requireAgreement = (known: Plan, fields: PlanFields): void => {
  const [was, is] = [planText(known), planText(fields)];
  const columns: Readonly<Record<string, string>> = { taxCategory: 'tax_category', perMonths: 'per_months' };
  const problems = Object.entries(is)
    .filter(([field, value]) => Reflect.get(was, field) !== value)
    .map(([field]) => [columns[field] ?? field, `Plan ${known.code} has “${Reflect.get(was, field) ?? ''}” here.`]);
  if (problems.length > 0) throw new FieldErrors(Object.fromEntries(problems));
};

const planOfRow = async (work: Work, fields: PlanFields, made: Map<string, Plan>): Promise<PlanOfRow> => {
  const ofFile = made.get(fields.code);
  const known = ofFile ?? (await planByCode(work.tx, fields.code));
  if (known) {
    requireAgreement(known, fields);
    return { plan: known, isNew: ofFile !== undefined };
  }
  const plan = await writePlan(work, fields);
  made.set(plan.code, plan);
  return { plan, isNew: true };
};

/** Plans with their prices, a row for each price; a plan that is known gets the price added. BIL-21 */
export const plansCsv = csvKind<Row>({
  kind: 'plans',
  columns: [
    { name: 'code', required: true, example: 'HOST-S', id: true, most: 40 },
    { name: 'name', required: true, example: 'Hosting, small' },
    { name: 'description', example: 'One list with up to 5,000 members', most: 500 },
    { name: 'account', example: '4010', id: true, most: 40 },
    { name: 'tax_category', required: true, example: 'services', most: 40 },
    { name: 'billing', example: 'flat' },
    { name: 'per_months', example: '1' },
    { name: 'prorated', example: 'by months' },
    { name: 'currency', required: true, example: 'USD' },
    { name: 'valid_from', required: true, example: '2026-01-01' },
    { name: 'price', required: true, example: '45.00' },
    { name: 'included', example: '1000' },
    { name: 'above', example: '0.0035' },
  ],
  roles: setupEditors,
  read: (cells) => {
    const billing = oneOf(planBillings, cells.billing, 'flat');
    const perMonths = oneOf(planMonths, cells.per_months, 1);
    const prorated = oneOf(planProrations, cells.prorated, 'by months');
    const validFrom = parseDay(cells.valid_from ?? '');
    const article = tidyArticle({
      code: cells.code ?? '',
      name: cells.name ?? '',
      description: cells.description ?? '',
      account: cells.account,
      taxCategory: cells.tax_category ?? '',
    });
    const problems = {
      ...articleProblems(article),
      ...(billing ? {} : { billing: `Write ${planBillings.join(', ')}.` }),
      ...(perMonths ? {} : { per_months: 'Write 1, 3 or 12.' }),
      ...(prorated ? {} : { prorated: `Write ${planProrations.join(', ')}.` }),
      ...(validFrom ? {} : { valid_from: 'Write the day as year-month-day, such as 2026-01-01.' }),
    };
    if (!billing || !perMonths || !prorated || !validFrom || Object.keys(problems).length > 0)
      throw new FieldErrors(problems);
    const { currency = '', price = '', included, above } = cells;
    return {
      plan: { ...article, billing, perMonths, prorated },
      price: { currency: currency.toUpperCase(), price, validFrom, included, above },
    };
  },
  store: async (work, entries) => {
    const repeated = repeatedIn(
      entries,
      'valid_from',
      ({ plan, price }) => `${plan.code} ${price.currency} ${price.validFrom}`,
    );
    const rows = new Set(repeated.map(({ row }) => row));
    // The earliest price of a plan first: each begins after the one before it.
    const inOrder = entries
      .filter(({ row }) => !rows.has(row))
      .sort((a, b) => (a.value.price.validFrom < b.value.price.validFrom ? -1 : 1));
    const made = new Map<string, Plan>();
    const refused = await eachEntry(inOrder, async (row) => {
      const price = checkedPrice(row.price, row.plan.billing, work.today);
      const { plan, isNew } = await planOfRow(work, row.plan, made);
      await writePrice(work, plan, price, { isNew });
    });
    return [...repeated, ...refused];
  },
});
