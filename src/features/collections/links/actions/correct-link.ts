import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { lookupInput, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { livePayments } from '../../../billing/payments/index.ts';
import { customerById, customerLookup, linkGatewayCustomer, unlinkGatewayCustomer } from '../../../customers/index.ts';
import {
  type CollectionCase,
  caseRoles,
  caseTitle,
  existingCase,
  inThread,
  lockReported,
  opensCaseForm,
} from '../../cases/index.ts';
import { relink } from '../link-cases.ts';

const form = (of: CollectionCase): ModalView =>
  modal({
    callback: 'case.correct_link',
    title: 'Whose charge is it?',
    submit: 'Correct',
    data: of.id,
    blocks: [
      section(
        `*${escapeMrkdwn(caseTitle(of))}*\nAll failed charges that the gateway reports for ${escapeMrkdwn(clip(of.reportedCustomer, 100))} go to the customer that you choose, those to come as well.`,
      ),
      lookupInput({ name: 'customer', label: 'Customer', source: customerLookup }),
      textInput({ name: 'reason', label: 'Why was it wrong?', multiline: true, max: 500 }),
    ],
  });

/** What was done in the wrong customer's name is taken back where it was done, before the link is. */
const refuseDone = async (work: Work, all: readonly CollectionCase[]): Promise<void> => {
  const ids = all.map(({ id }) => id);
  const [paid] = await livePayments(work.tx, 'case', ids);
  const of = paid && all.find(({ id }) => id === paid.subject?.id);
  if (of) throw new Conflict(`C-${of.ref} has a payment recorded for this customer. Reverse it first, with a reason.`);
  const advised = all.find(({ state }) => state === 'advised');
  if (advised)
    throw new Conflict(
      `Support is asked to expire this customer’s license because of C-${advised.ref}. Have Support refuse that first, in its thread.`,
    );
  const expired = all.find(({ state }) => state === 'expired');
  if (expired)
    throw new Conflict(
      `This customer’s license was expired because of C-${expired.ref}: its link stays, since it says what was done. Put the license right, from its window.`,
    );
};

/**
 * A failed charge was linked to the wrong customer: it, and all that the gateway reports under the same name, are another's, and
 * Baton remembers that. ALL-10
 * @returns how many
 * @throws Conflict when something was done in the wrong customer's name that has to be taken back first
 */
export const correctLink = (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly customerId: string; readonly reason: string },
): Promise<number> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'correct the customer of a case');
    const { caseId, customerId, reason } = input;
    const of = await existingCase(work.tx, caseId);
    const customer = await customerById(work.tx, customerId);
    if (!customer) throw new FieldErrors({ customer: 'This customer does not exist any more.' });
    if (of.customerId === customerId)
      throw new FieldErrors({ customer: `It is linked to ${customer.name} already. Choose another customer.` });
    const was = of.customerId === undefined ? undefined : await customerById(work.tx, of.customerId);
    const all = was ? await lockReported(work.tx, of, was.id) : [];
    if (!was || !all.some(({ id }) => id === caseId))
      throw new Conflict(`C-${of.ref} is linked to nobody, or to somebody else meanwhile. Open it anew.`);
    await refuseDone(work, all);
    const naming = { gateway: of.gateway, reference: of.reportedCustomer };
    await unlinkGatewayCustomer(work, { ...naming, customerId: was.id });
    await linkGatewayCustomer(work, { ...naming, customerId });
    for (const each of all) {
      await relink(work, each, customerId, reason);
      if (each.hasMessage) inThread(work, each, `This is a charge of ${customer.name}, not of ${was.name}: ${reason}`);
    }
    return all.length;
  });

/** In the window of a case that has a customer. */
export const correctLinkButton: Interaction = {
  id: 'case.correct_link',
  press: opensCaseForm('correct the customer of a case', form),
  submit: async ({ deps, by, data, values }) => {
    const customerId = required(values.option('customer'), 'customer', 'Choose the customer.');
    const reason = required(values.text('reason'), 'reason', 'Say why the link was wrong.');
    const count = await correctLink(deps, by, { caseId: data, customerId, reason });
    return said(count === 1 ? 'Corrected.' : `Corrected, with ${count - 1} more of the same customer.`);
  },
};
