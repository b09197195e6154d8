import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { setupSubject } from '../../../billing/setup/index.ts';
import { nameKey, tidyName } from '../../customer.ts';
import { type ContractType, contractTypeKeepers } from '../contract-type.ts';
import { insertContractType } from '../store.ts';

/** Add contract type, where billing is set up. CUS-2 */
export const addContractTypeForm = (): ModalView =>
  modal({
    callback: 'contract_type.add',
    title: 'Add a contract type',
    submit: 'Add',
    blocks: [textInput({ name: 'name', label: 'Name', hint: 'Such as Reseller. It never changes a bill.', max: 70 })],
  });

/** @throws FieldErrors (`name`) when there is one of that name */
export const addContractType = (deps: Deps, by: By, entered: string): Promise<ContractType> =>
  deps.transact(by, async (work) => {
    work.require(contractTypeKeepers, 'add contract types');
    const type: ContractType = { id: newId(), name: tidyName(entered), retired: false };
    if (nameKey(type.name) === '') throw new FieldErrors({ name: 'Name the contract type.' });
    if (!(await insertContractType(work, type)))
      throw new FieldErrors({ name: 'There is a contract type of this name already.' });
    work.audit({
      action: 'contract.type_added',
      subject: { type: 'contract_type', id: type.id },
      after: { name: type.name },
    });
    return type;
  });

export const addContractTypeButton: Interaction = {
  id: 'contract_type.add',
  press: opensForm({
    roles: contractTypeKeepers,
    doing: 'add contract types',
    find: async () => undefined,
    form: addContractTypeForm,
  }),
  submit: async ({ deps, by, values }) => {
    await addContractType(deps, by, values.text('name') ?? '');
    return { window: setupSubject };
  },
};
