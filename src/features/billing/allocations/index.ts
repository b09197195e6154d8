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
