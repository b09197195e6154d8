import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { finders } from '../../find/index.ts';
import { invoiceFinder } from './invoice-finder.ts';
import { quoteFinder } from './quote-finder.ts';

/** How what is billed is found. WRK-2 */
export const billingFindingSlice: Slice = {
  name: 'billing-finding',
  contributes: [contribute(finders, invoiceFinder), contribute(finders, quoteFinder)],
};
