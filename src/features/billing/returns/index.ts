import type { Slice } from '../../../platform/slice/slice.ts';
import { feeReaction } from './charge-fee.ts';

/** What follows when a payment comes back, beside what it had paid. BIL-17 */
export const returnsSlice: Slice = { name: 'returns', reactions: [feeReaction] };
