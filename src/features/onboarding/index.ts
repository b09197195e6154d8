/** Onboarding: a customer's folder goes from desk to desk (DOMAIN §1). */
import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { onboardingPolicy, type Playbook, playbookContributions } from '../playbooks/index.ts';
import { onboardingContribution, recurringContribution } from './contribution.ts';
import { folderActions, folderSubmissions } from './folder-slack.ts';
import { handoffSlotKind } from './handoff-slot.ts';
import { invoiceSection } from './invoice-section.ts';
import { moneyPath } from './money-path.ts';
import { projectActions, projectSubmissionsFor } from './project-slack.ts';
import { projectWindow } from './project-window.ts';
import { askedSection, commandsFor, forTeam, listActionsFor, projectsSection, waitingSection } from './slack.ts';

/** @param playbooks what new projects may follow; running ones keep the copy they began with */
export const onboardingSlice = (playbooks: readonly Playbook[]): Slice => ({
  name: 'onboarding',
  contributes: [
    contribute(playbookContributions, onboardingContribution),
    contribute(playbookContributions, recurringContribution),
  ],
  forTeam,
  commands: commandsFor(playbooks),
  actions: { ...listActionsFor(playbooks), ...folderActions, ...projectActions, ...moneyPath.actions },
  submissions: { ...projectSubmissionsFor(playbooks), ...folderSubmissions, ...moneyPath.submissions },
  slots: [handoffSlotKind, ...moneyPath.slots],
  home: [waitingSection, askedSection],
  windows: [projectWindow],
  sections: [projectsSection, invoiceSection],
  jobs: moneyPath.jobs,
  policies: [onboardingPolicy],
  reactions: moneyPath.reactions,
});
