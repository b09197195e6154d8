import type { Day } from '../../core/calendar.ts';
import { Conflict, FieldErrors, NotFound, UserError } from '../../core/errors.ts';
import { compare, formatMoney, type Money } from '../../core/money.ts';
import { moment, person } from '../../platform/slack/mentions.ts';
import type { By, Deps, Work } from '../../platform/work.ts';
import { licenseById } from '../licenses/index.ts';
import { type PaymentMethod, receivePayment } from '../payments/index.ts';
import { openOf } from './case.ts';
import { caseRoles } from './handle-case.ts';
import { lockCase } from './store.ts';

export interface ReceivedPayment {
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
}

const checked = (work: Work, input: ReceivedPayment): void => {
  if (input.receivedOn > work.today)
    throw new FieldErrors({ received_on: 'The payment can’t have been received in the future.' });
  if (input.amount.amount <= 0n) throw new FieldErrors({ amount: 'Enter an amount above zero.' });
};

/** Accounting records that a failed charge was paid otherwise: the case is recovered, and COL-6 applies. COL-3 */
export const recordCasePayment = (
  deps: Deps,
  by: By,
  input: ReceivedPayment & { readonly caseId: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'record a payment');
    const { caseId, ...payment } = input;
    checked(work, payment);
    const found = await lockCase(work.tx, caseId);
    if (!found) throw new NotFound('case');
    if (found.state === 'recovered') {
      throw new Conflict(
        `This charge is paid already: recovered by ${person(found.stateBy)} on ${moment(found.stateAt)}. Nothing was recorded.`,
      );
    }
    if (found.customerId === undefined)
      throw new UserError('Link the customer first: a payment needs to know whose it is.');
    if (payment.amount.currency !== found.amount.currency)
      throw new FieldErrors({ amount: `This charge is in ${found.amount.currency}.` });
    const open = openOf(found);
    if (compare(payment.amount, open) < 0) {
      throw new FieldErrors({
        amount: `${formatMoney(open)} of the charge is open: record its payment once it is whole.`,
      });
    }
    await receivePayment(work, { ...payment, customerId: found.customerId, subject: { type: 'case', id: caseId } });
  });

/** Accounting records a payment for a license without a failed charge: COL-6 applies. */
export const recordLicensePayment = (
  deps: Deps,
  by: By,
  input: ReceivedPayment & { readonly licenseId: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'record a payment');
    const { licenseId, ...payment } = input;
    checked(work, payment);
    const license = await licenseById(work.tx, licenseId);
    if (!license) throw new NotFound('license');
    await receivePayment(work, {
      ...payment,
      customerId: license.customerId,
      subject: { type: 'license', id: licenseId },
    });
  });
