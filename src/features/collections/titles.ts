import { formatMoney } from '../../core/money.ts';
import { clip } from '../../core/text.ts';
import type { CaseState, CollectionCase } from './case.ts';

/** What a case is called where there is no room for more; not escaped. */
export const caseTitle = (of: CollectionCase): string =>
  `C-${of.ref} ${clip(of.reportedName || of.reportedCustomer, 80)}, ${formatMoney(of.amount)}`;

export const stateNames: Readonly<Record<CaseState, string>> = {
  retrying: 'Gateway retries',
  failed: 'FAILED',
  advised: 'Support advised',
  expired: 'Expired',
  recovered: 'Recovered',
};
