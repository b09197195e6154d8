import type { KnownBlock } from '@slack/types';
import { clipMrkdwn, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { type ButtonSpec, button, buttons, context, fields, section } from '../../../platform/block-kit/blocks.ts';
import { moment } from '../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowHead } from '../../../platform/slice/slice.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import { type Customer, customerDoor } from '../../customers/index.ts';
import type { License } from '../../licenses/index.ts';
import { type CollectionCase, caseDoor, caseRoles, isOpen, isPartPaid } from './table/case.ts';
import { type CollectionsPolicy, triesUntilFailed } from './table/policy.ts';
import { askedFor, authored, caseTitle, periodText, short, stateNames } from './titles.ts';

/** Whose charge it is, as far as that is known. */
export interface Known {
  readonly customer?: Pick<Customer, 'name' | 'phone' | 'email'> | undefined;
  readonly license?: Pick<License, 'product' | 'key' | 'state' | 'expiresOn'> | undefined;
}

/** What the alert says about the charge. COL-2 */
const facts = (
  of: CollectionCase,
  { customer, license }: Known,
  policy: CollectionsPolicy,
): (readonly [string, string])[] => [
  ['Attempt', `${of.attempts} of ${triesUntilFailed(policy)}`],
  [isPartPaid(of) && of.state !== 'recovered' ? 'Open' : 'Amount', askedFor(of)],
  ['Reason', `${short(of.lastReason ?? 'not told')} (${of.lastDecline ?? 'soft'} decline)`],
  [
    'Card',
    of.cardBrand || of.cardLast4 ? `${short(of.cardBrand ?? 'Card', 30)} •••• ${of.cardLast4 ?? '????'}` : 'not told',
  ],
  ['Next attempt', of.nextAttemptOn ? formatDay(of.nextAttemptOn) : 'none known'],
  ...(isOpen(of.state)
    ? [['Last day to act', of.deadlineOn ? formatDay(of.deadlineOn) : 'no deadline yet'] as const]
    : []),
  [
    'Contacts',
    of.contacts === 0
      ? 'none yet'
      : `${of.contacts}${of.contactedAt ? `, last ${moment(of.contactedAt)}` : ''}${of.lastContact ? `\n${short(of.lastContact)}` : ''}`,
  ],
  ['Period', `${escapeMrkdwn(periodText(of.period))} · ${short(of.gatewaySubscription, 40)}`],
  ...(of.state !== 'recovered' && customer
    ? [
        [
          'Customer',
          [customer.phone, customer.email]
            .map((text) => short(text ?? '', 100))
            .filter(Boolean)
            .join('\n') || 'no phone and no email known',
        ] as const,
      ]
    : []),
  ...(license
    ? [
        [
          'License',
          `${short(license.product, 60)} · ${short(license.key, 60)}\n${license.state === 'expired' ? 'expired' : `until ${formatDay(license.expiresOn)}`}`,
        ] as const,
      ]
    : []),
];

const marks: Readonly<Record<CollectionCase['state'], string>> = {
  retrying: ':credit_card:',
  failed: ':x:',
  advised: ':hourglass_flowing_sand:',
  expired: ':no_entry:',
  recovered: ':white_check_mark:',
};

/** The buttons that COL-0 allows now. */
const actions = (of: CollectionCase): readonly ButtonSpec[] => {
  const byHand = of.state === 'retrying' || of.state === 'failed';
  return [
    ...(byHand ? [{ text: 'Contacted', action: 'case.contacted', value: of.id }] : []),
    ...(byHand && of.customerId ? [{ text: 'Draft mail', action: 'case.mail', value: of.id }] : []),
    ...(byHand || of.state === 'advised' ? [{ text: 'Card updated', action: 'case.card_updated', value: of.id }] : []),
    ...(of.state !== 'recovered'
      ? [{ text: 'Payment received', action: 'case.payment_received', value: of.id, style: 'primary' as const }]
      : []),
    ...(byHand ? [{ text: 'Snooze', action: 'case.snooze', value: of.id }] : []),
    ...(byHand
      ? [{ text: 'Advise Support', action: 'case.advise_support', value: of.id, style: 'danger' as const }]
      : []),
    ...(of.state === 'recovered' && of.customerId !== undefined
      ? [{ text: 'Reverse payment', action: 'case.reverse_payment', value: of.id }]
      : []),
    ...(of.customerId === undefined
      ? [
          { text: 'Link customer', action: 'case.link', value: of.id },
          { text: 'New customer', action: 'case.new_customer', value: of.id },
        ]
      : []),
  ];
};

const caseBlocks = (of: CollectionCase, known: Known, policy: CollectionsPolicy): readonly KnownBlock[] => {
  const state = `${stateNames[of.state]}${of.state === 'retrying' ? '' : ` (${authored(of.stateBy, of.stateAt)})`}`;
  return [
    section(`${marks[of.state]} *C-${of.ref} ${short(nameOf(of, known), 200)}*: ${state}`),
    fields(facts(of, known, policy)),
    ...(of.customerId === undefined
      ? [
          section(
            `:question: Baton doesn’t know this customer (gateway id ${short(of.reportedCustomer, 100)}). Link it, so that payments and the license are found.`,
          ),
        ]
      : []),
    ...(of.customerId !== undefined && !of.hasLicense && of.state !== 'recovered'
      ? [context('No license is linked: Support can’t be asked to expire anything until one is added to the customer.')]
      : []),
    ...(of.snoozedUntil && of.state !== 'recovered' && of.state !== 'expired'
      ? [
          context(
            `Snoozed until ${formatDay(of.snoozedUntil)}; ${of.snoozedDays} of ${policy.maxSnoozeDays} days used.`,
          ),
        ]
      : []),
  ];
};

const nameOf = (of: CollectionCase, { customer }: Known): string =>
  customer?.name ?? (of.reportedName || of.reportedCustomer);

/** The alert in accounting's channel, as of now: one per case. COL-2, COL-3 */
export const caseMessage = (of: CollectionCase, known: Known, policy: CollectionsPolicy): SlotContent => {
  const title = caseTitle({ ...of, reportedName: nameOf(of, known) });
  const specs = [
    ...actions(of),
    openButton(caseDoor, of.id),
    ...(of.customerId ? [openButton(customerDoor, of.customerId)] : []),
  ];
  return {
    text: clipMrkdwn(escapeMrkdwn(`${stateNames[of.state]}: ${title}`), 300),
    blocks: [...caseBlocks(of, known, policy), buttons(`case:${of.id}`, specs)],
    open: of.state !== 'recovered' && of.state !== 'expired',
  };
};

/** The same in its window, with the way to a message of its own. WRK-1 */
export const caseHead = (of: CollectionCase, known: Known, policy: CollectionsPolicy): WindowHead => ({
  title: `Failed charge C-${of.ref}`,
  blocks: caseBlocks(of, known, policy),
  buttons: [
    [
      ...actions(of),
      ...(of.customerId ? [{ text: 'Correct the customer', action: 'case.correct_link', value: of.id }] : []),
      ...(of.hasMessage ? [] : [{ text: 'Show it in the channel', action: 'case.open', value: of.id }]),
    ].map((spec) => ({ ...spec, roles: caseRoles })),
  ],
  links: [
    ...(of.importId ? [{ subject: { type: 'run', id: of.importId }, text: 'Open report' }] : []),
    ...(of.customerId ? [{ subject: { type: 'customer', id: of.customerId }, text: 'Open customer' }] : []),
    ...(of.licenseId ? [{ subject: { type: 'license', id: of.licenseId }, text: 'Open license' }] : []),
  ],
});

/** Failed charges in the window of what they belong to, each with the way to its own. */
export const caseRows = (cases: readonly CollectionCase[]): readonly KnownBlock[] =>
  cases.map((of) => {
    const deadline = of.state === 'failed' && of.deadlineOn ? ` · deadline ${formatDay(of.deadlineOn)}` : '';
    return section(
      `${marks[of.state]} C-${of.ref} · ${askedFor(of)} · ${short(of.period, 40)} · ${stateNames[of.state]}${deadline}`,
      button(openButton(caseDoor, of.id)),
    );
  });
