import type { KnownBlock } from '@slack/types';
import { NotFound } from '../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay, todayIn } from '../../../core/time/calendar.ts';
import { button, context, fields, header, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowHead, WindowKind, WindowSection } from '../../../platform/slice/slice.ts';
import { addDocumentButton, documentList, documentsOf } from '../../documents/index.ts';
import { storySection } from '../../story/index.ts';
import { customerSubject } from '../customer.ts';
import { type Contract, contractDoor, contractKeepers, lastDay, termInHand } from './contract.ts';
import { contractById, contractsOf } from './store.ts';

/** @throws NotFound */
export const existingContract = async (tx: Tx, id: string): Promise<Contract> => {
  const contract = await contractById(tx, id);
  if (!contract) throw new NotFound('contract');
  return contract;
};

/** What comes next: its end, or the day by which notice would be given. */
export const nextText = (contract: Contract, today: Day): string => {
  const end = lastDay(contract);
  if (end && end < today) return `ended ${formatDay(end)}`;
  if (contract.notice) return `notice received, ends ${formatDay(contract.notice.effectiveOn)}`;
  const term = termInHand(contract, today);
  if (!term) return `ends ${formatDay(contract.endOn)}`;
  return contract.renews
    ? `renewed after ${formatDay(term.endOn)} unless notice is given by ${formatDay(term.noticeBy)}`
    : `ends ${formatDay(term.endOn)}; last day to agree on what follows: ${formatDay(term.noticeBy)}`;
};

const noticeLine = ({ notice }: Contract): readonly KnownBlock[] =>
  notice
    ? [
        context(
          `Notice received ${formatDay(notice.receivedOn)} from ${notice.from === null ? '(erased)' : escapeMrkdwn(notice.from)}. Recorded by ${person(notice.recordedBy)}, ${moment(notice.recordedAt)}`,
        ),
      ]
    : [];

/** What was agreed, and what comes next. CUS-9 */
export const contractHead = (contract: Contract, today: Day): WindowHead => {
  const { id, customerId } = contract;
  return {
    title: 'Contract',
    blocks: [
      header(clip(`Contract ${contract.number}`, 150)),
      section(`*${nextText(contract, today)}*`),
      fields([
        ['Start', formatDay(contract.startOn)],
        ['Last day of the first term', formatDay(contract.endOn)],
        ['Term', `${contract.termMonths} months, ${contract.renews ? 'renewed' : 'not renewed'}`],
        ['Notice', `${contract.noticeDays} days`],
        ['Signed', contract.signedOn ? formatDay(contract.signedOn) : '–'],
        ['Owner', person(contract.owner)],
        ['Parties and programs', contract.parties ? escapeMrkdwn(clip(contract.parties, 500)) : '–'],
      ]),
      ...noticeLine(contract),
    ],
    buttons: [
      [
        { text: 'Edit', action: 'contract.edit', value: id, roles: contractKeepers },
        contract.notice
          ? { text: 'Take notice back', action: 'contract.take_back_notice', value: id, roles: contractKeepers }
          : { text: 'Notice received', action: 'contract.notice', value: id, roles: contractKeepers },
        addDocumentButton({ subject: { type: 'contract', id }, customerId }),
      ],
    ],
    links: [{ subject: customerSubject(customerId), text: 'Open customer' }],
  };
};

export const contractWindow: WindowKind = {
  ...contractDoor,
  find: async (tx, id) => ((await contractById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) =>
    contractHead(await existingContract(deps.db.prisma, id), todayIn(deps.timeZone, deps.clock.now())),
};

const most = 6;

export const contractSections: readonly WindowSection[] = [
  {
    subject: 'customer',
    order: 7,
    title: 'Contracts',
    read: async (deps, customerId) => {
      const contracts = await contractsOf(deps.db.prisma, [customerId]);
      const today = todayIn(deps.timeZone, deps.clock.now());
      return {
        blocks: [
          ...contracts
            .slice(0, most)
            .map((each) =>
              section(
                `*${escapeMrkdwn(each.number)}* · ${nextText(each, today)}`,
                button({ ...openButton(contractDoor, each.id), text: 'Open' }),
              ),
            ),
          ...(contracts.length > most ? [context(`and ${contracts.length - most} more`)] : []),
        ],
        buttons: [{ text: 'Add contract', action: 'contract.add', value: customerId, roles: contractKeepers }],
      };
    },
  },
  {
    subject: 'contract',
    order: 40,
    title: 'Documents',
    read: async (deps, id) => ({ blocks: documentList(await documentsOf(deps.db.prisma, [{ type: 'contract', id }])) }),
  },
  storySection('contract'),
];
