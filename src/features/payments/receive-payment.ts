import type { Work } from '../../platform/work.ts';
import type { NewPayment, Payment } from './payment.ts';

/** Records money received, settles its invoice, and tells everybody who reacts. The caller decides who may. ONB-12 */
export async function receivePayment(_work: Work, _input: NewPayment): Promise<Payment> {
  throw new Error('not written');
}
