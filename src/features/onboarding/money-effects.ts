/** What the money path adds to stages: effects, buttons, and its messages to show again. */

import type { Work } from '../../platform/work/work.ts';
import { subscriptionOf } from '../billing/onboarding/index.ts';
import type { ProjectState } from '../playbooks/index.ts';
import {
  acknowledgementEffect,
  acknowledgementSlot,
  acknowledgingDesks,
  wereAcknowledgementsAsked,
} from './acknowledge.ts';
import { missingForArming } from './arming.ts';
import type { DeskAction } from './desk-actions.ts';
import { followUpEffect } from './follow-up.ts';
import { hardwareEffect, showHardware } from './request-hardware.ts';
import { transferPlanned } from './schedule-transfer.ts';
import { showWaivers } from './waivers.ts';

/** The stage effects of this part. */
export const moneyEffects = {
  'purchase.request_hardware': hardwareEffect,
  'billing.request_acknowledgements': acknowledgementEffect,
  'onboarding.schedule_follow_up': followUpEffect,
} as const;

const askException: DeskAction = ({ project, gates }) =>
  gates.some(([, now]) => now.offers.length > 0) ? { text: 'Ask for an exception', value: project.id } : undefined;

const setUpSubscription: DeskAction = ({ project }) => ({
  text: subscriptionOf(project) ? 'Subscription' : 'Set up subscription',
  value: project.id,
});

const scheduleTransfer: DeskAction = ({ project }) =>
  project.catalogue.facts.get('onboarding.transfer_meeting')?.holds(project) || transferPlanned(project)
    ? undefined
    : { text: 'Schedule knowledge transfer', value: project.id };

const armRecurring: DeskAction = ({ project }) => {
  if (subscriptionOf(project)?.template.armed) return { text: 'Recurring billing', value: project.id };
  return missingForArming(project, (role) => role).length > 0
    ? undefined
    : { text: 'Arm recurring billing', value: project.id };
};

/** The desk buttons of this part. */
export const moneyDeskActions = {
  'gate.override': askException,
  'subscription.set_up': setUpSubscription,
  'transfer.schedule': scheduleTransfer,
  'recurring.arm': armRecurring,
} as const;

/** After the project as a whole changed: its messages besides the desks' say what still can be done. */
export const refreshSlots = async (work: Work, project: ProjectState): Promise<void> => {
  showHardware(work, project);
  showWaivers(work, project);
  for (const each of project.overrides) {
    if (each.state === 'requested') work.show({ kind: 'override', subjectId: each.id });
  }
  if (!(await wereAcknowledgementsAsked(work.tx, project))) return;
  for (const desk of acknowledgingDesks) work.show(acknowledgementSlot(project.id, desk));
};
