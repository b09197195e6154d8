/** Whom accounting is asked to call: its channel, and Home. BIL-18 */
import type { KnownBlock } from '@slack/types';
import { formatMoney, sumByCurrency } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type ButtonSpec, buttons, context, section } from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { HomeSection, SlotKind } from '../../../../platform/slice/slice.ts';
import { type Deps, system } from '../../../../platform/work/work.ts';
import { customerDoor, customersByIds } from '../../../customers/index.ts';
import { invoiceDoor, moneyRoles } from '../../invoices/index.ts';
import { type Call, callById, openCalls } from '../calls/index.ts';
import { promisesByIds, promiseText } from '../promises/index.ts';
import { stillOpenOf } from './store.ts';

interface ShownCall {
  readonly call: Call;
  readonly name: string;
  readonly phone: string | undefined;
  /** Why. */
  readonly about: string;
  /** Where the promise or the only invoice is. */
  readonly invoiceId: string | undefined;
}

const mostNumbers = 5;

const aboutOf = async ({ db }: Deps, call: Call): Promise<Pick<ShownCall, 'about' | 'invoiceId'>> => {
  const { prisma } = db;
  if (call.promiseId) {
    const [promise] = await promisesByIds(prisma, [call.promiseId]);
    if (!promise) return { about: 'they broke a promise to pay', invoiceId: undefined };
    const invoiceId = promise.subject.type === 'invoice' ? promise.subject.id : undefined;
    return { about: `they promised ${promiseText(promise)}, and it did not come`, invoiceId };
  }
  const bills = call.reminderId ? await stillOpenOf(prisma, call.reminderId) : [];
  const totals = sumByCurrency(bills.map(({ open }) => open)).map((total) => formatMoney(total));
  const numbers = bills.slice(0, mostNumbers).map(({ number }) => escapeMrkdwn(number));
  const more = bills.length > mostNumbers ? ` and ${bills.length - mostNumbers} more` : '';
  const owed =
    bills.length > 0 ? `${totals.join(' + ')} are open (${numbers.join(', ')}${more})` : 'nothing is open any more';
  const why = call.why === 'unreachable' ? ', and no address takes their reminders' : '';
  return { about: `${owed}${why}`, invoiceId: bills.length === 1 ? bills[0]?.id : undefined };
};

const shownOf = async (deps: Deps, calls: readonly Call[]): Promise<readonly ShownCall[]> => {
  const customers = await customersByIds(
    deps.db.prisma,
    calls.map(({ customerId }) => customerId),
  );
  return Promise.all(
    calls.map(async (call) => {
      const customer = customers.get(call.customerId);
      return { call, name: customer?.name ?? '', phone: customer?.phone, ...(await aboutOf(deps, call)) };
    }),
  );
};

const callText = ({ name, phone, about }: ShownCall): string =>
  `:telephone_receiver: Call *${escapeMrkdwn(clip(name, 200))}*${phone ? ` (${escapeMrkdwn(phone)})` : ''}: ${about}.`;

const answers = ({ call, invoiceId }: ShownCall): readonly ButtonSpec[] => [
  ...(call.closed ? [] : [{ text: 'Called', action: 'call.done', value: call.id, style: 'primary' as const }]),
  {
    text: 'Promise to pay',
    action: 'promise.note',
    value: invoiceId ? `invoice:${invoiceId}` : `customer:${call.customerId}`,
  },
  ...(invoiceId ? [openButton(invoiceDoor, invoiceId)] : []),
  openButton(customerDoor, call.customerId),
];

const outcome = ({ closed, note }: Call): readonly KnownBlock[] => {
  if (!closed) return [];
  const said = note ? `: ${escapeMrkdwn(clip(note, 500))}` : '';
  return [
    context(
      closed.by === system.userId
        ? `No call is needed${said}`
        : `${person(closed.by)} called, ${moment(closed.at)}${said}`,
    ),
  ];
};

export const callSlot: SlotKind = {
  kind: 'customer_call',
  render: async (deps, id) => {
    const call = await callById(deps.db.prisma, id);
    const [shown] = call ? await shownOf(deps, [call]) : [];
    if (!call || !shown) return undefined;
    return {
      text: callText(shown).replaceAll('*', ''),
      blocks: [section(callText(shown)), ...outcome(call), buttons(`call:${id}`, answers(shown))],
      open: call.closed === undefined,
    };
  },
};

const mostShown = 8;

export const callsHome: HomeSection = {
  order: 17,
  title: 'Customers to call',
  waits: true,
  render: async ({ deps, roles }) => {
    const held = await roles();
    if (!moneyRoles.some((role) => held.has(role))) return [];
    const calls = await openCalls(deps.db.prisma, mostShown + 1);
    const shown = await shownOf(deps, calls.slice(0, mostShown));
    return [
      ...shown.flatMap((each) => [section(callText(each)), buttons(`call:${each.call.id}`, answers(each))]),
      ...(calls.length > mostShown ? [context('and more')] : []),
    ];
  },
};
