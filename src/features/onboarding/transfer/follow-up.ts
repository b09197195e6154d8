import { addDays, type Day, formatDay } from '../../../core/time/calendar.ts';
import { ableToWork } from '../../../platform/work/roles.ts';
import type { Work } from '../../../platform/work/work.ts';
import { moveActivity, scheduleActivity } from '../../activities/index.ts';
import {
  type Effect,
  type Playbook,
  type ProjectState,
  projectRef,
  projectSubject,
  type Stage,
} from '../../playbooks/index.ts';
import { channelRole } from '../engine/folder-message.ts';
import { activitiesOf } from './activities-part.ts';

export const followUpActivity = 'follow_up';

/**
 * ONB-17: the day of the follow-up, so many days after go-live as the playbook's stage says; undefined where no stage does.
 * Example: live on 2026-01-15 with 30 days → 2026-02-14.
 */
export const followUpOn = (project: Pick<ProjectState, 'playbook' | 'wentLiveOn'>, today: Day): Day | undefined => {
  const days = followUpStage(project.playbook)?.dueDaysAfterGoLive;
  return days === undefined ? undefined : addDays(project.wentLiveOn ?? today, days);
};

const followUpStage = (playbook: Playbook): Stage | undefined =>
  playbook.stages.find((stage) => stage.dueDaysAfterGoLive !== undefined);

/** The day of going live was corrected: the follow-up moves with it, unless somebody has moved it themselves. ONB-17 */
export const moveFollowUp = async (work: Work, project: ProjectState, wentLiveOn: Day | undefined): Promise<void> => {
  const before = followUpOn(project, work.today);
  const on = followUpOn({ ...project, wentLiveOn }, work.today);
  const activity = activitiesOf(project).find((each) => each.type === followUpActivity && each.state === 'open');
  if (!project.wentLiveOn || !wentLiveOn || !activity || on === undefined || activity.expectedOn !== before) return;
  const reason = `the day of going live is ${formatDay(wentLiveOn)} now`;
  await moveActivity(work, activity.id, { startOn: on, expectedOn: on }, reason);
};

/** Puts the follow-up into the owner's activities, once for a project. ONB-17 */
export const followUpEffect: Effect = {
  reads: [],
  run: async (work, project) => {
    const on = followUpOn(project, work.today);
    if (on === undefined) return;
    const [owner] = await ableToWork(work.tx, [project.ownerId]);
    const desk = followUpStage(project.playbook)?.desk ?? [];
    await scheduleActivity(work, {
      key: `${followUpActivity}:${project.id}`,
      type: followUpActivity,
      subject: projectSubject(project.id),
      customerId: project.customerId,
      description: `Follow up ${projectRef(project)} ${project.customer.name}: are they satisfied? Adjust users, devices and invoices.`,
      startOn: on,
      expectedOn: on,
      // Nobody is asked who can't do it: the desk is instead. ALL-6
      ...(owner ? { assigneeId: owner } : { unit: await channelRole(work.tx, desk) }),
    });
  },
};
