import { on, onEach, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import { paymentByKey, returnHeld, reverse, transactionKey } from '../../billing/payments/index.ts';
import { type Charge, chargesCameBack, chargesPaid, type ReturnedCharge } from '../cases/index.ts';
import { receiveCharge, recordedFor } from './reported-charge.ts';

/** Money that the gateway took back: its payment is reversed, whoever recorded it. BIL-17 */
const onCameBack = async (work: Work, { gateway, transactionId, cause }: ReturnedCharge): Promise<void> => {
  const key = transactionKey(gateway, transactionId);
  await returnHeld(work, key);
  const payment = await paymentByKey(work.tx, key);
  if (payment) await reverse(work, payment.id, 'returned', cause);
};

/** Each is a payment, unless it is one already, or may be. BIL-15 */
const onPaid = async (work: Work, charges: readonly Charge[]): Promise<void> => {
  const recorded = await recordedFor(work, charges);
  for (const charge of charges) await receiveCharge(work, charge, recorded);
};

/** What the gateway’s charges mean for payments. */
export const chargeReactions: readonly Reaction[] = [onEach(chargesCameBack, onCameBack), on(chargesPaid, onPaid)];
