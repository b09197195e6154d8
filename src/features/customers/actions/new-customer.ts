import type { ModalView } from '@slack/types';
import { modal, textInput } from '../../../platform/block-kit/blocks.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SlackRequest } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type EnteredCustomer, makeCustomer } from '../create-customer.ts';
import { type Customer, customerEditors, customerSubject } from '../customer.ts';
import { customerFields, readCustomer } from '../customer-form.ts';
import { lastCurrency } from '../store.ts';
import { checkCommon } from '../validation/check-customers.ts';
import type { CommonFinding } from '../validation/finding.ts';
import { commonBlocks } from '../validation/validation-views.ts';

/** `/bill customer new`; the currency is the latest customer’s, which it mostly is; warnings stand above. CUS-1, CUS-2 */
export const newCustomerForm = (warnings: readonly CommonFinding[], name?: string, currency?: string): ModalView =>
  modal({
    callback: 'customer.create',
    title: 'New customer',
    submit: 'Create',
    blocks: [
      ...commonBlocks(warnings),
      ...customerFields({ name, currency }),
      textInput({
        name: 'gateway_customer',
        label: 'Customer number at the payment gateway',
        hint: 'So that failed charges find this customer',
        optional: true,
        max: 100,
      }),
    ],
  });

/** Enters a customer that exists already, without any project. CUS-1 */
export const enterCustomer = (deps: Deps, by: By, input: EnteredCustomer): Promise<Customer> =>
  deps.transact(by, (work) => {
    work.require(customerEditors, 'enter customers');
    return makeCustomer(work, input);
  });

export const openNewCustomer = async (request: SlackRequest, name?: string): Promise<Answer> => {
  await requireEarly(request, customerEditors, 'enter customers');
  const [common, currency] = await Promise.all([checkCommon(request.deps), lastCurrency(request.deps.db.prisma)]);
  const warnings = common.filter(({ isForEntering }) => isForEntering);
  return { modal: newCustomerForm(warnings, name, currency) };
};

export const newCustomer: Interaction = {
  id: 'customer.create',
  submit: async ({ deps, by, values }) => {
    const customer = await enterCustomer(deps, by, {
      ...readCustomer(values),
      gatewayCustomer: values.text('gateway_customer'),
    });
    return { window: customerSubject(customer.id) };
  },
};
