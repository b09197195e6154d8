import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { formatMoney, type Money } from '../../../../core/money/money.ts';
import type { Subject } from '../../../../core/subject.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay, todayIn } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { customerById } from '../../../customers/index.ts';
import { withdrawCalls } from '../calls/index.ts';
import { comeFor, tellOf } from './judge-promises.ts';
import { lastPromisedDay, type PaymentPromise, promiseText } from './promise.ts';
import { insertPromise, judgedOf, movePromise, promisesByIds } from './store.ts';

export interface NotePromise {
  readonly customerId: string;
  readonly subject: Subject;
  readonly promisedOn: Day;
  /** What is to come; all that is open where nothing is said. */
  readonly amount?: Money | undefined;
  readonly currency: string;
  readonly wordId?: string | undefined;
}

/** @throws FieldErrors at `day` and `amount` */
const checked = ({ promisedOn, amount, wordId }: NotePromise, owed: bigint, today: Day, currency: string): Money => {
  const last = lastPromisedDay(today);
  // What a page took was checked there, by the day that it showed.
  if (wordId === undefined && (promisedOn < today || promisedOn > last))
    throw new FieldErrors({ day: `Choose a day from ${formatDay(today)} to ${formatDay(last)}.` });
  if (owed <= 0n) throw new UserError('Nothing is open that could be promised.');
  const promised = amount ?? { amount: owed, currency };
  if (promised.currency !== currency || promised.amount <= 0n)
    throw new FieldErrors({ amount: `Write an amount in ${currency}, more than nothing.` });
  if (promised.amount > owed)
    throw new FieldErrors({ amount: `Only ${formatMoney({ amount: owed, currency })} are open. Write that or less.` });
  return promised;
};

const endPromise = async (work: Work, promise: PaymentPromise, text: string): Promise<boolean> => {
  if (!(await movePromise(work, promise, 'ended'))) return false;
  work.audit({
    action: 'promise.ended',
    subject: promise.subject,
    customerId: promise.customerId,
    before: { state: promise.state },
    after: { state: 'ended', promise: promise.id, promised: promiseText(promise) },
  });
  await withdrawCalls(
    work,
    [promise.customerId],
    (call) => call.promiseId === promise.id,
    'The promise was taken back.',
  );
  if (text) await tellOf(work, promise, text);
  return true;
};

/**
 * A promise to pay is written down: what is promised for earlier days comes first; where all of it would be more than is open it is
 * about the same money, and stands in their place. The caller decides who may, and has locked what it is for. BIL-18
 * @throws FieldErrors, UserError @returns its id
 */
export const notePromise = async (work: Work, input: NotePromise, text?: string): Promise<string> => {
  const { customerId, subject, promisedOn, currency, wordId } = input;
  const customer = await customerById(work.tx, customerId);
  const today = todayIn(customer?.timeZone ?? work.timeZone, work.now);
  const draft: PaymentPromise = {
    ...{ id: subject.id, customerId, subject, promisedOn, amount: { amount: 0n, currency }, paidBefore: 0n },
    ...{ madeBy: work.by.id, madeOn: today, madeAt: work.now, state: 'open', wordId },
  };
  const come = (await comeFor(work, [draft])).get(draft.id);
  const amount = checked(input, come?.owed ?? 0n, today, currency);
  const received = come?.received ?? 0n;
  const earlier = (await judgedOf(work.tx, [customerId])).filter(
    (each) => each.state === 'open' && each.subject.type === subject.type && each.subject.id === subject.id,
  );
  const waiting = earlier.reduce((sum, each) => {
    const still = each.paidBefore + each.amount.amount - received;
    return still > sum ? still : sum;
  }, 0n);
  const isSameMoney = waiting + amount.amount > (come?.owed ?? 0n);
  if (isSameMoney) for (const each of earlier) await endPromise(work, each, '');
  const paidBefore = received + (isSameMoney ? 0n : waiting);
  const id = await insertPromise(work, { customerId, subject, promisedOn, amount, paidBefore, madeOn: today, wordId });
  const promised = promiseText({ amount, promisedOn });
  work.audit({ action: 'promise.noted', subject, customerId, after: { promise: id, promised } });
  await withdrawCalls(work, [customerId], ({ promiseId }) => promiseId !== undefined, 'They promised anew.');
  if (text !== undefined) await tellOf(work, { subject }, `${text} ${promised}. Reminders wait until then.`);
  return id;
};

/** Somebody says that it holds no more. The caller decides who may. @throws Conflict */
export const takePromiseBack = async (work: Work, id: string): Promise<PaymentPromise> => {
  const [promise] = await promisesByIds(work.tx, [id]);
  if (!promise) throw new UserError('This promise is gone.');
  if (promise.state === 'ended') throw new Conflict('Somebody took it back before, or nothing of it is owed any more.');
  const customer = (await customerById(work.tx, promise.customerId))?.name ?? '';
  const text = `${person(work.by.id)} took back that *${escapeMrkdwn(customer)}* promised ${promiseText(promise)}.`;
  if (!(await endPromise(work, promise, text))) throw new Conflict('It changed just now. Open the window again.');
  return promise;
};

/** Of a customer's word on a page that holds no more. */
export const endPromiseOfWord = async (work: Work, promise: PaymentPromise): Promise<void> => {
  if (promise.state !== 'ended') await endPromise(work, promise, '');
};
