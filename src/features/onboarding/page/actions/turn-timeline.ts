import type { ActionRequest, Answer, Interaction } from '../../../../platform/slice/slice.ts';
import { projectSubject } from '../../../playbooks/index.ts';

/** The project's window, with the page of its timeline that ends before an entry. */
const turnTo = async ({ value }: ActionRequest): Promise<Answer> => {
  const [id = '', before = 'newest'] = value.split(':');
  return { window: { ...projectSubject(id), page: before } };
};

/** ONB-18: for everyone of the team. */
export const olderButton: Interaction = { id: 'timeline.older', isForTeam: true, press: turnTo };
export const newestButton: Interaction = { id: 'timeline.newest', isForTeam: true, press: turnTo };
