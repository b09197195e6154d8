import { NotFound, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { ledgerEditors } from '../../setup/index.ts';
import { lockTaxes, storeTakenBack, taxById } from '../store.ts';
import { mayTakeBack, type TaxRow } from '../tax-row.ts';
import { taxFacts, taxSubject } from '../write-tax.ts';

/** ALL-5, ALL-10: a row whose first day is not over, or that was added a moment ago; the one before it holds again. */
export const takeTaxBack = (deps: Deps, by: By, id: string): Promise<TaxRow> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, 'take a tax back');
    await lockTaxes(work.tx);
    const row = await taxById(work.tx, id);
    if (!row) throw new NotFound('tax', 'This tax was taken back already. Open the set-up anew.');
    if (!mayTakeBack(row, work.today, work.now)) {
      throw new UserError(
        `This tax holds since ${formatDay(row.validFrom)}, and may have been billed. Add a newer one by “New rate” instead.`,
      );
    }
    await storeTakenBack(work.tx, id, work.by.id, work.now);
    work.audit({ action: 'tax.taken_back', subject: taxSubject(id), before: taxFacts(row) });
    return row;
  });

export const takeTaxBackButton: Interaction = {
  id: 'tax.take_back',
  press: async ({ deps, by, value }) => {
    const row = await takeTaxBack(deps, by, value);
    return said(`Taken back: ${escapeMrkdwn(row.name)} from ${formatDay(row.validFrom)}.`);
  },
};
