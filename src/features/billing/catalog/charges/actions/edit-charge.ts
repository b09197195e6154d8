import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../../core/errors.ts';
import { modal, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { changedMeanwhile, differenceOf, setupEditors } from '../../../setup/index.ts';
import { taxCategories } from '../../../taxes/index.ts';
import { type Charge, type ChargeFields, chargeDoor } from '../charge.ts';
import { chargeInputs, readCharge } from '../charge-form.ts';
import { chargeByCode, chargeById, lockCharge, updateCharge } from '../store.ts';
import { chargeText, codeTaken, requireCharge } from '../write-charge.ts';

const doing = 'edit a charge';

export const existingCharge = async (deps: Deps, id: string): Promise<Charge> => {
  const charge = await chargeById(deps.db.prisma, id);
  if (!charge) throw new NotFound('charge');
  return charge;
};

export interface EditCharge {
  readonly chargeId: string;
  /** The version that was shown. ALL-3 */
  readonly version: number;
  readonly entries: ChargeFields;
  readonly reason: string;
}

/** Changes what is proposed from now on; what is assigned keeps what it was assigned with. ALL-10 */
export const editCharge = (deps: Deps, by: By, { chargeId, version, entries, reason }: EditCharge): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, doing);
    if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is changed.' });
    const before = await lockCharge(work.tx, chargeId);
    if (!before) throw new NotFound('charge');
    const tidy = requireCharge(entries);
    const other = await chargeByCode(work.tx, tidy.code);
    if (other && other.id !== chargeId) throw codeTaken(tidy.code);
    const subject = { type: chargeDoor.subject, id: chargeId };
    if (!(await updateCharge(work.tx, chargeId, version, tidy))) throw await changedMeanwhile(work.tx, subject);
    const changed = differenceOf(chargeText(before), chargeText(tidy));
    work.audit({ action: 'charge.edited', subject, ...changed, reason: reason.trim() });
  });

const editChargeForm = ({ charge, categories }: { charge: Charge; categories: readonly string[] }): ModalView =>
  modal({
    callback: 'charge.edit',
    title: 'Edit a charge',
    submit: 'Save',
    data: `${charge.id}:${charge.version}`,
    blocks: [...chargeInputs(charge, categories), textInput({ name: 'reason', label: 'Why is it changed?', max: 500 })],
  });

export const editChargeButton: Interaction = {
  id: 'charge.edit',
  press: opensForm({
    roles: setupEditors,
    doing,
    find: async (deps, id) => ({
      charge: await existingCharge(deps, id),
      categories: await taxCategories(deps.db.prisma),
    }),
    form: editChargeForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const [chargeId = '', version = ''] = data.split(':');
    const reason = values.text('reason') ?? '';
    await editCharge(deps, by, { chargeId, version: Number(version), entries: readCharge(values), reason });
    return { window: { type: chargeDoor.subject, id: chargeId } };
  },
};
