/** What of a project waits for somebody besides its turn: exceptions, hardware, what is nothing due for, acknowledgements. WRK-3 */

import type { Role } from '../../../platform/work/roles.ts';
import type { Invoice } from '../../billing/invoices/index.ts';
import {
  acknowledgementsMissing,
  acknowledgementsOf,
  invoicesOf,
  requestAcknowledgements,
  reviewer,
  waitsForReviewer,
} from '../../billing/onboarding/index.ts';
import {
  type Gate,
  type GateDecision,
  gateNow,
  gateOf,
  gateOfFact,
  isPast,
  type OnboardingPolicy,
  type Override,
  type ProjectState,
} from '../../playbooks/index.ts';
import { hardwareBuyer, hardwareReviewer, hardwareStep } from '../../purchase/hardware/index.ts';

export interface Reader {
  readonly userId: string;
  readonly roles: ReadonlySet<Role>;
}

export type Task =
  | { readonly kind: 'exception'; readonly gate: Gate; readonly override: Override }
  | { readonly kind: 'waiver'; readonly invoice: Invoice }
  | { readonly kind: 'review' }
  /** `shut`: the gate before ordering, while it is shut. */
  | { readonly kind: 'order'; readonly shut: (GateDecision & { readonly gate: Gate }) | undefined }
  | { readonly kind: 'acknowledgement'; readonly desk: Role };

const exceptions = ({ playbook, overrides }: ProjectState, reader: Reader, policy: OnboardingPolicy): readonly Task[] =>
  overrides.flatMap((override): Task[] => {
    const gate = gateOf(playbook, override.gate);
    const isOwn = override.requestedBy === reader.userId && !policy.allowSelfApproval;
    const mayDecide = gate?.approvers.some((role) => reader.roles.has(role)) ?? false;
    return gate && override.state === 'requested' && mayDecide && !isOwn ? [{ kind: 'exception', gate, override }] : [];
  });

const hardware = (project: ProjectState, { roles }: Reader): readonly Task[] => {
  const step = hardwareStep(project);
  if (step === 'review' && roles.has(hardwareReviewer)) return [{ kind: 'review' }];
  if (step !== 'order' || !roles.has(hardwareBuyer)) return [];
  const gate = gateOfFact(project.playbook, 'purchase.hardware_ordered');
  const now = gate && gateNow(project, gate);
  return [{ kind: 'order', shut: gate && now && !now.open ? { ...now, gate } : undefined }];
};

const acknowledgements = (project: ProjectState, { roles }: Reader): readonly Task[] =>
  project.wentLiveOn !== undefined && isPast(project, requestAcknowledgements)
    ? acknowledgementsMissing(acknowledgementsOf(project))
        .filter((desk) => roles.has(desk))
        .map((desk) => ({ kind: 'acknowledgement', desk }))
    : [];

/**
 * What this person may do next about the project, as the use cases would let them; nothing while it is not under way.
 *
 * Example: an exception that Management decides waits for each of Management, but not for the one who asked (ALL-1).
 */
export const tasksOf = (project: ProjectState, reader: Reader, policy: OnboardingPolicy): readonly Task[] => {
  if (project.state !== 'active') return [];
  const waivers = invoicesOf(project).filter((each) => waitsForReviewer(each) && each.presented);
  return [
    ...exceptions(project, reader, policy),
    ...(reader.roles.has(reviewer) ? waivers.map((invoice): Task => ({ kind: 'waiver', invoice })) : []),
    ...hardware(project, reader),
    ...acknowledgements(project, reader),
  ];
};
