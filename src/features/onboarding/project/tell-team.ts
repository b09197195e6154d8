import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import { ableToWork } from '../../../platform/work/roles.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  type News,
  type ProjectState,
  projectNote,
  projectRef,
  projectSubject,
  stageOf,
} from '../../playbooks/index.ts';
import { holdersOf, insertNote, onePerChannel } from '../engine/people-store.ts';
import { waitingFor } from '../engine/who-waits.ts';
import { gateChanged } from '../exceptions/gate-changes.ts';

/** The note, the desk's thread and, where the whole team is told, everybody of it and the desks that wait: once for each cause. ONB-12 */
export const tellOfNews = async (work: Work, project: ProjectState, news: News): Promise<void> => {
  const { key, note } = news;
  if (!(await insertNote(work.tx, { key, projectId: project.id, text: note, by: work.by.id, at: work.now }))) return;
  work.audit({
    action: 'project.noted',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    after: { note },
  });
  const line = `${person(work.by.id)}: ${escapeMrkdwn(note)}${news.addition}`;
  const waiting = await onePerChannel(work.tx, waitingFor(news.before, news.obligations));
  const here = stageOf(project.playbook, project.handoff.stage)?.desk ?? [];
  await gateChanged(work, project, line, { key, broadcast: waiting.some((role) => here.includes(role)) });
  if (news.tells === 'thread') return;
  const team = new Set([project.ownerId, project.managerId, ...(await holdersOf(work.tx, project.id))]);
  const content = projectNote(project.id, `*${projectRef(project)} ${escapeMrkdwn(project.customer.name)}*\n${line}`);
  for (const user of await ableToWork(work.tx, [...team])) {
    work.post({ to: { user }, content, key: `${key}:${user}`, priority: 1 });
  }
  for (const role of waiting.filter((each) => !here.includes(each))) {
    work.post({ to: { role }, content, key: `${key}:${role}`, priority: 1 });
  }
};
