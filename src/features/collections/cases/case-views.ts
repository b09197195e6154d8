import type { KnownBlock, ModalView } from '@slack/types';
import { clip, clipMrkdwn, escapeMrkdwn } from '../../../core/text/text.ts';
import { addDays, type Day, formatDay } from '../../../core/time/calendar.ts';
import {
  type ButtonSpec,
  button,
  buttons,
  context,
  dateInput,
  fields,
  fileInput,
  lookupInput,
  modal,
  section,
  selectInput,
  textInput,
} from '../../../platform/block-kit/blocks.ts';
import { moment } from '../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowHead } from '../../../platform/slice/slice.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import { type Customer, customerDoor, customerLookup } from '../../customers/index.ts';
import type { License } from '../../licenses/index.ts';
import { authored } from './attribution.ts';
import {
  type CardCharge,
  type CollectionCase,
  cardCharges,
  caseDoor,
  caseRoles,
  isOpen,
  isPartPaid,
} from './table/case.ts';
import type { CollectionsPolicy } from './table/policy.ts';
import { askedFor, caseTitle, periodText, stateNames } from './titles.ts';

export const short = (text: string, max = 150): string => escapeMrkdwn(clip(text, max));

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
  ['Attempt', `${of.attempts} of ${policy.attempts}`],
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
      ...(of.hasMessage ? [] : [{ text: 'Show it in the channel', action: 'case.open', value: of.id }]),
    ].map((spec) => ({ ...spec, roles: caseRoles })),
  ],
  links: [
    ...(of.customerId ? [{ subject: { type: 'customer', id: of.customerId }, text: 'Open customer' }] : []),
    ...(of.licenseId ? [{ subject: { type: 'license', id: of.licenseId }, text: 'Open license' }] : []),
  ],
});

export const form = (
  callback: string,
  title: string,
  submit: string,
  data: string,
  blocks: readonly KnownBlock[],
): ModalView => modal({ callback, title, submit, data, blocks });

const contactWays = ['Phone', 'Email', 'Text message', 'In person', 'Left a message'];

export const contactedModal = (id: string): ModalView =>
  form('case.contacted', 'Customer contacted', 'Save', id, [
    selectInput({
      name: 'how',
      label: 'How',
      choices: contactWays.map((way) => ({ text: way, value: way })),
      initial: 'Phone',
    }),
    textInput({ name: 'note', label: 'Note', multiline: true, optional: true, max: 1000 }),
  ]);

const chargeTexts: Readonly<Record<CardCharge, string>> = {
  schedule: 'By the gateway: its schedule is enabled again',
  by_hand: 'By hand',
};

/** After FAILED the gateway tries no more by itself: the form asks what does. COL-0 */
export const cardUpdatedModal = (of: CollectionCase, today: Day): ModalView =>
  form('case.card_updated', 'Card updated', 'Save', of.id, [
    ...(of.state === 'retrying'
      ? []
      : [
          selectInput({
            name: 'charge',
            label: 'How is the card charged now?',
            choices: cardCharges.map((value) => ({ value, text: chargeTexts[value] })),
            initial: 'schedule',
          }),
        ]),
    dateInput({
      name: 'next_attempt_on',
      label: of.state === 'retrying' ? 'Next attempt expected on' : 'On',
      hint:
        of.state === 'retrying'
          ? 'When the gateway tries the card again'
          : 'The next date of the gateway’s schedule, or the day of the charge by hand',
      // What is known already is offered, so that saving the form as it stands moves nothing.
      initial: of.nextAttemptOn && of.nextAttemptOn >= today ? of.nextAttemptOn : addDays(today, 1),
    }),
  ]);

export const snoozeModal = (id: string, today: Day): ModalView =>
  form('case.snooze', 'Snooze', 'Snooze', id, [
    dateInput({ name: 'until', label: 'Until', initial: addDays(today, 3) }),
    textInput({ name: 'reason', label: 'Why?', max: 500 }),
  ]);

export const adviseModal = (id: string): ModalView =>
  form('case.advise_support', 'Advise Support', 'Advise Support', id, [
    section('Support is asked to expire the license. Somebody else than you has to confirm it there.'),
    textInput({ name: 'reason', label: 'Why?', multiline: true, max: 1000 }),
  ]);

export const linkModal = (id: string): ModalView =>
  form('case.link', 'Whose charge is this?', 'Link', id, [
    lookupInput({ name: 'customer', label: 'Customer', source: customerLookup }),
  ]);

export const importModal = (formats: readonly { readonly gateway: string; readonly title: string }[]): ModalView =>
  form('report.import', 'Import a report', 'Import', '', [
    selectInput({
      name: 'gateway',
      label: 'Report',
      choices: formats.map((each) => ({ text: each.title, value: each.gateway })),
      ...(formats[0] ? { initial: formats[0].gateway } : {}),
    }),
    fileInput({ name: 'report', label: 'The report as CSV', types: ['csv'] }),
  ]);

/** The customer's failed charges. */
export const casesPanel = (cases: readonly CollectionCase[]): readonly KnownBlock[] =>
  cases.slice(0, 10).map((of) => {
    const deadline = of.state === 'failed' && of.deadlineOn ? ` · deadline ${formatDay(of.deadlineOn)}` : '';
    return section(
      `${marks[of.state]} C-${of.ref} · ${askedFor(of)} · ${short(of.period, 40)} · ${stateNames[of.state]}${deadline}`,
      button({ ...openButton(caseDoor, of.id), text: 'Open' }),
    );
  });

export const browseAll = (total: number): KnownBlock =>
  buttons('cases:all', [
    { text: `Browse all ${total.toLocaleString('en-US')}`, action: 'case.browse', value: 'all:0' },
  ]);
