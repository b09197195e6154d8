import { FieldErrors, NotFound, UserError } from '../../../../../core/errors.ts';
import { addDays, type Day } from '../../../../../core/time/calendar.ts';
import { dayBefore } from '../../../../../core/time/spans.ts';
import { type FormValues, required } from '../../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../../platform/work/work.ts';
import { customerById, customersDay } from '../../../../customers/index.ts';
import { subscriptionsOfCustomer } from '../../../subscriptions/index.ts';
import { quotesPolicy } from '../../quotes/policy.ts';
import { keepQuotes, quoteKeepers } from '../../quotes/quote.ts';
import { readValidUntil } from '../../quotes/quote-form.ts';
import { licensesOf } from '../license.ts';
import { type Choosable, changeForm, offerForm, reduceForm } from '../license-forms.ts';
import { licenseIn, offerOf, type Wanted } from '../quote-licenses.ts';
import { previewReduction } from '../reduce-licenses.ts';

/** @throws UserError where there are none */
const choosable = async (
  { db }: Deps,
  customerId: string,
  today: Day,
): Promise<readonly [Choosable, ...Choosable[]]> => {
  const subscriptions = await subscriptionsOfCustomer(db.prisma, customerId);
  const [first, ...others] = subscriptions.flatMap((subscription) =>
    licensesOf(subscription, today).map((each) => ({ ...each, subscriptionId: subscription.id })),
  );
  if (first) return [first, ...others];
  throw new UserError(
    'This customer has nothing that is sold by a quantity. Start a service in the subscription’s window.',
  );
};

/** Before any of them is renewed. */
const usualEnd = (licenses: readonly Choosable[], today: Day, validDays: number): Day =>
  licenses.reduce((end, { renewsOn }) => (renewsOn <= end ? dayBefore(renewsOn) : end), addDays(today, validDays));

const readWanted = (values: FormValues): Wanted => {
  const chosen = required(values.option('license'), 'license', 'Choose which licenses.');
  const [subscriptionId = '', itemId = ''] = chosen.split(' ');
  const text = values.text('quantity') ?? '';
  if (!/^\d{1,6}$/.test(text))
    throw new FieldErrors({ quantity: 'Write how many there are to be, as a whole number.' });
  return { subscriptionId, itemId, quantity: Number(text) };
};

/** Change licenses, of the customer that the button names. BIL-10, ONB-17 */
export const changeLicensesButton: Interaction = {
  id: 'licenses.change',
  press: async (request) => {
    await requireEarly(request, quoteKeepers, keepQuotes);
    const { deps, value } = request;
    const customer = await customerById(deps.db.prisma, value);
    if (!customer) throw new NotFound('customer');
    const today = await customersDay(deps.db.prisma, customer.id, deps.clock.now());
    const licenses = await choosable(deps, customer.id, today);
    const { validDays } = await deps.policy(quotesPolicy);
    return { modal: changeForm(customer, licenses, usualEnd(licenses, today, validDays)) };
  },
  submit: async (request) => {
    await requireEarly(request, quoteKeepers, keepQuotes);
    const { deps, by, values } = request;
    const wanted = readWanted(values);
    const reason = required(values.text('reason'), 'reason', 'Say who asked for it.');
    const from = { tx: deps.db.prisma, policy: deps.policy, now: deps.clock.now(), contributions: deps.contributions };
    const { license } = await licenseIn(from, wanted);
    if (wanted.quantity === license.quantity)
      throw new FieldErrors({ quantity: `There are ${license.quantity} already. Choose more, or fewer.` });
    const fewerFrom = values.day('from');
    if (wanted.quantity < license.quantity) {
      const reducing = { ...wanted, reason, from: fewerFrom };
      return { replace: reduceForm(reducing, await previewReduction(deps, by, reducing)) };
    }
    if (fewerFrom !== undefined)
      throw new FieldErrors({ from: 'More of them are quoted from today on. Leave this empty, or choose fewer.' });
    const offered = { ...wanted, reason, validUntil: readValidUntil(values) };
    return { replace: offerForm(offered, await offerOf(from, offered)) };
  },
};
