import type { Slice } from '../../../platform/slice/slice.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type InvoiceEvent, invoiceChanged, invoiceSent, lockInvoices } from '../invoices/index.ts';
import { moveAllocationButton } from './actions/move-allocation.ts';
import { undoUseButton } from './actions/undo-use.ts';
import { balanceButton, balanceForAllButton } from './actions/use-balance.ts';
import { settlingPolicy } from './policy.ts';
import { balanceSection, settledSection } from './sections.ts';
import { withBalance } from './store.ts';
import { spendBalance } from './use-balance.ts';
import { verifyJob } from './verify.ts';

export { moveAllocation } from './actions/move-allocation.ts';
export { undoUse } from './actions/undo-use.ts';
export { payAllFromBalance, payFromBalance } from './actions/use-balance.ts';
export {
  type Accounts,
  type Allocation,
  type Settlement,
  type Source,
  settleGiven,
  settleOldestFirst,
  type Target,
  type Tolerances,
  type WriteOff,
} from './allocation.ts';
export { settlementLines, sourceName } from './balance-views.ts';
export {
  type AllocationEntry,
  drawn,
  type MoneySource,
  mayBeSettled,
  type SourceRest,
  sourceOf,
  targetOf,
  usable,
} from './entry.ts';
export { balanceMoved, invoicesSettled, moveBalance, type Settled } from './events.ts';
export { type SettlingPolicy, settlingPolicy, tolerancesOf } from './policy.ts';
export { auditSettled, carryOut, type Part, type SettledInvoice } from './settle.ts';
export {
  addToRest,
  balancesOf,
  balancesOfCustomers,
  endAllocations,
  enterRests,
  insertAllocations,
  liveAllocations,
  lockBalance,
  mismatches,
  restsById,
  restsOf,
} from './store.ts';
export {
  giveBack,
  lockSettled,
  release,
  type SourceNames,
  sourceNames,
  sourcesOf,
  standingAllocation,
  takeBack,
} from './take-back.ts';
export { type LeftOver, openInvoicesOf, spendBalance, usedByBills } from './use-balance.ts';
export { verifyBalances } from './verify.ts';

/** BIL-15: what is left over pays by itself, where the setting says so. */
const spendOn = async (work: Work, invoiceIds: readonly string[]): Promise<void> => {
  const { usesBalance } = await work.policy(settlingPolicy);
  if (!usesBalance || invoiceIds.length === 0) return;
  const ids = await withBalance(work.tx, invoiceIds);
  for (const invoice of await lockInvoices(work, ids)) await spendBalance(work, [invoice]);
};

const idsOf = (events: readonly InvoiceEvent[]): readonly string[] => events.map(({ invoiceId }) => invoiceId);

const spendWhenIssued: readonly Reaction[] = [
  on(invoiceChanged, (work, changed) => spendOn(work, idsOf(changed.filter(({ what }) => what === 'issued')))),
  // Those that are numbered elsewhere are issued there before they are sent.
  on(invoiceSent, (work, sent) => spendOn(work, idsOf(sent))),
];

export const balanceSlice: Slice = {
  name: 'balance',
  interactions: [balanceButton, balanceForAllButton, undoUseButton, moveAllocationButton],
  policies: [settlingPolicy as unknown as PolicyDefinition<object>],
  sections: [balanceSection, settledSection],
  reactions: spendWhenIssued,
  jobs: [verifyJob],
};
