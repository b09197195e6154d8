export { promiseButton, promiseHeard } from './actions/note-promise.ts';
export { takePromiseBackButton, withdrawPromise } from './actions/take-promise-back.ts';
export { followMoney } from './follow-money.ts';
export { judgeCustomers } from './judge-promises.ts';
export { endPromiseOfWord, notePromise } from './note-promise.ts';
export {
  type Come,
  judge,
  lastPromisedDay,
  type PaymentPromise,
  type PromiseSubject,
  promiseSubjects,
  promiseText,
} from './promise.ts';
export { judgeDue, promisesJob } from './promises-job.ts';
export { openPromisesOf, promiseOfWord, promisesByIds, promisesOf } from './store.ts';
export { customerPromises, invoicePromises } from './subjects.ts';
