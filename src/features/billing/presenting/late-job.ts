import { plural } from '../../../core/text/text.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { lockInvoice, redraw } from '../invoices/index.ts';
import { standingOf } from '../letters/index.ts';
import { presentingPolicy } from './policy.ts';
import { lateLetters, lettersByIds, noteLate } from './store.ts';

const atOnce = 100;

const sayLate = (deps: Deps, letterId: string, hours: number): Promise<boolean> =>
  deps.transact(system, async (work) => {
    const [found] = await lettersByIds(work.tx, [letterId]);
    if (!found) return false;
    const invoice = await lockInvoice(work, found.invoiceId);
    const [letter] = await lettersByIds(work.tx, [letterId]);
    if (!letter || standingOf(letter.recipients) === 'accepted' || !(await noteLate(work, letterId))) return false;
    // It went another way meanwhile, or is asked of nobody any more.
    if (invoice.sent || invoice.voided) return false;
    const isHeld = letter.recipients.some(({ state }) => state === 'held');
    const why = isHeld ? 'an admin must look after its letter, from Home' : 'no mail server has accepted it';
    const text = `It is *not presented*: after ${plural(hours, 'hour')} ${why}. Send it another way and mark it as sent, or wait.`;
    redraw(work, invoice, { text, broadcast: true });
    return true;
  });

/** BIL-3: names invoices to accounting that no server has accepted in time, once each. @returns how many */
export const tellLate = async (deps: Deps): Promise<number> => {
  const { hours } = await deps.policy(presentingPolicy);
  const before = new Date(deps.clock.now().getTime() - hours * 3_600_000);
  let told = 0;
  for (;;) {
    const ids = await lateLetters(deps.db.prisma, before, atOnce);
    for (const id of ids) if (await sayLate(deps, id, hours)) told += 1;
    if (ids.length < atOnce) return told;
  }
};

export const lateJob: Job = {
  name: 'invoices.not_presented',
  schedule: { everyMinutes: 15 },
  missed: 'latest',
  run: async (deps) => {
    await tellLate(deps);
  },
};
