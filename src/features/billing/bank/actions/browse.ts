import type { ModalView } from '@slack/types';
import type { Tx } from '../../../../platform/db/open.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type {
  ActionRequest,
  Interaction,
  ListKind,
  SlackRequest,
  Subcommand,
} from '../../../../platform/slice/slice.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { candidates } from '../book.ts';
import { bankList, pageSize, type ShownRow } from '../list-views.ts';
import { matchRow } from '../match.ts';
import { countWaiting, waitingRows } from '../store.ts';

export const doing = 'book what the bank’s files say';

const pageOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);

/** A page of what waits, each with what it may pay now. */
export const shownRows = async (tx: Tx, page: number): Promise<readonly ShownRow[]> => {
  const rows = await waitingRows(tx, page * pageSize, pageSize);
  const open = rows.length > 0 ? await candidates(tx) : [];
  return rows.map((row) => ({ row, match: matchRow(row, open) }));
};

const browse = async (request: SlackRequest, at: string): Promise<ModalView> => {
  await requireEarly(request, moneyRoles, doing);
  const { prisma } = request.deps.db;
  return bankList(await shownRows(prisma, pageOf(at)), await countWaiting(prisma), pageOf(at));
};

const turned = async (request: ActionRequest) => ({ replace: await browse(request, request.value) });

/** `/bill bank` */
export const bankCommand: Subcommand = {
  command: '/bill',
  word: 'bank',
  usage: '',
  help: 'shows what came in by the bank’s files, with what it may pay, to be confirmed',
  run: async (request) => ({ modal: await browse(request, '0') }),
};

export const turnButtons: readonly Interaction[] = [
  { id: 'bank.previous', press: turned },
  { id: 'bank.next', press: turned },
];

export const bankListKind: ListKind = { callback: 'bank.list', read: browse };
