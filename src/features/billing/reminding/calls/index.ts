export { calledButton, noteCall } from './actions/called.ts';
export { askToCall, callMessageOf, withdrawCalls } from './ask-to-call.ts';
export type { Call } from './call.ts';
export { callById, openCalls } from './store.ts';
