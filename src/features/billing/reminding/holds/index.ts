export { endHold, endHoldButton } from './actions/end-hold.ts';
export { holdButton, holdReminders } from './actions/hold-reminders.ts';
export { bearsOn, daysText, type Hold, spanOf } from './hold.ts';
export { eraseDisputes, holdOfWord, holdsOf, liveHolds } from './store.ts';
export { endHoldWith, writeHold } from './write-hold.ts';
