import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { on } from '../../../platform/work/events.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import { reports } from '../../reports/index.ts';
import { periodOpened } from '../closing/index.ts';
import { journalPolicy } from './accounts.ts';
import { openExports } from './export-store.ts';
import { journalReport } from './journal-report.ts';

export { type JournalPolicy, journalPolicy } from './accounts.ts';
export type { DocumentKind, DocumentLine, LedgerDocument } from './booking.ts';
export { documentsIn } from './document-store.ts';
export { customersLedger, type LedgerEntry } from './ledger-store.ts';

/** What the bookkeeping gets. BIL-21 */
export const journalSlice: Slice = {
  name: 'journal',
  policies: [journalPolicy as unknown as PolicyDefinition<object>],
  reactions: [on(periodOpened, async (work, { closedOn }) => void (await openExports(work, closedOn)))],
  contributes: [contribute(reports, journalReport)],
};
