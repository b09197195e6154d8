import { Conflict } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { decidedAnswer, requireInTime, requireOwn, undoButton } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { moneyRoles } from '../../invoices/index.ts';
import type { BankRow } from '../bank-row.ts';
import { takeRow } from '../book.ts';
import { rowById, waitAgain } from '../store.ts';
import { doing } from './browse.ts';

const auditOf = (row: BankRow) => ({ amount: formatMoney(row.amount), receivedOn: row.on });

/** It is no customer's payment, or was recorded otherwise. BIL-15 */
export const setAside = (deps: Deps, by: By, id: string): Promise<BankRow> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const row = await takeRow(work, id, 'set_aside');
    work.audit({ action: 'bank.set_aside', subject: { type: 'bank_row', id }, after: auditOf(row) });
    return row;
  });

export const setAsideButton: Interaction = {
  id: 'bank.set_aside',
  press: async ({ deps, by, value }) => {
    const row = await setAside(deps, by, value);
    return { say: decidedAnswer(`${formatMoney(row.amount)} is set aside.`, 'bank.undo', row.id, 'set aside') };
  },
};

/** Whoever set it aside takes that back within 10 minutes. ALL-5 */
export const undoSetAside = (deps: Deps, by: By, id: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const row = await rowById(work.tx, id);
    if (!row?.decided) throw new Conflict('This waits again already.');
    requireOwn(row.decided.by, work.by.id);
    requireInTime(row.decided.at, work.now, 'Record the payment in the customer’s window instead.');
    if ((await waitAgain(work.tx, { id })) === 0) throw new Conflict('This was booked since. Nothing was changed.');
    work.audit({ action: 'bank.waits_again', subject: { type: 'bank_row', id }, after: auditOf(row) });
  });

export const undoSetAsideButton: Interaction = undoButton('bank.undo', async (deps, by, { subjectId }) => {
  await undoSetAside(deps, by, subjectId);
  return 'Undone: it waits again.';
});
