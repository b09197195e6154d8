import { UserError } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import type { CalendarSource } from '../../customers/index.ts';
import { invoiceDoor, invoiceRef, invoicesOfCustomer, issueLocked, lockInvoice } from '../invoices/index.ts';
import { draftsToIssue, draftsWaiting, stopWaiting } from './store.ts';

const atOnce = 200;

const issueOne = (deps: Deps, id: string): Promise<boolean> =>
  deps.transact(system, async (work) => {
    const invoice = await lockInvoice(work, id);
    await stopWaiting(work.tx, id);
    if (invoice.state !== 'draft') return false;
    await issueLocked(work, invoice);
    return true;
  });

/** It waits for somebody from now on. */
const tellWhy = (deps: Deps, id: string, why: string): Promise<void> =>
  deps.transact(system, async (work) => {
    const slot = { kind: 'invoice', subjectId: id };
    await stopWaiting(work.tx, id);
    work.show(slot, { role: 'accounting' });
    const text = `It was to be issued by itself today, and could not: ${escapeMrkdwn(why)}`;
    work.post({ to: { thread: slot }, content: { text }, broadcast: true });
  });

/**
 * BIL-2: issues the drafts of runs that have waited their days, each by itself; what cannot be issued is told in its thread.
 * @returns how many were issued
 */
export const issueDrafts = async (deps: Deps): Promise<number> => {
  let issued = 0;
  for (;;) {
    const ids = await draftsToIssue(deps.db.prisma, todayIn(deps.timeZone, deps.clock.now()), atOnce);
    for (const id of ids) {
      try {
        if (await issueOne(deps, id)) issued += 1;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        await tellWhy(deps, id, error.message);
      }
    }
    if (ids.length < atOnce) return issued;
  }
};

const mostDrafts = 100;

/** The drafts of runs that issue by themselves; late ones today, as the job does. BIL-19 */
export const draftsAhead: CalendarSource = async ({ db }, customerId, days) => {
  const waiting = await draftsWaiting(db.prisma, customerId);
  if (waiting.size === 0) return [];
  const open = await invoicesOfCustomer(db.prisma, customerId, { skip: 0, take: mostDrafts, open: true });
  return open.flatMap((draft) => {
    const from = waiting.get(draft.id);
    if (from === undefined || from > days.last) return [];
    const on = from < days.first ? days.first : from;
    const text = `${invoiceRef(draft)} ${draft.label}: the draft issues by itself, ${formatMoney(draft.amount)}`;
    return [{ on, text, subject: { type: invoiceDoor.subject, id: draft.id } }];
  });
};

export const issueDraftsJob: Job = {
  name: 'bills.issue_drafts',
  schedule: async (deps) => ({ times: ['06:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: async (deps) => {
    await issueDrafts(deps);
  },
};
