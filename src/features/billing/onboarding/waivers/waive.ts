/** That nothing is due for a charge: somebody says so, and somebody else confirms it. ONB-19 */
import { Conflict, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { invoiceRef, voidWith } from '../../invoices/index.ts';
import { tellCharge } from '../charges/change-charge.ts';
import type { ProjectCharge } from '../charges/charge.ts';
import { lockCharge, writeConfirmation, writeWaiver } from '../charges/charges-store.ts';

interface Asked {
  readonly invoiceId: string;
  readonly reason: string;
}

const lockVoid = async (work: Work, invoiceId: string): Promise<ProjectCharge> => {
  const charge = await lockCharge(work, invoiceId);
  if (charge.state !== 'void') throw new UserError(`Invoice ${invoiceRef(charge)} is not void: its amount is due.`);
  if (charge.waiver?.confirmed) {
    const { by, at } = charge.waiver.confirmed;
    throw new Conflict(`${person(by)} confirmed ${moment(at)} that nothing is due for ${invoiceRef(charge)}.`);
  }
  return charge;
};

/** Voids a charge's invoice, and says with that that nothing is due. The caller decides who may. */
export const voidAsNotDue = async (work: Work, { invoiceId, reason }: Asked): Promise<void> => {
  await lockCharge(work, invoiceId);
  await writeWaiver(work, invoiceId, reason);
  await voidWith(work, { invoiceId, reason });
};

/** Says of an invoice that was voided before that nothing is due in its place. The caller decides who may. */
export const askWaiver = async (work: Work, { invoiceId, reason }: Asked): Promise<void> => {
  const charge = await lockVoid(work, invoiceId);
  await writeWaiver(work, invoiceId, reason);
  await tellCharge(work, charge, {
    what: 'waiver asked',
    before: { due: true },
    after: { due: 'to be confirmed' },
    reason,
    text: `${person(work.by.id)} says that nothing is due in its place: ${escapeMrkdwn(reason)}`,
  });
};

/** Confirms that nothing is due for a charge that was corrected to nothing. The caller decides who may. ALL-3 */
export const confirmWaiver = async (work: Work, invoiceId: string): Promise<void> => {
  const charge = await lockVoid(work, invoiceId);
  if (!charge.waiver) throw new UserError(`Nobody has said that nothing is due for invoice ${invoiceRef(charge)}.`);
  await writeConfirmation(work, invoiceId);
  await tellCharge(work, charge, {
    what: 'waived',
    before: { due: 'to be confirmed' },
    after: { due: false },
    text: `${person(work.by.id)} confirmed that nothing is due.`,
  });
};
