import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { modal, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { setupSubject } from '../../../billing/setup/index.ts';
import { nameKey, tidyName } from '../../customer.ts';
import { type ContractType, contractTypeKeepers } from '../contract-type.ts';
import { allContractTypes, lockContractType, updateContractType } from '../store.ts';

/** Rename a contract type, or no longer offer it. ALL-10 */
export const editContractTypeForm = (type: ContractType): ModalView =>
  modal({
    callback: 'contract_type.edit',
    title: 'Contract type',
    submit: 'Save',
    data: type.id,
    blocks: [
      textInput({ name: 'name', label: 'Name', max: 70, initial: type.name }),
      selectInput({
        name: 'offered',
        label: 'Offered for customers',
        hint: 'Whoever has it keeps it either way.',
        choices: [
          { text: 'Yes', value: 'yes' },
          { text: 'No longer', value: 'no' },
        ],
        initial: type.retired ? 'no' : 'yes',
      }),
      textInput({ name: 'reason', label: 'Why is it changed?', max: 500 }),
    ],
  });

/** @throws FieldErrors; NotFound */
export const editContractType = (
  deps: Deps,
  by: By,
  { reason, ...entered }: ContractType & { readonly reason: string },
): Promise<ContractType> =>
  deps.transact(by, async (work) => {
    work.require(contractTypeKeepers, 'change contract types');
    if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is changed.' });
    const after = { ...entered, name: tidyName(entered.name) };
    if (nameKey(after.name) === '') throw new FieldErrors({ name: 'Name the contract type.' });
    const before = await lockContractType(work, after.id);
    if (!before) throw new NotFound('contract type');
    if (!(await updateContractType(work, after)))
      throw new FieldErrors({ name: 'Another contract type has this name already.' });
    work.audit({
      action: 'contract.type_changed',
      subject: { type: 'contract_type', id: after.id },
      before: { name: before.name, offered: !before.retired },
      after: { name: after.name, offered: !after.retired },
      reason: reason.trim(),
    });
    return after;
  });

const existingType = async ({ db }: Deps, id: string): Promise<ContractType> => {
  const found = (await allContractTypes(db.prisma)).find((each) => each.id === id);
  if (!found) throw new NotFound('contract type');
  return found;
};

export const editContractTypeButton: Interaction = {
  id: 'contract_type.edit',
  press: opensForm({
    roles: contractTypeKeepers,
    doing: 'change contract types',
    find: existingType,
    form: editContractTypeForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    await editContractType(deps, by, {
      id: data,
      name: values.text('name') ?? '',
      retired: values.option('offered') === 'no',
      reason: values.text('reason') ?? '',
    });
    return { window: setupSubject };
  },
};
