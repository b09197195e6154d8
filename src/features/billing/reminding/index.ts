import { pagePlaces } from '../../../platform/links/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { type PolicyDefinition, policyForesights } from '../../../platform/work/policies.ts';
import { calendarSources } from '../../customers/index.ts';
import { templateKinds } from '../../templates/index.ts';
import { setupParts } from '../setup/index.ts';
import { calledButton } from './calls/index.ts';
import { endHoldButton, holdButton } from './holds/index.ts';
import { reminderKinds, remindersPolicy } from './ladder/index.ts';
import {
  customerPromises,
  followMoney,
  invoicePromises,
  promiseButton,
  promiseSubjects,
  promisesJob,
  takePromiseBackButton,
} from './promises/index.ts';
import { remindersAhead, remindersForesight } from './rounds/ahead.ts';
import { callSlot, callsHome } from './rounds/calls-message.ts';
import { wordReactions } from './rounds/follow-words.ts';
import { remindersJob } from './rounds/remind-job.ts';
import { remindersSections } from './rounds/reminders-section.ts';
import { remindersPart } from './setup-part.ts';
import { outOfReminders, resumeButton, stopRoutes } from './stops/index.ts';

export { noteCall } from './calls/index.ts';
export { endHold, holdReminders } from './holds/index.ts';
export { type RemindersPolicy, remindersPolicy } from './ladder/index.ts';
export {
  judgeCustomers,
  judgeDue,
  notePromise,
  type PromiseSubject,
  promiseHeard,
  promiseSubjects,
  withdrawPromise,
} from './promises/index.ts';
export { remindCustomers } from './rounds/remind-job.ts';
export { resumeReminders } from './stops/index.ts';

/**
 * Customers are reminded of what they owe, until it is paid, promised, disputed or held. BIL-18
 * @param publicUrl under which Baton answers browsers; without it letters name an address to write to instead
 */
export const remindingSlice = (publicUrl: string | undefined): Slice => ({
  name: 'reminding',
  interactions: [holdButton, endHoldButton, promiseButton, takePromiseBackButton, calledButton, resumeButton],
  routes: stopRoutes,
  slots: [callSlot],
  home: [callsHome],
  sections: remindersSections,
  policies: [remindersPolicy as PolicyDefinition<never>],
  jobs: [promisesJob, remindersJob],
  reactions: [...followMoney, ...wordReactions],
  contributes: [
    contribute(setupParts, remindersPart),
    contribute(policyForesights, remindersForesight),
    contribute(calendarSources, remindersAhead),
    contribute(promiseSubjects, invoicePromises),
    contribute(promiseSubjects, customerPromises),
    ...reminderKinds.map((kind) => contribute(templateKinds, kind)),
    ...(publicUrl === undefined
      ? []
      : [contribute(pagePlaces, { type: outOfReminders, base: `${publicUrl}/reminders/` })]),
  ],
});
