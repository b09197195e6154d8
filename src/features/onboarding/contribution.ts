/** What onboarding itself adds to playbooks: its own dates, and the meeting that hands knowledge over. */
import type { Fact, PlaybookContribution, ProjectDate } from '../playbooks/index.ts';
import { activitiesPart } from './activities-part.ts';

/** The tick by which a project manager says that no knowledge-transfer meeting is needed. ONB-11 */
export const transferNotNeeded = 'transfer_not_needed';
/** The type of the Activity that is the knowledge-transfer meeting. ONB-11 */
export const transferActivity = 'knowledge_transfer';

const isSet = (date: ProjectDate): Fact => ({ reads: [], holds: (project) => project[date] !== undefined });

export const onboardingContribution: PlaybookContribution = {
  slice: 'onboarding',
  facts: {
    target_go_live_set: isSet('targetGoLiveOn'),
    eta_set: isSet('etaOn'),
    go_live_scheduled: isSet('goLiveOn'),
    went_live: isSet('wentLiveOn'),
    transfer_meeting: {
      reads: [activitiesPart],
      holds: ({ ticks, parts }) =>
        ticks.some((each) => each.item === transferNotNeeded && each.ticked) ||
        parts.of(activitiesPart).some((each) => each.type === transferActivity && each.state === 'completed'),
    },
  },
};
