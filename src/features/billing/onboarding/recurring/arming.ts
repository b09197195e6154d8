/** ONB-16: when recurring billing may be armed, and from what. */

import { UserError } from '../../../../core/errors.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import { type ProjectState, projectSubject, requireActive, requireStageWith } from '../../../playbooks/index.ts';
import type { Arming, FirstBill } from '../../subscriptions/index.ts';
import { prepaidFor } from '../charges/charges-part.ts';
import { acknowledgementsMissing, requestAcknowledgements } from './acknowledgement.ts';
import { acknowledgementsOf } from './acknowledgements-part.ts';
import { subscriptionOf } from './subscription-part.ts';

/**
 * ONB-16: what is missing before recurring billing may be armed; nothing when it may. The acknowledgements count where the
 * playbook asks for them.
 */
export const missingForArming = (
  project: Pick<ProjectState, 'playbook' | 'parts' | 'wentLiveOn'>,
  roleName: (role: Role) => string,
): readonly string[] => {
  const asks = project.playbook.stages.some((stage) =>
    [...stage.onApprove, ...stage.onOpen].includes(requestAcknowledgements),
  );
  const silent = asks ? acknowledgementsMissing(acknowledgementsOf(project)) : [];
  return [
    ...(subscriptionOf(project) ? [] : ['the subscription with its recurring template']),
    ...(project.wentLiveOn ? [] : ['the day on which the customer went live']),
    ...silent.map((desk) => `the acknowledgement of ${roleName(desk)}`),
  ];
};

/** What the credit is computed from. @throws UserError saying what is missing */
export const armingOf = async (
  tx: Tx,
  project: ProjectState,
  roleName: (role: Role) => string,
): Promise<Arming & { readonly wentLiveOn: Day }> => {
  requireActive(project);
  requireStageWith(project, 'recurring.arm');
  const missing = missingForArming(project, roleName);
  if (missing.length > 0 || project.wentLiveOn === undefined) {
    throw new UserError(`Recurring billing can't be armed yet. Missing: ${missing.join('; ')}.`);
  }
  return {
    subject: projectSubject(project.id),
    ...(await prepaidFor(tx, project)),
    wentLiveOn: project.wentLiveOn,
  };
};

/** Names the figures that a person was shown, so that they confirm these and no others. */
export const figuresOf = (bill: FirstBill): string =>
  [bill.nextOn, bill.monthly.amount, bill.credit.amount, bill.due.amount].join('_');
