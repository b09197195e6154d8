import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { modal } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { setupSubject } from '../../../billing/setup/index.ts';
import { insertTerms } from '../store.ts';
import { type PaymentTerms, ruleText } from '../terms.ts';
import { readTerms, type TermsEntries, termsInputs, termsKeepers } from '../terms-form.ts';

/** Add payment terms, where billing is set up. CUS-2, BIL-16 */
export const addTermsForm = (): ModalView =>
  modal({ callback: 'terms.add', title: 'Add payment terms', submit: 'Add', blocks: termsInputs() });

/** @throws FieldErrors (`name`) when there are terms of that name */
export const addTerms = (deps: Deps, by: By, entries: TermsEntries): Promise<PaymentTerms> =>
  deps.transact(by, async (work) => {
    work.require(termsKeepers, 'add payment terms');
    const terms: PaymentTerms = { id: newId(), ...entries, retired: false };
    if (!(await insertTerms(work, terms)))
      throw new FieldErrors({ name: 'There are payment terms of this name already.' });
    work.audit({
      action: 'terms.added',
      subject: { type: 'terms', id: terms.id },
      after: { name: terms.name, due: ruleText(terms.rule) },
    });
    return terms;
  });

export const addTermsButton: Interaction = {
  id: 'terms.add',
  press: opensForm({
    roles: termsKeepers,
    doing: 'add payment terms',
    find: async () => undefined,
    form: addTermsForm,
  }),
  submit: async ({ deps, by, values }) => {
    await addTerms(deps, by, readTerms(values));
    return { window: setupSubject };
  },
};
