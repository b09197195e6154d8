/** How rows of the table are written down, by a form as by a file. BIL-14 */
import { FieldErrors } from '../../../core/errors.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { dayProblem } from '../../../core/time/day-range.ts';
import type { Work } from '../../../platform/work/work.ts';
import { insertTax, lockTaxes, taxTable } from './store.ts';
import { isSamePlace, rateText, rowProblem, type TaxFields, type TaxRow, taxProblems, tidyTax } from './tax-row.ts';

export const taxSubject = (id: string) => ({ type: 'tax', id });

/** What the audit log says of a row. */
export const taxFacts = (row: TaxFields): object => ({
  code: row.code,
  name: row.name,
  rate: rateText(row.rate),
  category: row.category,
  jurisdiction: row.jurisdiction === '*' ? 'everywhere' : row.jurisdiction,
  seller: row.seller === '*' ? 'each' : row.seller,
  treatment: row.treatment,
  because: row.reason ?? null,
  validFrom: row.validFrom,
});

/**
 * Adds a row; the one that it takes the place of ends by it, and stays as it is.
 * @param more `mayLieBack`: a table that is entered with its past: none of its rows was there before
 * @throws FieldErrors
 */
export const writeTax = async (
  work: Work,
  fields: TaxFields,
  { mayLieBack }: { readonly mayLieBack: boolean },
): Promise<TaxRow> => {
  const tidy = tidyTax(fields);
  const day = dayProblem(tidy.validFrom, 'expiry', work.today);
  const problems = { ...taxProblems(tidy), ...(day ? { valid_from: day } : {}) };
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  await lockTaxes(work.tx);
  const others = (await taxTable(work.tx)).filter((each) => isSamePlace(each, tidy));
  const problem = rowProblem(others, tidy, mayLieBack ? tidy.validFrom : work.today);
  if (problem === 'taken') {
    throw new FieldErrors({
      valid_from: `There is a tax for ${tidy.category} of this place and seller from ${formatDay(tidy.validFrom)} on already. Choose another day.`,
    });
  }
  if (problem === 'past') {
    throw new FieldErrors({
      valid_from: `What was billed is not changed: a new rate begins on ${formatDay(work.today)} or later.`,
    });
  }
  const row = await insertTax(work.tx, tidy, { createdBy: work.by.id, createdAt: work.now });
  work.audit({ action: 'tax.added', subject: taxSubject(row.id), after: taxFacts(tidy) });
  return row;
};
