export type { AssignedAsset } from './assets.ts';
export { billsOf, type DueBill } from './bills.ts';
export { type Account, asBilled, type Billed, type DueLine, dueLines } from './due.ts';
export { type DatedPrice, type Interruption, type Item, type Prorated, priceOn, type Scope } from './item.ts';
export type { Schedule } from './schedule.ts';
