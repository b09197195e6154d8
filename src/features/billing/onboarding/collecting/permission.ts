/** The customer's permission to charge the card: given, withdrawn, and what else ends it. ONB-5, ONB-7 */
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { on, type Reaction } from '../../../../platform/work/events.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { invoiceChanged, invoiceRef, invoiceReplaced, refuseDoubtful, refuseEnded } from '../../invoices/index.ts';
import { tellCharge } from '../charges/change-charge.ts';
import type { Permission, ProjectCharge } from '../charges/charge.ts';
import { chargeById, lockCharge, moveFacts, writePermission } from '../charges/charges-store.ts';

const endPermission = async (
  work: Work,
  charge: ProjectCharge,
  permission: Permission,
  told: { readonly reason?: string; readonly text: string },
): Promise<void> => {
  await writePermission(work, charge.id, undefined);
  await tellCharge(work, charge, {
    what: 'permission withdrawn',
    before: { permission: permission.how, agreedOn: permission.on },
    after: { permission: null },
    broadcast: true,
    ...told,
  });
};

export interface Permit {
  readonly invoiceId: string;
  readonly how: string;
  readonly on: Day;
  /** For the invoice's thread; mrkdwn. */
  readonly text: string;
}

/**
 * The customer agreed that the card is charged. The caller decides who may. ONB-5, ONB-7
 * @throws Conflict where it is recorded, UserError where there is nothing to charge, FieldErrors at `agreed_on`
 */
export const permitWith = async (work: Work, { invoiceId, how, on, text }: Permit): Promise<void> => {
  const charge = await lockCharge(work, invoiceId);
  refuseEnded(charge);
  refuseDoubtful(charge);
  if (on > work.today)
    throw new FieldErrors({ agreed_on: 'This day is yet to come. Enter the day the customer agreed.' });
  requireDays({ agreed_on: on }, 'happened', work.today);
  if (charge.permission) {
    const { by: first, at } = charge.permission;
    throw new Conflict(`${person(first)} recorded the permission for invoice ${invoiceRef(charge)} ${moment(at)}.`);
  }
  if (charge.state === 'paid')
    throw new UserError(`Invoice ${invoiceRef(charge)} is paid: there is nothing to charge.`);
  await writePermission(work, charge.id, { on, how });
  await tellCharge(work, charge, {
    what: 'permission',
    before: {},
    after: { permission: how, agreedOn: on },
    text,
  });
};

/** The caller decides who may. @throws UserError where none is recorded */
export const withdrawWith = async (
  work: Work,
  { invoiceId, reason }: { readonly invoiceId: string; readonly reason: string },
): Promise<void> => {
  const charge = await lockCharge(work, invoiceId);
  if (!charge.permission) throw new UserError(`No permission is recorded for invoice ${invoiceRef(charge)}.`);
  const text = `${person(work.by.id)} withdrew the permission to charge the card: ${escapeMrkdwn(reason)}`;
  await endPermission(work, charge, charge.permission, { reason, text });
};

export const permissionReactions: readonly Reaction[] = [
  // It was given for so much, and does not stretch to more.
  on(invoiceChanged, async (work, changes) => {
    for (const { invoiceId, before, what } of changes) {
      const charge = what === 'corrected' ? await chargeById(work.tx, invoiceId) : undefined;
      if (!charge?.permission || charge.amount.amount <= before.amount.amount) continue;
      const text = 'The customer’s permission was for less: ask again before charging the card.';
      await endPermission(work, charge, charge.permission, { text });
    }
  }),
  on(invoiceReplaced, async (work, { before, after }) => {
    const charge = await chargeById(work.tx, before.id);
    if (!charge) return;
    const { permission, ...facts } = charge;
    const holds = permission && after.amount.amount <= before.amount.amount;
    await moveFacts(work.tx, before.id, after.id, holds ? { ...facts, permission } : facts);
  }),
];
