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
import { projectChanged } from '../engine/folder-message.ts';
import { holdersOf, insertNote, onePerChannel } from '../engine/people-store.ts';
import { waitingFor } from '../engine/who-waits.ts';

/**
 * The note, the desk's thread and, where the whole team is told, everybody of it and the desks that wait: once for each cause. ONB-12
 * @param addition what follows from it: mrkdwn, for the messages alone
 */
export const tellOfNews = async (
  work: Work,
  { before, after }: { readonly before: ProjectState; readonly after: ProjectState },
  news: News,
  addition: string,
): Promise<void> => {
  const { key, note } = news;
  if (!(await insertNote(work.tx, { key, projectId: after.id, text: note, by: work.by.id, at: work.now }))) return;
  work.audit({
    action: 'project.noted',
    subject: projectSubject(after.id),
    customerId: after.customerId,
    after: { note },
  });
  const line = `${person(work.by.id)}: ${escapeMrkdwn(note)}${addition}`;
  const waiting = await onePerChannel(work.tx, waitingFor(before, news.obligations));
  const here = stageOf(after.playbook, after.handoff.stage)?.desk ?? [];
  projectChanged(work, after, { note: line, key, broadcast: waiting.some((role) => here.includes(role)) });
  if (news.tells === 'thread') return;
  const team = new Set([after.ownerId, after.managerId, ...(await holdersOf(work.tx, after.id))]);
  const content = projectNote(after.id, `*${projectRef(after)} ${escapeMrkdwn(after.customer.name)}*\n${line}`);
  for (const user of await ableToWork(work.tx, [...team])) {
    work.post({ to: { user }, content, key: `${key}:${user}`, priority: 1 });
  }
  for (const role of waiting.filter((each) => !here.includes(each))) {
    work.post({ to: { role }, content, key: `${key}:${role}`, priority: 1 });
  }
};
