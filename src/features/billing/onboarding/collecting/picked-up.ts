/** What sales picked up for a charge: its names, its field, and putting it right. ONB-4, ONB-5, ONB-19 */
import type { KnownBlock } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Choice, selectInput } from '../../../../platform/block-kit/blocks.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { onEach } from '../../../../platform/work/events.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { invoiceRef, refuseEnded } from '../../invoices/index.ts';
import { chargeChanged, tellCharge } from '../charges/change-charge.ts';
import type { PickedUp } from '../charges/charge.ts';
import { chargeInvoice, pickedUpFor, pickedUpOf } from '../charges/charges.ts';
import { chargesOfProjects, lockCharge, writePickedUp } from '../charges/charges-store.ts';

export const pickedUpTexts: Readonly<Record<PickedUp, string>> = {
  check: 'A check',
  card_authorization: 'A card authorization',
  nothing: 'Nothing',
};

const names: Readonly<Record<PickedUp, string>> = {
  check: 'a check',
  card_authorization: 'a card authorization',
  nothing: 'nothing',
};

const choices: readonly (Choice & { readonly value: PickedUp })[] = [
  { value: 'nothing', text: 'Nothing yet' },
  { value: 'check', text: 'Check' },
  { value: 'card_authorization', text: 'Card authorization form' },
];

export const pickedUpInput = (name: string, label: string, initial: PickedUp): KnownBlock =>
  selectInput({ name, label, choices, initial });

/** What a form says was picked up. */
export const readPickUp = (choice: string | undefined): PickedUp | undefined =>
  choices.find(({ value }) => value === choice)?.value;

/**
 * Corrects what sales picked up, with a reason, while the charge is open: how it is collected follows. The caller decides who
 * may. ONB-19
 */
export const correctPickedUp = async (
  work: Work,
  input: { readonly invoiceId: string; readonly pickedUp: PickedUp; readonly reason: string },
): Promise<void> => {
  const charge = await lockCharge(work, input.invoiceId);
  const { pickedUp, reason } = input;
  if (charge.pickedUp === pickedUp) return;
  refuseEnded(charge);
  if (charge.open.amount === 0n)
    throw new UserError(`Invoice ${invoiceRef(charge)} is paid: what was picked up for it stands.`);
  await writePickedUp(work, charge.id, pickedUp);
  await tellCharge(work, charge, {
    what: 'picked up',
    before: { pickedUp: names[charge.pickedUp] },
    after: { pickedUp: names[pickedUp] },
    reason,
    text: `${person(work.by.id)} corrected what was picked up from ${names[charge.pickedUp]} to ${names[pickedUp]}: ${escapeMrkdwn(reason)}`,
  });
};

/** ONB-7 asks for hardware whether a card is on file: what was picked up for the others says so. */
export const hardwareFollows = onEach(chargeChanged, async (work, { before, what }) => {
  if (what !== 'picked up' || before.kind === 'hardware') return;
  const charges = (await chargesOfProjects(work.tx, [before.subject.id])).get(before.subject.id) ?? [];
  const hardware = chargeInvoice(charges, 'hardware');
  if (!hardware || hardware.open.amount === 0n || hardware.pickedUp === 'check') return;
  await correctPickedUp(work, {
    invoiceId: hardware.id,
    pickedUp: pickedUpOf('hardware', pickedUpFor(charges)),
    reason: 'It follows what was picked up for the other charges.',
  });
});
