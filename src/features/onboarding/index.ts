/** Onboarding: a customer's folder goes from desk to desk (DOMAIN §1). */

import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { onboardingPolicy, type Playbook, playbookContributions, projectPort } from '../playbooks/index.ts';
import { onboardingContribution, recurringContribution } from './contribution.ts';
import { approveButton } from './folder/actions/approve-handoff.ts';
import { assignButton } from './folder/actions/assign-handoff.ts';
import { returnButton } from './folder/actions/return-handoff.ts';
import { checklistButton, saveChecklistForm } from './folder/actions/save-checklist.ts';
import { undoDecisionButton } from './folder/actions/undo-decision.ts';
import { handoffSlotKind } from './folder/handoff-slot.ts';
import { askedSection, commandsFor, forTeam, listActionsFor, projectsSection, waitingSection } from './lists/slack.ts';
import { moneyPath } from './money/registration.ts';
import { invoiceSection } from './page/invoice-section.ts';
import { projectWindow } from './page/project-window.ts';
import { cancel } from './project/actions/cancel-project.ts';
import { ownerAndManager } from './project/actions/change-team.ts';
import { correctAmounts } from './project/actions/correct-project.ts';
import { hold } from './project/actions/hold-project.ts';
import { newProject } from './project/actions/new-project.ts';
import { reopen } from './project/actions/reopen-project.ts';
import { resume } from './project/actions/resume-project.ts';
import { projects } from './project-port.ts';

const folderInteractions = [
  approveButton,
  returnButton,
  assignButton,
  checklistButton,
  saveChecklistForm,
  undoDecisionButton,
] as const;

/** @param playbooks what new projects may follow; running ones keep the copy they began with */
export const onboardingSlice = (playbooks: readonly Playbook[]): Slice => ({
  name: 'onboarding',
  contributes: [
    contribute(playbookContributions, onboardingContribution),
    contribute(playbookContributions, recurringContribution),
    contribute(projectPort, projects),
  ],
  forTeam,
  commands: commandsFor(playbooks),
  interactions: [
    ...folderInteractions,
    newProject(playbooks),
    correctAmounts,
    ownerAndManager,
    hold,
    resume,
    cancel,
    reopen,
  ],
  actions: { ...listActionsFor(playbooks), ...moneyPath.actions },
  submissions: moneyPath.submissions,
  slots: [handoffSlotKind, ...moneyPath.slots],
  home: [waitingSection, askedSection],
  windows: [projectWindow],
  sections: [projectsSection, invoiceSection],
  jobs: moneyPath.jobs,
  policies: [onboardingPolicy],
  reactions: moneyPath.reactions,
});
