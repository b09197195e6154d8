import { escapeMrkdwn } from '../../../core/text/text.ts';
import { addDays, formatDay } from '../../../core/time/calendar.ts';
import { buttons, section } from '../../../platform/block-kit/blocks.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { MessageContent } from '../../../platform/work/content.ts';
import { type Deps, system, type Work } from '../../../platform/work/work.ts';
import { customersByIds } from '../store.ts';
import { type Contract, contractDoor, type TermInHand, termInHand } from './contract.ts';
import { contractsPolicy } from './policy.ts';
import { markReminded, setNoticeBy, takeNearing, takePassed } from './store.ts';

const batch = 50;

/** By when somebody is to be reminded of a contract; nothing once notice was received. */
export const noticeByOf = (work: Pick<Work, 'today'>, contract: Contract): TermInHand['noticeBy'] | undefined =>
  contract.notice ? undefined : termInHand(contract, work.today)?.noticeBy;

const reminder = (contract: Contract, customer: string, term: TermInHand): MessageContent => {
  const what = contract.renews
    ? `is renewed after ${formatDay(term.endOn)} for ${contract.termMonths} months unless notice is given by *${formatDay(term.noticeBy)}*`
    : `ends on ${formatDay(term.endOn)} and is not renewed by itself; by *${formatDay(term.noticeBy)}* the customer should know what follows`;
  const text = `Contract ${escapeMrkdwn(contract.number)} with ${escapeMrkdwn(customer)} ${what}.`;
  return { text, blocks: [section(text), buttons(`contract:${contract.id}`, [openButton(contractDoor, contract.id)])] };
};

/** Contracts whose day has passed go on to the next term's, or are over. @returns whether there may be more */
const rollOn = (deps: Deps): Promise<boolean> =>
  deps.transact(system, async (work) => {
    const passed = await takePassed(work, work.today, batch);
    for (const contract of passed) await setNoticeBy(work, contract.id, noticeByOf(work, contract));
    return passed.length === batch;
  });

/** @returns whether there may be more */
const remindSome = (deps: Deps): Promise<boolean> =>
  deps.transact(system, async (work) => {
    const { remindDays } = await work.policy(contractsPolicy);
    const nearing = await takeNearing(work, addDays(work.today, remindDays), batch);
    const customers = await customersByIds(
      work.tx,
      nearing.map(({ customerId }) => customerId),
    );
    await markReminded(
      work,
      nearing.map(({ id }) => id),
    );
    for (const contract of nearing) {
      const { id, customerId, number, owner } = contract;
      const term = termInHand(contract, work.today);
      if (!term) continue;
      const content = reminder(contract, customers.get(customerId)?.name ?? 'a customer', term);
      const about = { content, customerId, priority: 1 } as const;
      work.post({ ...about, to: { role: 'accounting' }, key: `contract.reminded:${id}:${term.noticeBy}` });
      work.post({ ...about, to: { user: owner }, key: `contract.reminded:${id}:${term.noticeBy}:owner` });
      work.audit({
        action: 'contract.reminded',
        subject: { type: 'contract', id },
        customerId,
        after: { number, noticeBy: term.noticeBy },
      });
    }
    return nearing.length === batch;
  });

/** Reminds accounting and the owner before the last day to give notice, once for each such day. CUS-9 */
export const remindOfNotice = async (deps: Deps): Promise<void> => {
  while (await rollOn(deps));
  while (await remindSome(deps));
};

export const contractsJob: Job = {
  name: 'contracts.remind',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: remindOfNotice,
};
