/** Home: the word of Sales and of Service that accounting waits for. ONB-15 */
import { formatDay } from '../../../../core/time/calendar.ts';
import { isPast, type ProjectTask, projectsOf } from '../../../playbooks/index.ts';
import { acknowledgementsMissing, acknowledgingDesks, requestAcknowledgements } from './acknowledgement.ts';
import { acknowledgementsOf, acknowledgementsPart } from './acknowledgements-part.ts';
import { lacksWord } from './acknowledgements-store.ts';

export const acknowledgementTask: ProjectTask = {
  order: 40,
  by: acknowledgingDesks,
  reads: [acknowledgementsPart],
  asking: (from, { roles }, take) => {
    const desks = acknowledgingDesks.filter((desk) => roles.has(desk));
    return projectsOf(from).underWay(from.tx, lacksWord(desks), take);
  },
  rows: (project, { roles }) => {
    const { id, wentLiveOn } = project;
    if (wentLiveOn === undefined || !isPast(project, requestAcknowledgements)) return [];
    return acknowledgementsMissing(acknowledgementsOf(project))
      .filter((desk) => roles.has(desk))
      .map((desk) => ({
        text: `the customer is live since ${formatDay(wentLiveOn)}: may recurring billing begin?`,
        next: { text: 'Tell accounting to begin', action: 'acknowledgement.give', value: `${id}:${desk}` },
      }));
  },
};
