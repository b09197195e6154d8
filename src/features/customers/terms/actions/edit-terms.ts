import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { modal, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { setupSubject } from '../../../billing/setup/index.ts';
import { lockTerms, termsById, updateTerms } from '../store.ts';
import { type PaymentTerms, ruleText } from '../terms.ts';
import { readTerms, type TermsEntries, termsInputs, termsKeepers } from '../terms-form.ts';

/** Change payment terms, or no longer offer them. Invoices that were issued keep their day. BIL-16, ALL-10 */
export const editTermsForm = (terms: PaymentTerms): ModalView =>
  modal({
    callback: 'terms.edit',
    title: 'Payment terms',
    submit: 'Save',
    data: terms.id,
    blocks: [
      ...termsInputs(terms),
      selectInput({
        name: 'offered',
        label: 'Offered to customers and groups',
        hint: 'Whoever has these terms keeps them either way.',
        choices: [
          { text: 'Yes', value: 'yes' },
          { text: 'No longer', value: 'no' },
        ],
        initial: terms.retired ? 'no' : 'yes',
      }),
      textInput({ name: 'reason', label: 'Why is it changed?', max: 500 }),
    ],
  });

export interface EditTerms extends TermsEntries {
  readonly termsId: string;
  readonly retired: boolean;
  readonly reason: string;
}

const facts = ({ name, rule, retired }: PaymentTerms) => ({ name, due: ruleText(rule), offered: !retired });

/** @throws FieldErrors; NotFound */
export const editTerms = (deps: Deps, by: By, { termsId, reason, ...entries }: EditTerms): Promise<PaymentTerms> =>
  deps.transact(by, async (work) => {
    work.require(termsKeepers, 'change payment terms');
    if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is changed.' });
    const before = await lockTerms(work, termsId);
    if (!before) throw new NotFound('payment terms', 'These payment terms do not exist any more.');
    const after = { id: termsId, ...entries };
    if (!(await updateTerms(work, after)))
      throw new FieldErrors({ name: 'Other payment terms have this name already.' });
    work.audit({
      action: 'terms.changed',
      subject: { type: 'terms', id: termsId },
      before: facts(before),
      after: facts(after),
      reason: reason.trim(),
    });
    return after;
  });

const existingTerms = async ({ db }: Deps, id: string): Promise<PaymentTerms> => {
  const terms = await termsById(db.prisma, id);
  if (!terms) throw new NotFound('payment terms', 'These payment terms do not exist any more.');
  return terms;
};

export const editTermsButton: Interaction = {
  id: 'terms.edit',
  press: opensForm({ roles: termsKeepers, doing: 'change payment terms', find: existingTerms, form: editTermsForm }),
  submit: async ({ deps, by, data, values }) => {
    await editTerms(deps, by, {
      termsId: data,
      ...readTerms(values),
      retired: values.option('offered') === 'no',
      reason: values.text('reason') ?? '',
    });
    return { window: setupSubject };
  },
};
