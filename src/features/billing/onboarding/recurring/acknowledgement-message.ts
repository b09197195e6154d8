/** The messages that ask Sales and Service to tell accounting. ONB-15 */
import type { KnownBlock } from '@slack/types';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { button, buttons, context, section } from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { SlotKind } from '../../../../platform/slice/slice.ts';
import type { SlotContent } from '../../../../platform/work/content.ts';
import {
  folderName,
  isPast,
  type ProjectState,
  projectDoor,
  projectRef,
  projectsOf,
  readerOf,
  stageName,
  statusNames,
} from '../../../playbooks/index.ts';
import { acknowledgementSlot, requestAcknowledgements } from './acknowledgement.ts';
import { acknowledgementsOf } from './acknowledgements-part.ts';
import { subscriptionOf } from './subscription-part.ts';

/** A desk's request to tell accounting that the customer is live. ONB-15 */
export const acknowledgementMessage = (project: ProjectState, desk: string, deskName: string): SlotContent => {
  const given = acknowledgementsOf(project).find((each) => each.desk === desk);
  const waits = !given && project.state === 'active' && isPast(project, requestAcknowledgements);
  const live = project.wentLiveOn ? ` is live since ${formatDay(project.wentLiveOn)}` : '';
  const text = `${projectRef(project)} ${project.customer.name}${live}: ${waits ? `${deskName}, please tell accounting` : deskName}`;
  const open = openButton(projectDoor, project.id);
  const blocks: KnownBlock[] = [section(`${folderName(project)}${live}.`, button(open))];
  if (given)
    return {
      text,
      blocks: [
        ...blocks,
        context(`${person(given.by)} has told accounting for ${escapeMrkdwn(deskName)}, ${moment(given.at)}.`),
        ...(project.state === 'active' && !subscriptionOf(project)?.template.armed
          ? [
              buttons('acknowledgement', [
                { text: 'Take back', action: 'acknowledgement.take_back', value: `${project.id}:${desk}` },
              ]),
            ]
          : []),
      ],
      open: false,
    };
  if (!waits) {
    const why =
      project.state === 'active'
        ? `Not needed now: the folder is back at ${escapeMrkdwn(stageName(project.playbook, project.stage))}.`
        : `The project is ${statusNames[project.state]}.`;
    return { text, blocks: [...blocks, context(why)], open: false };
  }
  const ask = `${escapeMrkdwn(deskName)}: is it right to begin with recurring billing? Accounting waits for your word.`;
  return {
    text,
    blocks: [
      ...blocks,
      section(ask),
      buttons('acknowledgement', [
        {
          text: 'Tell accounting to begin',
          action: 'acknowledgement.give',
          value: `${project.id}:${desk}`,
          style: 'primary',
        },
      ]),
    ],
    open: true,
  };
};

export const acknowledgementSlotKind: SlotKind = {
  kind: acknowledgementSlot('', '').kind,
  render: async (deps, projectId, desk = '') => {
    const [project] = await projectsOf(deps).loadMany(readerOf(deps), [projectId]);
    return project && acknowledgementMessage(project, desk, deps.roleName(desk));
  },
};
