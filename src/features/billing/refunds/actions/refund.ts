import { UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { balancesOf } from '../../balance/index.ts';
import { readAmount } from '../../invoices/index.ts';
import { paymentMethods } from '../../payments/index.ts';
import { askedText, doOrAsk, type Outcome, requireRightEarly } from '../../rights/index.ts';
import { type GiveRefund, refundDeed } from '../give-refund.ts';
import type { Refund } from '../refund.ts';
import { refundForm } from '../refund-views.ts';

/** Money of the balance is given back, above an amount by two people. BIL-15, ALL-11 */
export const giveRefund = (deps: Deps, by: By, input: GiveRefund): Promise<Outcome<Refund>> =>
  deps.transact(by, (work) => doOrAsk(work, refundDeed, input, input.reason));

export const refundButton: Interaction = {
  id: 'refund.give',
  press: async (request) => {
    await requireRightEarly(request, 'refund');
    const { deps, value } = request;
    const balance = (await balancesOf(deps.db.prisma, value)).find(({ amount }) => amount > 0n);
    if (!balance) throw new UserError('Nothing is left over: only what is left over can be refunded.');
    return { modal: refundForm(value, balance, todayIn(deps.timeZone, deps.clock.now())) };
  },
  submit: async ({ deps, by, data, values }) => {
    const [customerId = '', currency = ''] = data.split(' ');
    const method = paymentMethods.find((each) => each === values.option('method'));
    const outcome = await giveRefund(deps, by, {
      customerId,
      currency,
      amount: `${readAmount(values, 'amount', currency).amount}`,
      method: required(method, 'method', 'Choose how it was given back.'),
      reference: values.text('reference'),
      refundedOn: required(values.day('refunded_on'), 'refunded_on', 'Enter the day the money was given back.'),
      reason: required(values.text('reason'), 'reason', 'Say why it is refunded.'),
    });
    return said(
      outcome.done
        ? `${formatMoney(outcome.result.amount)} is refunded. It can be taken back in the customer’s window.`
        : askedText,
    );
  },
};
