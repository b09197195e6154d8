import { Conflict, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { type Payment, paymentText, recordedAnswer } from '../../payments/index.ts';
import { bookRow } from '../book.ts';
import { shownValue } from '../list-views.ts';
import { doing, shownRows } from './browse.ts';

/** A person confirms what a row pays, as it was shown. BIL-15 @param shown the row, and the invoices it was shown for */
export const confirmRow = (deps: Deps, by: By, shown: string): Promise<Payment> => {
  const [id = ''] = shown.split(' ', 1);
  return deps.transact(by, (work) => {
    work.require(moneyRoles, doing);
    return bookRow(work, id, shown.slice(id.length + 1));
  });
};

export const confirmRowButton: Interaction = {
  id: 'bank.confirm',
  press: async ({ deps, by, value }) => {
    const payment = await confirmRow(deps, by, value);
    return recordedAnswer(`Booked ${escapeMrkdwn(paymentText(payment))}.`, payment);
  },
};

/** All of a page, each by itself: what is refused is told, the rest is done. WRK-4 */
export const confirmPageButton: Interaction = {
  id: 'bank.confirm_all',
  press: async ({ deps, by, value }) => {
    const rows = (await shownRows(deps.db.prisma, Number(value) || 0)).filter(({ match }) => match !== undefined);
    const refused: string[] = [];
    for (const [at, row] of rows.entries()) {
      // Each is a request of its own: the one that Slack delivered is remembered with its place.
      const own = by.requestId === undefined ? by : { ...by, requestId: `${by.requestId}:${at}` };
      await confirmRow(deps, own, shownValue(row)).catch((error: unknown) => {
        if (!(error instanceof UserError || error instanceof Conflict)) throw error;
        refused.push(`${row.row.text}: ${error.message}`);
      });
    }
    const done = rows.length - refused.length;
    return said([`${plural(done, 'row is', 'rows are')} booked.`, ...refused.map(escapeMrkdwn)].join('\n'));
  },
};
