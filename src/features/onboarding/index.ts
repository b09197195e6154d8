/** Onboarding: a customer's folder goes from desk to desk (DOMAIN §1). */

import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { onboardingPolicy, type Playbook, playbookContributions } from '../playbooks/index.ts';
import { onboardingContribution, recurringContribution } from './contribution.ts';
import { approve } from './folder/actions/approve-handoff.ts';
import { folderActions, folderSubmissions } from './folder/actions/folder-slack.ts';
import { undo } from './folder/actions/undo-decision.ts';
import { handoffSlotKind } from './folder/handoff-slot.ts';
import { askedSection, commandsFor, forTeam, listActionsFor, projectsSection, waitingSection } from './lists/slack.ts';
import { moneyPath } from './money/registration.ts';
import { invoiceSection } from './page/invoice-section.ts';
import { projectWindow } from './page/project-window.ts';
import { correctAmounts } from './project/actions/correct-project.ts';
import { newProject } from './project/actions/new-project.ts';
import { projectActions, projectSubmissions } from './project/actions/project-slack.ts';

/** @param playbooks what new projects may follow; running ones keep the copy they began with */
export const onboardingSlice = (playbooks: readonly Playbook[]): Slice => ({
  name: 'onboarding',
  contributes: [
    contribute(playbookContributions, onboardingContribution),
    contribute(playbookContributions, recurringContribution),
  ],
  forTeam,
  commands: commandsFor(playbooks),
  interactions: [approve, undo, newProject(playbooks), correctAmounts],
  actions: { ...listActionsFor(playbooks), ...folderActions, ...projectActions, ...moneyPath.actions },
  submissions: { ...projectSubmissions, ...folderSubmissions, ...moneyPath.submissions },
  slots: [handoffSlotKind, ...moneyPath.slots],
  home: [waitingSection, askedSection],
  windows: [projectWindow],
  sections: [projectsSection, invoiceSection],
  jobs: moneyPath.jobs,
  policies: [onboardingPolicy],
  reactions: moneyPath.reactions,
});
