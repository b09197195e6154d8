/** Notice and end date: what a termination begins with. CUS-6 */
import { Conflict, FieldErrors, NotFound, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { Subject } from '../../../core/subject.ts';
import { addMonths, type Day, formatDay } from '../../../core/time/calendar.ts';
import { requireDays } from '../../../core/time/day-range.ts';
import { dayAfter, isWithin } from '../../../core/time/spans.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { changeDetails, contractsOf, customerById, groupById, recordNoticeWith } from '../../customers/index.ts';
import { assignmentsOf, place } from '../assets/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import { endSubscription, lockSubscriptionsOf, subscriptionById } from '../subscriptions/index.ts';
import { terminationsPolicy } from './policy.ts';
import { insertTermination, terminationOf } from './store.ts';
import { earliestEnd, type Terminable, type Termination } from './termination.ts';
import { terminationMessageOf } from './walk-in-hand.ts';

export const doing = 'end customers and services';

export interface Terminate {
  readonly subject: Subject & { readonly type: Terminable };
  readonly noticeOn: Day;
  readonly endOn: Day;
  /** Who gave notice, for the contracts that end with it. */
  readonly from?: string | undefined;
  readonly reason?: string | undefined;
  /** Of an asset: whose it becomes; without one it is parked. */
  readonly toGroup?: string | undefined;
}

/** Whose it is, and what is known of it. */
export interface Ending {
  readonly customerId: string;
  readonly name: string;
  /** Of an asset, on its last day. */
  readonly was?: Termination['was'];
}

/** Whose the thing is on a day. @throws NotFound; UserError for an asset that is nobody's */
export const endingOf = async (tx: Tx, { type, id }: Subject, on: Day): Promise<Ending> => {
  const named = async (customerId: string | undefined): Promise<Ending> => {
    const customer = customerId === undefined ? undefined : await customerById(tx, customerId);
    if (!customer) throw new NotFound('customer');
    return { customerId: customer.id, name: customer.name };
  };
  if (type === 'customer') return named(id);
  if (type === 'subscription') return named((await subscriptionById(tx, id))?.customerId);
  const row = (await assignmentsOf(tx, [id])).find((each) => isWithin(on, each));
  const group = row?.groupId === undefined ? undefined : await groupById(tx, row.groupId);
  if (!row || !group) throw new UserError('This asset is nobody’s on that day: there is nothing to end.');
  return { ...(await named(group.customerId)), was: { groupId: group.id, isFree: row.isFree } };
};

/** As far ahead as bills are made. BIL-1 */
const furthest = 24;

/** @throws FieldErrors at `notice_on`, `end_on`, `reason` */
const requireDates = async (work: Work, { subject, noticeOn, endOn, reason }: Terminate): Promise<void> => {
  requireDays({ notice_on: noticeOn }, 'happened', work.today);
  if (noticeOn > work.today)
    throw new FieldErrors({ notice_on: 'This day is yet to come. Enter the day the notice was received.' });
  if (endOn > addMonths(work.today, furthest))
    throw new FieldErrors({ end_on: `Choose a day before ${formatDay(addMonths(work.today, furthest))}.` });
  if (endOn < addMonths(noticeOn, -12))
    throw new FieldErrors({ end_on: 'It ended more than a year before the notice: choose a later day.' });
  if (subject.type !== 'customer' || reason?.trim()) return;
  const { noticeDays } = await work.policy(terminationsPolicy);
  const earliest = earliestEnd(await contractsOf(work.tx, [subject.id]), noticeOn, noticeDays);
  if (endOn < earliest)
    throw new FieldErrors({
      reason: `Notice of ${formatDay(noticeOn)} ends it on ${formatDay(earliest)} at the earliest. Write why it ends before, or choose that day.`,
    });
};

/** The contracts that nobody gave notice of end with the customer. CUS-9 */
const endContracts = async (work: Work, customerId: string, { noticeOn, endOn, from }: Terminate) => {
  const contracts = (await contractsOf(work.tx, [customerId])).filter(
    (each) => each.notice === null && each.startOn <= endOn && noticeOn <= endOn && (each.renews || each.endOn > endOn),
  );
  if (contracts.length > 0 && !from) throw new FieldErrors({ from: 'Write who gave notice.' });
  for (const { id } of contracts)
    await recordNoticeWith(work, { contractId: id, from: from ?? '', receivedOn: noticeOn, effectiveOn: endOn });
  return contracts.map(({ id }) => id);
};

const endIt = async (work: Work, input: Terminate, { customerId, was }: Ending): Promise<readonly string[]> => {
  const { subject, endOn, reason = 'Terminated' } = input;
  if (subject.type === 'customer') {
    await changeDetails(work, customerId, { endOn }, reason);
    return endContracts(work, customerId, input);
  }
  if (subject.type === 'subscription') await endSubscription(work, subject.id, endOn);
  else
    await place(work, {
      assetIds: [subject.id],
      groupId: input.toGroup,
      isFree: input.toGroup !== undefined && was?.isFree === true,
      first: dayAfter(endOn),
    });
  return [];
};

const refuseSecond = async (work: Work, { type, id }: Terminate['subject']): Promise<never> => {
  const first = await terminationOf(work.tx, type, id);
  const who = first ? `${person(first.recorded.by)} did so ${moment(first.recorded.at)}, for ` : '';
  throw new Conflict(
    `It is being ended already: ${who}${first ? formatDay(first.endOn) : 'another day'}. Open the termination in its window.`,
  );
};

/**
 * CUS-6: from the end date on nothing is billed, and what was billed for later days is credited; the steps that follow are shown in
 * accounting's channel. @throws FieldErrors at the field; Conflict naming who was first
 */
export const terminate = (deps: Deps, by: By, input: Terminate): Promise<Termination> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const { subject, noticeOn, endOn } = input;
    const ending = await endingOf(work.tx, subject, endOn);
    await lockSubscriptionsOf(work, [ending.customerId]);
    const standing = await terminationOf(work.tx, subject.type, subject.id);
    if (standing?.state === 'open') await refuseSecond(work, subject);
    await requireDates(work, input);
    const reason = input.reason?.trim();
    const contractIds = await endIt(work, { ...input, reason: reason || undefined }, ending);
    const termination: Termination = {
      id: newId(),
      subject,
      customerId: ending.customerId,
      state: 'open',
      noticeOn,
      endOn,
      reason: reason || undefined,
      contractIds,
      was: ending.was,
      recorded: { by: work.by.id, at: work.now },
    };
    if (!(await insertTermination(work, termination))) await refuseSecond(work, subject);
    work.show(terminationMessageOf(termination.id), { role: 'accounting' });
    work.audit({
      action: 'termination.recorded',
      subject,
      customerId: ending.customerId,
      after: { noticeOn, endOn, ...(input.toGroup ? { movedTo: input.toGroup } : {}) },
      reason: reason || undefined,
    });
    return termination;
  });
