import { FieldErrors } from '../../../core/errors.ts';
import { parseDay } from '../../../core/time/calendar.ts';
import { csvKind, eachEntry } from '../../entries/index.ts';
import { sellerByName } from '../sellers/index.ts';
import { ledgerEditors } from '../setup/index.ts';
import { taxTable } from './store.ts';
import { rateProblem } from './tax-form.ts';
import { isSamePlace, parseRate, type TaxFields, taxProblems, taxTreatments, tidyTax } from './tax-row.ts';
import { writeTax } from './write-tax.ts';

interface Row {
  readonly tax: TaxFields;
  readonly sellerName?: string | undefined;
}

/** The table of taxes, also with its past. BIL-14, BIL-21 */
export const taxesCsv = csvKind<Row>({
  kind: 'taxes',
  columns: [
    { name: 'code', required: true, example: 'IVA22', id: true, most: 40 },
    { name: 'name', required: true, example: 'IVA 22 %' },
    { name: 'rate', required: true, example: '22' },
    { name: 'category', required: true, example: 'services', most: 40 },
    { name: 'jurisdiction', example: 'IT', most: 6 },
    { name: 'seller', example: 'Harbor Services Inc.' },
    { name: 'treatment', example: 'taxed' },
    { name: 'reason', example: '', most: 300 },
    { name: 'valid_from', required: true, example: '2026-01-01' },
  ],
  roles: ledgerEditors,
  read: (cells) => {
    const rate = parseRate(cells.rate ?? '');
    const treatment = taxTreatments.find((each) => each === (cells.treatment?.toLowerCase() ?? 'taxed'));
    const validFrom = parseDay(cells.valid_from ?? '');
    if (rate === undefined || !treatment || !validFrom) {
      throw new FieldErrors({
        ...(rate === undefined ? { rate: rateProblem } : {}),
        ...(treatment ? {} : { treatment: `Write ${taxTreatments.join(', ')}.` }),
        ...(validFrom ? {} : { valid_from: 'Write the day as year-month-day, such as 2026-01-01.' }),
      });
    }
    const { code = '', name = '', category = '', jurisdiction = '*', reason, seller } = cells;
    const tax = tidyTax({ code, name, rate, treatment, category, jurisdiction, reason, seller: '*', validFrom });
    const problems = taxProblems(tax);
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    return { tax, sellerName: seller };
  },
  store: async (work, entries) => {
    const before = await taxTable(work.tx);
    const inOrder = [...entries].sort((a, b) => (a.value.tax.validFrom < b.value.tax.validFrom ? -1 : 1));
    return eachEntry(inOrder, async ({ tax, sellerName }) => {
      const seller = sellerName === undefined ? undefined : await sellerByName(work.tx, sellerName);
      if (sellerName !== undefined && !seller)
        throw new FieldErrors({
          seller: `There is no seller called “${sellerName}”: add it in \`/bill setup\` first.`,
        });
      const row = { ...tax, seller: seller?.id ?? '*' };
      // Where nothing was taxed so far, nothing was billed.
      await writeTax(work, row, { mayLieBack: !before.some((each) => isSamePlace(each, row)) });
    });
  },
});
