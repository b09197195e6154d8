export { begin, type Changing, changeQuantity, type Sold, swap } from './change.ts';
export { effectOf } from './effect.ts';
export { type PauseTerms, pause, startAgain, stop } from './interruption.ts';
export { type Penalty, regret, remove, undo } from './removal.ts';
export { afterChange, type Change, type Dropped } from './service.ts';
