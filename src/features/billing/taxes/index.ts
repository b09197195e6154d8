export { type LineTax, type Taxable, type TaxChoice, type TaxRule, type TaxTreatment, taxOf } from './tax.ts';
export { type TaxedLine, type TaxTotal, type Totals, taxByLine, taxTotals } from './totals.ts';
