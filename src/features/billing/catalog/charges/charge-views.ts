import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { button, context, fields, header, section } from '../../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { WindowHead } from '../../../../platform/slice/slice.ts';
import { type SetupState, setupEditors } from '../../setup/index.ts';
import { amountsText, type Charge, type ChargeFields, chargeDoor } from './charge.ts';

const short = (text: string | undefined, max = 150): string => (text ? escapeMrkdwn(clip(text, max)) : '–');

const kindText = ({ isRecurring, isProratable }: ChargeFields): string =>
  `${isRecurring ? 'Every month' : 'Once'}${isProratable ? ', a part of a month by its days' : ''}`;

/** What the charge is, and what is usually charged. CUS-4 */
export const chargeHead = (charge: Charge): WindowHead => ({
  title: 'Charge',
  blocks: [
    header(clip(`${charge.code} ${charge.name}`, 150)),
    fields([
      ['Description', short(charge.description, 500)],
      ['How often', kindText(charge)],
      ['Usual amount', short(amountsText(charge.amounts))],
      ['Tax category', short(charge.taxCategory)],
      ['Account code', short(charge.account)],
    ]),
    ...(charge.archivedAt ? [context('Archived: nobody is given it any more, who has it keeps it.')] : []),
  ],
  buttons: [
    [
      { text: 'Edit', action: 'charge.edit', value: charge.id, roles: setupEditors },
      charge.archivedAt
        ? { text: 'Offer again', action: 'charge.offer_again', value: charge.id, roles: setupEditors }
        : { text: 'Archive', action: 'charge.archive', value: charge.id, roles: setupEditors },
    ],
  ],
});

export const mostListed = 6;

/** The additional charges in the set-up; bills can do without. CUS-2 */
export const chargesState = (charges: readonly Charge[], count: number): SetupState => ({
  missing: [],
  blocks: [
    ...charges
      .slice(0, mostListed)
      .map((charge) =>
        section(
          `*${short(charge.code, 40)}* ${short(charge.name)}  ${escapeMrkdwn(amountsText(charge.amounts))} ${charge.isRecurring ? 'a month' : 'once'}`,
          button({ ...openButton(chargeDoor, charge.id), text: 'Open' }),
        ),
      ),
    ...(count > mostListed ? [context(`and ${count - mostListed} more`)] : []),
  ],
  buttons: [
    { text: 'Add charge', action: 'charge.add', value: 'new', roles: setupEditors },
    ...(count > 0 ? [{ text: 'Find a charge', action: 'charge.find', value: 'any' }] : []),
  ],
});
