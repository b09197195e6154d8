import type { ActionRequest, Answer, Interaction } from '../../../platform/slice/slice.ts';
import { plainNames } from '../../audit-words.ts';
import { storyModal, storyOf } from '../../story/index.ts';
import { customerSubject } from '../customer.ts';
import { existingCustomer } from '../find-customer.ts';

const pageSize = 15;

const show = async ({ deps, value }: ActionRequest): Promise<Answer> => {
  const [id = '', entry = ''] = value.split(':');
  const customer = await existingCustomer(deps, id);
  const before = /^\d{1,18}$/.test(entry) ? BigInt(entry) : undefined;
  const page = await storyOf(deps.db.prisma, customerSubject(id), { before, take: pageSize });
  const about = { name: customer.name, data: id };
  const view = storyModal(about, page, plainNames(deps.roleName), 'customer.history_older');
  return before === undefined ? { modal: view } : { replace: view };
};

/** History, in the customer's window: what happened to all that is theirs. CUS-7 */
export const showHistory: Interaction = { id: 'customer.history', press: show };
export const showOlderHistory: Interaction = { id: 'customer.history_older', press: show };
