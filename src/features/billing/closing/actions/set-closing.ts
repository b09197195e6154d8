import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { type Day, formatDay, parseDay } from '../../../../core/time/calendar.ts';
import { dateInput, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { requireRight, requireRightEarly } from '../../rights/index.ts';
import { setupSubject } from '../../setup/index.ts';
import { type Closing, isMovedBack, periodOpened } from '../closing.ts';
import { lockClosing, readClosing, writeClosing } from '../store.ts';

/** Closing date, in the set-up. BIL-16 */
const setClosingForm = ({ closedOn }: Closing): ModalView =>
  modal({
    callback: 'closing.set',
    title: 'Closing date',
    submit: 'Save',
    data: closedOn ?? 'none',
    blocks: [
      section(
        'From then on nothing is dated on this day or before: no invoice, no credit note, no payment. What is dated so already stays.',
      ),
      dateInput({ name: 'closed_on', label: 'The books are closed through', optional: true, initial: closedOn }),
      textInput({
        name: 'reason',
        label: 'Why is it moved back?',
        hint: 'Only where a closed period is opened again.',
        optional: true,
        max: 500,
      }),
    ],
  });

export interface SetClosing {
  /** Absent: nothing is closed. */
  readonly closedOn?: Day | undefined;
  /** What was shown when it was chosen. ALL-3 */
  readonly shown?: Day | undefined;
  readonly reason?: string | undefined;
}

const text = (on: Day | undefined): string => (on ? `closed through ${formatDay(on)}` : 'all open');

/**
 * BIL-16: closes the books through a day, or opens them again, for which a reason is asked.
 * @throws FieldErrors; NotAllowed; Conflict when somebody else moved it meanwhile
 */
export const setClosing = (deps: Deps, by: By, { closedOn, shown, reason }: SetClosing): Promise<void> =>
  deps.transact(by, async (work) => {
    await requireRight(work, 'close_period');
    const before = await lockClosing(work.tx);
    if (before.closedOn !== shown) {
      const who = before.changedBy ? person(before.changedBy) : 'Somebody';
      const when = before.changedAt ? `, ${moment(before.changedAt)}` : '';
      throw new Conflict(`${who} changed it first${when}: the books are ${text(before.closedOn)}. Nothing was saved.`);
    }
    if (closedOn === before.closedOn)
      throw new FieldErrors({ closed_on: `The books are ${text(closedOn)} already. Choose another day.` });
    if (closedOn !== undefined && closedOn > work.today)
      throw new FieldErrors({ closed_on: 'Choose a day up to today: what is yet to come cannot be closed.' });
    const isOpened = isMovedBack(before.closedOn, closedOn);
    if (isOpened && !reason?.trim())
      throw new FieldErrors({ reason: 'A closed period is opened again by this: say why.' });
    await writeClosing(work.tx, closedOn, work.by.id, work.now);
    if (isOpened) await work.emit(periodOpened, { closedOn });
    work.audit({
      action: 'closing.set',
      subject: setupSubject,
      before: { closedOn: before.closedOn ?? null },
      after: { closedOn: closedOn ?? null },
      reason: reason?.trim() || undefined,
    });
  });

export const setClosingButton: Interaction = {
  id: 'closing.set',
  press: async (request) => {
    await requireRightEarly(request, 'close_period');
    return { modal: setClosingForm(await readClosing(request.deps.db.prisma)) };
  },
  submit: async ({ deps, by, data, values }) => {
    const closedOn = values.day('closed_on');
    await setClosing(deps, by, { closedOn, shown: parseDay(data), reason: values.text('reason') });
    return said(closedOn ? `The books are closed through ${formatDay(closedOn)}.` : 'Nothing is closed any more.');
  },
};
