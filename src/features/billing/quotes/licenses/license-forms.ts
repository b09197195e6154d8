import type { ModalView } from '@slack/types';
import { formatMoney, negate } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { context, dateInput, modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import type { Customer } from '../../../customers/index.ts';
import { draftBlocks } from '../../invoices/index.ts';
import { validUntilInput } from '../quotes/quote-form.ts';
import type { License } from './license.ts';
import type { Offer, Wanted } from './quote-licenses.ts';
import type { Reduced } from './reduce-licenses.ts';

export interface Choosable extends License {
  readonly subscriptionId: string;
}

/** `ESILaw: 7, renewed Jan 1, 2027`. */
export const licenseText = ({ description, quantity, renewsOn }: License): string =>
  `${description}: ${quantity}, renewed ${formatDay(renewsOn)}`;

/** Change licenses: which, and how many there are to be. BIL-10 */
export const changeForm = (customer: Customer, licenses: readonly Choosable[], validUntil: Day): ModalView =>
  modal({
    callback: 'licenses.change',
    title: 'Change licenses',
    submit: 'Preview',
    data: customer.id,
    blocks: [
      section(
        `Of *${escapeMrkdwn(customer.name)}*. More are quoted until the renewal; fewer are credited on the next bill.`,
      ),
      selectInput({
        name: 'license',
        label: 'Which licenses',
        choices: licenses.map((each) => ({
          text: clip(licenseText(each), 75),
          value: `${each.subscriptionId} ${each.itemId}`,
        })),
      }),
      textInput({ name: 'quantity', label: 'How many there are to be', max: 6 }),
      dateInput({
        name: 'from',
        label: 'Fewer from',
        hint: 'Today where it is left empty; more are quoted from today on',
        optional: true,
      }),
      validUntilInput(validUntil),
      textInput({
        name: 'reason',
        label: 'Who asked for it, and where',
        hint: 'Such as the ticket’s number, or “letter of Jo Miller”',
        max: 300,
      }),
    ],
  });

const keptWanted = ({ subscriptionId, itemId, quantity }: Wanted) => ({ subscriptionId, itemId, quantity });

export const offerForm = (
  wanted: Wanted & { readonly validUntil: Day; readonly reason: string },
  { terms, draft }: Offer,
): ModalView =>
  modal({
    callback: 'licenses.quote',
    title: 'More licenses',
    submit: 'Make the quote',
    data: JSON.stringify({
      ...keptWanted(wanted),
      validUntil: wanted.validUntil,
      reason: wanted.reason,
      shown: `${draft.total.amount}`,
    }),
    blocks: [
      section(`*${escapeMrkdwn(clip(terms.what, 300))}*`),
      ...draftBlocks(draft.lines, draft),
      context(`Valid until ${formatDay(wanted.validUntil)}. They are added once the quote is accepted.`),
    ],
  });

export const reduceForm = (
  wanted: Wanted & { readonly reason: string; readonly from?: Day | undefined },
  { what, credited, plannedFor }: Reduced,
): ModalView =>
  modal({
    callback: 'licenses.reduce',
    title: 'Fewer licenses',
    submit: 'Confirm',
    data: JSON.stringify({
      ...keptWanted(wanted),
      from: wanted.from,
      reason: wanted.reason,
      shown: `${credited.amount}`,
    }),
    blocks: [
      section(`*${escapeMrkdwn(clip(what, 300))}*, from ${plannedFor ? formatDay(plannedFor) : 'today'} on.`),
      section(
        credited.amount < 0n
          ? `*Credited because of it: ${formatMoney(negate(credited))} before tax*, on the next bill${plannedFor ? ' after that, as it is billed now' : ''}.`
          : 'Nothing is credited for days that were billed.',
      ),
      context('Support is asked to set it in the product’s administration.'),
    ],
  });
