/** `/onboard show`: where the folder is, since when, who has it, what blocks it, what is ticked, who did what when. ONB-18 */

import type { KnownBlock } from '@slack/types';
import { clipMrkdwn, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { type ButtonSpec, buttons, context, fields, header, section } from '../../../platform/block-kit/blocks.ts';
import type { WindowButton, WindowHead } from '../../../platform/slice/slice.ts';
import { activityRows } from '../../activities/index.ts';
import { documentList } from '../../documents/index.ts';
import { closedStage, type ProjectState, projectRef, stageName, stageOf } from '../../playbooks/index.ts';
import { gateLine, itemLine, paragraphs } from '../folder/handoff-views.ts';
import { sectionsOn } from '../folder/sections.ts';
import { correctButton } from '../project/correcting.ts';
import { activitiesOf } from '../transfer/activities-part.ts';
import { holderText, person, time } from '../words.ts';
import type { ProjectPage } from './project-page.ts';
import { timelineLine } from './timeline.ts';

const statusText = (project: ProjectState): string => {
  const why = project.stateReason ? `: ${escapeMrkdwn(project.stateReason)}` : '';
  switch (project.state) {
    case 'active':
      return `At *${escapeMrkdwn(stageName(project.playbook, project.stage))}* since ${time(project.handoff.openedAt)}.`;
    case 'on_hold':
      return `⏸️ On hold at *${escapeMrkdwn(stageName(project.playbook, project.stage))}*${why}`;
    case 'cancelled':
      return `🛑 Cancelled${why}`;
    case 'closed':
      return `🏁 Finished${project.endedAt ? ` ${time(project.endedAt)}` : ''}.`;
  }
};

const overview = ({ project, roleName }: ProjectPage): KnownBlock => {
  const { handoff } = project;
  const days = [
    ['Target go-live', project.targetGoLiveOn],
    ['ETA', project.etaOn],
    ['Go-live scheduled', project.goLiveOn],
    ['Live since', project.wentLiveOn],
  ] as const;
  const desk = stageOf(project.playbook, handoff.stage)?.desk ?? [];
  const has = handoff.state === 'open' ? holderText(handoff, desk, roleName) : '–';
  return fields([
    ['With', has],
    ['Owner', person(project.ownerId)],
    ['Project manager', person(project.managerId)],
    ['Playbook', escapeMrkdwn(project.playbook.name)],
    ...days.flatMap(([label, on]) => (on ? [[label, formatDay(on)] as const] : [])),
  ]);
};

/** The current stage in full; stages done with in one line each, so that forty stages fit. */
const checklistBlocks = ({ project, stages }: ProjectPage): KnownBlock[] => {
  const current = stages.find(({ stage }) => stage.key === project.stage);
  const at = current ? stages.indexOf(current) : stages.length;
  const before = stages.slice(0, at).map(({ stage, items }) => {
    const done = items.filter((each) => each.done).length;
    return `${escapeMrkdwn(stage.name)}: ${done} of ${items.length}`;
  });
  return [
    ...(current ? paragraphs(`Checklist of ${escapeMrkdwn(current.stage.name)}`, current.items.map(itemLine)) : []),
    ...(before.length > 0 ? [context(clipMrkdwn(`Ticked before – ${before.join(' · ')}`, 2000))] : []),
  ];
};

const doneStages = ({ project, stages }: ProjectPage): KnownBlock[] =>
  project.stage === closedStage
    ? paragraphs('Ticks', stages.flatMap(({ items }) => items.map(itemLine)).slice(0, 40))
    : [];

/** A cancelled project passes no gate: what would open one is not said, because nothing of it is offered. ONB-19 */
const gateBlocks = ({ project, gates, roleName }: ProjectPage): KnownBlock[] =>
  project.state === 'cancelled' ? [] : paragraphs('Gates', gates.map(gateLine(project, roleName)));

/** What slices go on offering, whichever desk has the folder. */
const contributedButtons = (project: ProjectState): readonly ButtonSpec[] =>
  [...project.catalogue.actions].flatMap(([action, { inWindow }]) => {
    const offered = inWindow?.(project);
    return offered ? [{ ...offered, action }] : [];
  });

const steering = ({ project, undo, gates }: ProjectPage): readonly ButtonSpec[] => {
  const { id, state } = project;
  const running = state === 'active' || state === 'on_hold';
  const correct = correctButton(project);
  return [
    ...(undo ? [{ text: 'Undo my decision', action: 'decision.undo', value: undo }] : []),
    ...(state === 'active' ? [{ text: 'Hold', action: 'project.hold', value: id }] : []),
    ...(state === 'on_hold'
      ? [{ text: 'Resume', action: 'project.resume', value: id, style: 'primary' as const }]
      : []),
    ...(running ? [{ text: 'Cancel project', action: 'project.cancel', value: id, style: 'danger' as const }] : []),
    ...(running ? [] : [{ text: 'Re-open', action: 'project.reopen', value: id }]),
    ...(state === 'active' && gates.some(([, now]) => now.offers.length > 0)
      ? [{ text: 'Ask for an exception', action: 'gate.override', value: id }]
      : []),
    ...(state === 'active' ? contributedButtons(project) : []),
    ...(state === 'cancelled' || !correct ? [] : [correct]),
    { text: 'Owner and manager', action: 'project.team', value: id },
  ];
};

/** For the desk that has the folder, as on its message. WRK-1 */
const deskButtons = ({ project }: ProjectPage): readonly WindowButton[] => {
  if (project.state !== 'active' || project.handoff.state !== 'open') return [];
  const { id, stage } = project.handoff;
  const first = project.playbook.stages[0]?.key === stage;
  const specs: readonly ButtonSpec[] = [
    { text: 'Approve', action: 'handoff.approve', value: id, style: 'primary' },
    ...(first ? [] : [{ text: 'Return', action: 'handoff.return', value: id }]),
    { text: 'Assign', action: 'handoff.assign', value: id },
    { text: 'Checklist', action: 'handoff.checklist', value: id },
  ];
  return specs.map((spec) => ({ ...spec, roles: stageOf(project.playbook, stage)?.desk ?? [] }));
};

/** Values are ids: the project's, and the audit log's number that the page ends before. */
const timelineBlocks = ({ project, timeline, roleName }: ProjectPage): KnownBlock[] => {
  const oldest = timeline.entries.at(-1)?.id;
  const pages: ButtonSpec[] = [
    ...(timeline.isFirst ? [] : [{ text: 'Newest', action: 'timeline.newest', value: project.id }]),
    ...(timeline.more && oldest !== undefined
      ? [{ text: 'Older', action: 'timeline.older', value: `${project.id}:${oldest}` }]
      : []),
  ];
  const lines = timeline.entries.map((entry) => timelineLine(project.playbook, entry, roleName));
  return [
    ...paragraphs('What happened, newest first', lines.length > 0 ? lines : ['Nothing before this.']),
    ...(pages.length > 0 ? [buttons('timeline', pages)] : []),
  ];
};

const titled = (order: number, title: string, blocks: readonly KnownBlock[]) => ({ order, title, blocks });

/** For those who hold a role: the money, the papers, what is planned and what was noted. */
const withheld = ({ project, documents, notes }: ProjectPage): NonNullable<WindowHead['sections']> => [
  { order: 30, blocks: sectionsOn('window', project) },
  titled(40, 'Documents', documentList(documents, 10)),
  titled(50, 'Activities', activityRows(activitiesOf(project).slice(0, 10))),
  {
    order: 60,
    blocks: paragraphs(
      'Notes',
      notes.map((note) => `${time(note.at)} ${person(note.by)}: ${escapeMrkdwn(note.text)}`),
    ),
  },
];

/** The project's window; its sections that other slices add stand between what is planned and what happened. */
export const projectHead = (page: ProjectPage, addDocument: ButtonSpec): WindowHead => {
  const { project, isFolderOnly } = page;
  return {
    title: projectRef(project),
    blocks: [header(`${projectRef(project)} ${project.customer.name}`), section(statusText(project)), overview(page)],
    buttons: isFolderOnly ? [] : [deskButtons(page), [...steering(page), addDocument]],
    links: [{ subject: { type: 'customer', id: project.customer.id }, text: 'Open customer' }],
    sections: [
      { order: 10, blocks: gateBlocks(page) },
      { order: 20, blocks: [...checklistBlocks(page), ...doneStages(page)] },
      ...(isFolderOnly ? [] : withheld(page)),
      { order: 99, blocks: timelineBlocks(page) },
    ],
  };
};
