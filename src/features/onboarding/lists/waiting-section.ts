import type { HomeSection } from '../../../platform/slice/slice.ts';
import { readListFor } from './list-page.ts';
import { waitingBlocks } from './list-views.ts';

/** What is assigned to the reader, or lies unassigned at a desk of theirs. */
export const waitingSection: HomeSection = {
  order: 10,
  title: 'Folders',
  waits: true,
  isForTeam: true,
  render: async (request) => {
    const desks = [...(await request.roles())];
    return waitingBlocks(await readListFor(request, { kind: 'waiting', userId: request.userId, desks }, 0));
  },
};
