/** A customer's projects that are under way. CUS-6, BIL-19 */
import { isWithin } from '../../../core/time/spans.ts';
import type { CalendarSource, OpenThings } from '../../customers/index.ts';
import { projectRef, projectSubject } from '../../playbooks/index.ts';
import { projectDaysOf, projectsOfCustomers } from './store.ts';

const most = 20;
const underWay: readonly string[] = ['active', 'on_hold'];

export const openProjectsOf: OpenThings = async (tx, customerId) =>
  (await projectsOfCustomers(tx, [customerId], most))
    .filter(({ state }) => underWay.includes(state))
    .map((each) => ({ text: `project ${projectRef(each)}`, subject: projectSubject(each.id) }));

const words = {
  targetGoLiveOn: 'target go-live',
  etaOn: 'resources are there',
  goLiveOn: 'goes live',
} as const;

export const projectsAhead: CalendarSource = async ({ db }, customerId, days) =>
  (await projectDaysOf(db.prisma, customerId, most)).flatMap(({ id, ref, what, on }) =>
    isWithin(on, days) ? [{ on, text: `${projectRef({ ref })}: ${words[what]}`, subject: projectSubject(id) }] : [],
  );
