import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../../core/errors.ts';
import type { Day } from '../../../../../core/time/calendar.ts';
import { overlap } from '../../../../../core/time/spans.ts';
import { context, dateInput, modal, textInput, ticksInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { namedGroups } from '../../../../customers/index.ts';
import { changedMeanwhile, setupEditors } from '../../../setup/index.ts';
import { assetSubject } from '../../inventory/asset.ts';
import { lockAssets } from '../../inventory/store.ts';
import type { Assignment } from '../assignment.ts';
import { assignmentFacts } from '../place.ts';
import { assignmentById, assignmentsOf, storePlacing } from '../store.ts';

const doing = 'correct whose an asset is';

export interface CorrectAssignment {
  readonly assignmentId: string;
  /** The last day that was shown. ALL-3 */
  readonly shownLast: Day | undefined;
  /** What it should have been; nothing when it was never so. */
  readonly corrected: Pick<Assignment, 'first' | 'last' | 'isFree'> | undefined;
  readonly reason: string;
}

/**
 * ALL-10: a row that was entered wrongly is taken back, and another stands in its place. What was billed by it differs then by a line of the
 * next bill.
 *
 * @returns the asset's id
 * @throws FieldErrors at `from`, `to`, `reason`; Conflict when it changed since
 */
export const correctAssignment = (deps: Deps, by: By, input: CorrectAssignment): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, doing);
    if (!input.reason.trim()) throw new FieldErrors({ reason: 'Say why it is corrected.' });
    const found = await assignmentById(work.tx, input.assignmentId);
    if (!found)
      throw new NotFound('assignment', 'This was corrected already. Open the asset anew to see how it is now.');
    const [asset] = await lockAssets(work.tx, [found.assetId]);
    if (!asset) throw new NotFound('asset');
    const subject = assetSubject(asset.id);
    const rows = await assignmentsOf(work.tx, [asset.id]);
    const row = rows.find(({ id }) => id === found.id);
    if (!row || row.last !== input.shownLast) throw await changedMeanwhile(work.tx, subject);
    const { corrected } = input;
    if (corrected?.last !== undefined && corrected.last < corrected.first)
      throw new FieldErrors({ to: 'It ends before it begins: choose the first day or a later one.' });
    const other = corrected && rows.find((each) => each.id !== row.id && overlap(each, corrected));
    const groups = await namedGroups(work.tx, [...new Set(rows.flatMap(({ groupId }) => groupId ?? []))]);
    if (other)
      throw new FieldErrors({
        from: 'On some of these days the asset is another row’s. Correct that one first, or choose days beside it.',
      });
    const { id: _, ...rest } = row;
    await storePlacing(
      work,
      [{ takenBack: [row.id], stays: [] }],
      corrected ? [{ ...rest, ...corrected, isFree: corrected.isFree && row.groupId !== undefined }] : [],
    );
    const group = row.groupId === undefined ? undefined : groups.get(row.groupId);
    work.audit({
      action: corrected ? 'asset.assignment_corrected' : 'asset.assignment_taken_back',
      subject,
      customerId: group?.customerId,
      before: { name: asset.name, ...assignmentFacts(row, groups) },
      after: { name: asset.name, ...(corrected ? assignmentFacts({ ...rest, ...corrected }, groups) : {}) },
      reason: input.reason.trim(),
    });
    return asset.id;
  });

const form = (row: Assignment): ModalView =>
  modal({
    callback: 'assignment.correct',
    title: 'Correct an assignment',
    submit: 'Save',
    data: `${row.id}:${row.last ?? ''}`,
    blocks: [
      context('For what was entered wrongly. What changes from a day on is assigned or parked anew instead.'),
      dateInput({ name: 'from', label: 'From', initial: row.first }),
      dateInput({ name: 'to', label: 'Last day', optional: true, initial: row.last }),
      ticksInput({
        name: 'more',
        label: 'Besides',
        choices: [
          ...(row.groupId === undefined ? [] : [{ text: 'Free of charge', value: 'free' }]),
          { text: 'It was never so: take it back', value: 'never' },
        ],
        initial: row.isFree ? ['free'] : [],
      }),
      textInput({ name: 'reason', label: 'Why is it corrected?', max: 500 }),
    ],
  });

export const correctAssignmentButton: Interaction = {
  id: 'assignment.correct',
  press: opensForm({
    roles: setupEditors,
    doing,
    find: async (deps, id) => {
      const row = await assignmentById(deps.db.prisma, id);
      if (!row)
        throw new NotFound('assignment', 'This was corrected already. Open the asset anew to see how it is now.');
      return row;
    },
    form,
  }),
  submit: async ({ deps, by, data, values }) => {
    const [assignmentId = '', last] = data.split(':');
    const more = values.options('more');
    const first = required(values.day('from'), 'from', 'Choose the first day.');
    const corrected = { first, last: values.day('to'), isFree: more.includes('free') };
    const assetId = await correctAssignment(deps, by, {
      assignmentId,
      shownLast: (last || undefined) as Day | undefined,
      corrected: more.includes('never') ? undefined : corrected,
      reason: values.text('reason') ?? '',
    });
    return { window: assetSubject(assetId) };
  },
};
