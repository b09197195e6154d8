/** A line of a quote. */

import type { Money } from '../../../../core/money/money.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import type { NewLine } from '../../invoices/index.ts';
import type { LineTax } from '../../taxes/index.ts';

/** A line to be offered: an article of the catalog, or what was typed. */
export interface NewQuoteLine extends NewLine {
  readonly article?: { readonly kind: 'plan' | 'charge'; readonly id: string; readonly code: string } | undefined;
  /** For how many months the price is; or once. */
  readonly per: PeriodMonths | 'once';
}

/** A line as it stands on its quote. */
export interface QuoteLine extends NewQuoteLine {
  readonly net: Money;
  readonly tax: LineTax;
}
