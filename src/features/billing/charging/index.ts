export { type AssignedAsset, byAsset, refuseRivals } from './assets.ts';
export { billsOf, type DueBill } from './bills.ts';
export { type Account, asBilled, type Billed, type DueLine, dueLines } from './due.ts';
export {
  type DatedPrice,
  type Interruption,
  type Item,
  type Metering,
  type Prorated,
  priceOn,
  type Scope,
} from './item.ts';
export type { Schedule } from './schedule.ts';
export { chargedDays, longerPeriod } from './served.ts';
export { serviceOf } from './service.ts';
export { countsOn, type UnitCount } from './units.ts';
export { spanWords } from './why.ts';
