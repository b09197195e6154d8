import type { Slice } from '../../../platform/slice/slice.ts';
import { servedReaction, undoneReaction } from './charge-served.ts';

/** What completed work adds to the customer's next bill. ACT-3 */
export const servicesSlice: Slice = { name: 'services', reactions: [servedReaction, undoneReaction] };
