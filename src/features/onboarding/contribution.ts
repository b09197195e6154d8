/** What onboarding itself adds to playbooks: its own dates, and the meeting that hands knowledge over. */

import { addDocumentButton } from '../documents/index.ts';
import { type Fact, type PlaybookContribution, type ProjectDate, projectSubject } from '../playbooks/index.ts';
import { exceptionTask } from './exceptions/exception-task.ts';
import { correctButton } from './project/correcting.ts';
import { activitiesPart } from './transfer/activities-part.ts';
import { followUpEffect } from './transfer/follow-up.ts';
import { isTransferred, transferPlanned } from './transfer/transfer.ts';

const isSet = (date: ProjectDate): Fact => ({ reads: [], holds: (project) => project[date] !== undefined });

export const onboardingContribution: PlaybookContribution = {
  slice: 'onboarding',
  facts: {
    target_go_live_set: isSet('targetGoLiveOn'),
    eta_set: isSet('etaOn'),
    go_live_scheduled: isSet('goLiveOn'),
    went_live: isSet('wentLiveOn'),
    transfer_meeting: { reads: [activitiesPart], holds: isTransferred },
  },
  effects: { schedule_follow_up: followUpEffect },
  tasks: { decide_exception: exceptionTask },
  actions: {
    'gate.override': {
      reads: [],
      offered: ({ project, gates }) =>
        gates.some(([, now]) => now.offers.length > 0)
          ? { text: 'Ask for an exception', value: project.id }
          : undefined,
    },
    'transfer.schedule': {
      reads: [activitiesPart],
      offered: ({ project }) =>
        isTransferred(project) || transferPlanned(project)
          ? undefined
          : { text: 'Schedule knowledge transfer', value: project.id },
    },
    'project.correct': { reads: [], offered: ({ project }) => correctButton(project) },
    'document.add': {
      reads: [],
      offered: ({ project: { id, customerId } }) => {
        const { text, value } = addDocumentButton({ subject: projectSubject(id), customerId });
        return { text, value };
      },
    },
  },
};
