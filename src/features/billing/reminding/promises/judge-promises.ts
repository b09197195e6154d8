import { groupBy } from '../../../../core/group.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { customersByIds } from '../../../customers/index.ts';
import { askToCall, withdrawCalls } from '../calls/index.ts';
import { type Come, judge, type PaymentPromise, type PromiseState, promiseSubjects, promiseText } from './promise.ts';
import { judgedOf, movePromise } from './store.ts';

/** What came for each, by the promises' ids; of what nobody keeps any more nothing is said. */
export const comeFor = async (
  { tx, contributions }: Pick<Work, 'tx' | 'contributions'>,
  promises: readonly PaymentPromise[],
): Promise<ReadonlyMap<string, Come>> => {
  const read = [];
  for (const [type, own] of groupBy(promises, ({ subject }) => subject.type)) {
    const kind = contributions.to(promiseSubjects).find((each) => each.type === type);
    if (kind) read.push(...(await kind.read(tx, own)));
  }
  return new Map(read);
};

/** Where people talk of what it is for. @param text mrkdwn */
export const tellOf = async (work: Work, { subject }: Pick<PaymentPromise, 'subject'>, text: string): Promise<void> => {
  await work.contributions
    .to(promiseSubjects)
    .find(({ type }) => type === subject.type)
    ?.tell(work, subject.id, text);
};

const sentence = (promise: PaymentPromise, to: PromiseState, customer: string): string => {
  const what = `*${escapeMrkdwn(customer)}* promised ${promiseText(promise)}`;
  if (to === 'kept') return `:white_check_mark: ${what}: kept.`;
  if (to === 'open') return `${what}: what came for it came back; there is still time.`;
  if (to === 'ended') return `${what}: nothing of it is owed any more.`;
  return promise.state === 'kept'
    ? `:x: ${what}: broken after all, since what came for it came back.`
    : `:x: ${what}: broken, it did not come.`;
};

const deeds: Readonly<Record<PromiseState, string>> = {
  open: 'promise.open_again',
  kept: 'promise.kept',
  broken: 'promise.broken',
  ended: 'promise.ended',
};

const become = async (work: Work, promise: PaymentPromise, to: PromiseState, customer: string): Promise<void> => {
  if (!(await movePromise(work, promise, to))) return;
  const { id, customerId, subject } = promise;
  const action = deeds[to];
  work.audit({
    action,
    subject,
    customerId,
    before: { state: promise.state },
    after: { state: to, promise: id, promised: promiseText(promise) },
  });
  await tellOf(work, promise, sentence(promise, to, customer));
  if (to === 'broken') await askToCall(work, { customerId, why: 'promise', promiseId: id });
};

/** What became of these promises, written down and said where it changed; broken the morning after, by the customer's clock. BIL-18 */
export const judgePromises = async (work: Work, promises: readonly PaymentPromise[]): Promise<void> => {
  if (promises.length === 0) return;
  const [come, customers] = [
    await comeFor(work, promises),
    await customersByIds(
      work.tx,
      promises.map(({ customerId }) => customerId),
    ),
  ];
  for (const promise of promises) {
    const [found, customer] = [come.get(promise.id), customers.get(promise.customerId)];
    if (!found || !customer) continue;
    const to = judge(promise, found, todayIn(customer.timeZone, work.now));
    if (to !== promise.state) await become(work, promise, to, customer.name);
    const isOver = to !== 'broken' || found.owed <= 0n;
    if (promise.state === 'broken' && isOver)
      await withdrawCalls(work, [promise.customerId], (call) => call.promiseId === promise.id, 'It came after all.');
  }
};

/** After money came, or came back. */
export const judgeCustomers = async (work: Work, customerIds: readonly string[]): Promise<void> => {
  if (customerIds.length > 0) await judgePromises(work, await judgedOf(work.tx, [...new Set(customerIds)]));
};
