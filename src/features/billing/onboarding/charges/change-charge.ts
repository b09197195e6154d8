import { eventType } from '../../../../platform/work/events.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { invoiceRef, redraw } from '../../invoices/index.ts';
import type { ProjectCharge } from './charge.ts';

export type ChargeChangeKind = 'picked up' | 'permission' | 'permission withdrawn' | 'waiver asked' | 'waived';

/** Something of a charge is another that is not its money; what it is now is read by whoever needs it. */
export const chargeChanged =
  eventType<readonly { readonly before: ProjectCharge; readonly what: ChargeChangeKind }[]>('charge.changed');

export interface ChargeTold {
  readonly what: ChargeChangeKind;
  readonly before: object;
  readonly after: object;
  readonly reason?: string;
  /** For the invoice's thread; mrkdwn. */
  readonly text: string;
  /** It asks accounting to act. */
  readonly broadcast?: boolean;
}

/** The audit, the invoice's message and thread, and the project, of a change that is written. @param charge as it was */
export const tellCharge = async (work: Work, charge: ProjectCharge, told: ChargeTold): Promise<void> => {
  const { what, before, after, reason } = told;
  const named = { invoice: charge.id, number: invoiceRef(charge), label: charge.label };
  work.audit({
    action: `invoice.${what.replace(' ', '_')}`,
    subject: charge.subject,
    customerId: charge.customerId,
    before: { ...named, ...before },
    after: { ...named, ...after },
    reason,
  });
  redraw(work, charge, told);
  await work.emit(chargeChanged, [{ before: charge, what }]);
};
