import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type Invoice, invoiceRef } from '../../invoices/index.ts';
import { askedText, doOrAsk, type Outcome } from '../../rights/index.ts';
import { holdsOf } from '../hold-store.ts';
import { releaseDeed } from '../release.ts';

/** BIL-2, ALL-11: bills what was held. */
export const releaseBills = (deps: Deps, by: By, holdId: string): Promise<Outcome<readonly Invoice[]>> =>
  deps.transact(by, (work) => doOrAsk(work, releaseDeed, { holdId }));

export const releaseButton: Interaction = {
  id: 'bill.release',
  press: async ({ deps, by, value }) => {
    const outcome = await releaseBills(deps, by, value);
    if (!outcome.done) return said(askedText);
    const refs = outcome.result.map((invoice) => `${invoiceRef(invoice)} ${escapeMrkdwn(invoice.label)}`).join(', ');
    return said(`Released and billed: ${refs}.`);
  },
};

const mostAtOnce = 100;

/** Each in a transaction of its own: what one of them is refused for does not stop the others. */
export const releaseAllButton: Interaction = {
  id: 'bill.release_all',
  press: async ({ deps, by, value }) => {
    const holds = await holdsOf(deps.db.prisma, value, { skip: 0, take: mostAtOnce });
    if (holds.length === 0) return said('Nothing is held any more.');
    let [released, asked] = [0, 0];
    const refused: string[] = [];
    for (const { id, customer } of holds) {
      try {
        // Each has a request of its own, or only the first would be done.
        const outcome = await releaseBills(
          deps,
          { ...by, ...(by.requestId ? { requestId: `${by.requestId}:${id}` } : {}) },
          id,
        );
        if (outcome.done) released += 1;
        else asked += 1;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused.push(`${escapeMrkdwn(customer)}: ${error.message}`);
      }
    }
    return said(
      [
        `${plural(released, 'customer')} released and billed.`,
        ...(asked > 0 ? [`${plural(asked, 'customer')}: ${askedText}`] : []),
        ...refused.slice(0, 10),
      ].join('\n'),
    );
  },
};
