import { openButton } from '../../../platform/slice/door.ts';
import { customersByIds } from '../../customers/index.ts';
import { type Finder, numberOf } from '../../find/index.ts';
import { projectDoor, projectRef, projectSubject } from '../../playbooks/index.ts';
import { projectByRef } from './store.ts';

/** `P-17`. What is a customer’s is found in the customer’s window. WRK-2 */
export const projectFinder: Finder = {
  among: 'projects',
  find: async (tx, asked) => {
    const number = numberOf(asked, 'P');
    const project = number === undefined ? undefined : await projectByRef(tx, number);
    if (!project) return [];
    const customer = (await customersByIds(tx, [project.customerId])).get(project.customerId);
    const title = `${projectRef(project)} ${customer?.name ?? ''}`;
    return [{ subject: projectSubject(project.id), title, open: openButton(projectDoor, project.id) }];
  },
};
