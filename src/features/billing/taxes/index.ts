import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { setupParts } from '../setup/index.ts';
import { addTaxButton, newRateButton } from './actions/add-tax.ts';
import { takeTaxBackButton } from './actions/take-tax-back.ts';
import { taxesPart } from './taxes-part.ts';

export { addTax } from './actions/add-tax.ts';
export { takeTaxBack } from './actions/take-tax-back.ts';
export { taxCategories, taxRules } from './store.ts';
export { type LineTax, type Taxable, type TaxChoice, type TaxRule, type TaxTreatment, taxOf } from './tax.ts';
export { type TaxFields, usedTaxCategories } from './tax-row.ts';
export { taxesCsv } from './taxes-csv.ts';
export { type TaxedLine, type TaxTotal, type Totals, taxByLine, taxTotals } from './totals.ts';

export const taxesSlice: Slice = {
  name: 'taxes',
  interactions: [addTaxButton, newRateButton, takeTaxBackButton],
  contributes: [contribute(setupParts, taxesPart)],
};
