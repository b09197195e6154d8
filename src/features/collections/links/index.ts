import type { Slice } from '../../../platform/slice/slice.ts';
import { correctLinkButton } from './actions/correct-link.ts';
import { linkCustomer } from './actions/link-customer.ts';
import { newCustomer } from './actions/new-customer.ts';
import { linkReactions } from './reactions.ts';

export const linkPieces = {
  interactions: [linkCustomer, newCustomer, correctLinkButton],
  reactions: linkReactions,
} satisfies Partial<Slice>;
