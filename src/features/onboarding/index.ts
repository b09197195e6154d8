/** Onboarding: a customer's folder goes from desk to desk (DOMAIN §1). */

import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { calendarSources, openThings } from '../customers/index.ts';
import { finders } from '../find/index.ts';
import {
  newProjectForms,
  onboardingPolicy,
  type Playbook,
  playbookContributions,
  projectPort,
} from '../playbooks/index.ts';
import { reports } from '../reports/index.ts';
import { checkJob, fillJob } from './blocked/check-blocked.ts';
import { onboardingContribution } from './contribution.ts';
import { approveOverrideButton } from './exceptions/actions/approve-override.ts';
import { declineOverrideButton } from './exceptions/actions/decline-override.ts';
import { requestOverrideButton } from './exceptions/actions/request-override.ts';
import { withdrawOverrideButton } from './exceptions/actions/withdraw-override.ts';
import { overrideSlotKind } from './exceptions/override-slot.ts';
import { factReactions } from './facts/follow-facts.ts';
import { approveButton } from './folder/actions/approve-handoff.ts';
import { assignButton } from './folder/actions/assign-handoff.ts';
import { returnButton } from './folder/actions/return-handoff.ts';
import { checklistButton, saveChecklistForm } from './folder/actions/save-checklist.ts';
import { undoDecisionButton } from './folder/actions/undo-decision.ts';
import { followContact } from './folder/follow-contact.ts';
import { handoffSlotKind } from './folder/handoff-slot.ts';
import { listButtons, listCommand, projectList } from './lists/actions/list-projects.ts';
import { showCommand } from './lists/actions/show-project.ts';
import { askedSection } from './lists/asked-section.ts';
import { projectsSection } from './lists/customer-section.ts';
import { openProjectsOf, projectsAhead } from './lists/foretell.ts';
import { projectFinder } from './lists/project-finder.ts';
import { waitingSection } from './lists/waiting-section.ts';
import { newestButton, olderButton } from './page/actions/turn-timeline.ts';
import { projectWindow } from './page/project-window.ts';
import { cancelButton } from './project/actions/cancel-project.ts';
import { changeTeamButton } from './project/actions/change-team.ts';
import { choosePlaybook } from './project/actions/choose-playbook.ts';
import { correctProjectButton } from './project/actions/correct-project.ts';
import { holdButton } from './project/actions/hold-project.ts';
import { newProject, newProjectCommand } from './project/actions/new-project.ts';
import { reopenButton } from './project/actions/reopen-project.ts';
import { resumeButton } from './project/actions/resume-project.ts';
import { openPrefilled } from './project/prefilled-project.ts';
import { projects } from './project-port.ts';
import { releaseReactions } from './reminders/release-deactivated.ts';
import { reminderJob } from './reminders/remind.ts';
import { desksReport } from './report/desks-report.ts';
import { scheduleTransferButton } from './transfer/actions/schedule-transfer.ts';
import { transferReactions } from './transfer/follow-transfer.ts';

const exceptionInteractions = [
  requestOverrideButton,
  approveOverrideButton,
  declineOverrideButton,
  withdrawOverrideButton,
] as const;

const folderInteractions = [
  approveButton,
  returnButton,
  assignButton,
  checklistButton,
  saveChecklistForm,
  undoDecisionButton,
] as const;

const projectInteractions = [
  correctProjectButton,
  changeTeamButton,
  holdButton,
  resumeButton,
  cancelButton,
  reopenButton,
  olderButton,
  newestButton,
];

/** @param playbooks what new projects may follow; running ones keep the copy they began with */
export const onboardingSlice = (playbooks: readonly Playbook[]): Slice => ({
  name: 'onboarding',
  contributes: [
    contribute(finders, projectFinder),
    contribute(playbookContributions, onboardingContribution),
    contribute(projectPort, projects),
    contribute(reports, desksReport),
    contribute(openThings, openProjectsOf),
    contribute(calendarSources, projectsAhead),
    contribute(newProjectForms, openPrefilled(playbooks)),
  ],
  commands: [newProjectCommand(playbooks), listCommand(playbooks), showCommand],
  interactions: [
    newProject(playbooks),
    choosePlaybook(playbooks),
    ...listButtons(playbooks),
    ...folderInteractions,
    ...projectInteractions,
    ...exceptionInteractions,
    scheduleTransferButton,
  ],
  slots: [handoffSlotKind, overrideSlotKind],
  home: [waitingSection, askedSection],
  windows: [projectWindow],
  sections: [projectsSection],
  lists: [projectList(playbooks)],
  jobs: [reminderJob, fillJob, checkJob],
  policies: [onboardingPolicy],
  reactions: [...factReactions, ...transferReactions, followContact, ...releaseReactions],
});
