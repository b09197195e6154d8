import type { Interaction } from '../../../../platform/slice/slice.ts';
import { opensReversal, paymentsFor } from '../../../billing/payments/index.ts';
import { caseTitle, existingCase } from '../../cases/index.ts';

/** Reverse payment, on a recovered charge: takes its payment back, with a reason. ALL-10, BIL-17 */
export const reverseCasePayment: Interaction = {
  id: 'case.reverse_payment',
  press: opensReversal(async ({ db: { prisma } }, caseId) => {
    const of = await existingCase(prisma, caseId);
    return { title: caseTitle(of), payments: await paymentsFor(prisma, { subject: { type: 'case', id: of.id } }) };
  }),
};
