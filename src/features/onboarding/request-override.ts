import { Conflict, FieldErrors, UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../platform/work/work.ts';
import {
  decideGate,
  type ExceptionKind,
  exceptionName,
  type Gate,
  gateOf,
  needsApprover,
  onboardingPolicy,
  type Playbook,
} from '../playbooks/index.ts';
import { channelRole, requireActive } from './changed.ts';
import { desksOf } from './desks.ts';
import { projectFacts } from './facts.ts';
import { requireReason } from './guards.ts';
import { loadProject } from './load.ts';
import { insertOverride } from './money-store.ts';
import { gateNoted, gateOpened, settleRequests } from './override-effects.ts';
import { type ProjectState, projectSubject } from './project.ts';
import { person, quote, time } from './words.ts';

/** ONB-7: who makes purchase agreements with customers. */
export const agreementMakers: readonly Role[] = ['billing', 'accounting'];

/** Anybody whose desk the folder passes may ask, and those who order hardware or approve. */
const exceptionAskers = (playbook: Playbook, gate: Gate): readonly Role[] => [
  ...new Set([...desksOf(playbook), 'purchasing', ...gate.approvers]),
];

/** Who may ask for some exception of the project's: to them the form opens. */
export const requestMakers = ({ playbook }: Pick<ProjectState, 'playbook'>): readonly Role[] => [
  ...new Set([...playbook.gates.flatMap((gate) => exceptionAskers(playbook, gate)), ...agreementMakers]),
];

export const askingForExceptions = 'ask for exceptions';

export interface OverrideRequest {
  readonly projectId: string;
  readonly gate: string;
  readonly kind: ExceptionKind;
  readonly reason: string;
}

/**
 * Asks for an exception to a shut gate, with a reason. `expedite` and `other` then wait for an approver; billing's purchase
 * agreement holds at once. ONB-7
 * @returns the exception's id, and whether it waits for somebody
 */
export const requestOverride = (deps: Deps, by: By, input: OverrideRequest): Promise<{ id: string; waits: boolean }> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    const gate = gateOf(project.playbook, input.gate);
    if (!gate) throw new UserError('This project has no such gate any more. Open the message again.');
    requireAsker(work, project.playbook, gate, input.kind);
    requireActive(project);
    const reason = requireReason(input.reason);
    const decision = decideGate(gate, projectFacts(project), await work.policy(onboardingPolicy));
    if (decision.open) throw new UserError(`“${gate.name}” is open already: ${decision.why}`);
    if (!gate.exceptions.includes(input.kind) || input.kind === 'below_amount') {
      throw new FieldErrors({ kind: `“${gate.name}” knows no such exception. Choose another.` });
    }
    const waiting = project.overrides.find((each) => each.gate === gate.key && each.state === 'requested');
    if (waiting && needsApprover(input.kind)) {
      throw new Conflict(
        `${person(waiting.requestedBy)} asked for an exception already, ${time(waiting.requestedAt)}.`,
      );
    }
    const waits = needsApprover(input.kind);
    const id = await store(work, project, { ...input, reason }, waits);
    if (waits) await askApprovers(work, gate, id);
    else await settleRequests(work, project, [gate.key], 'A purchase agreement was made.');
    const did = waits ? 'asked for an exception at' : 'recorded at';
    const what = `“${escapeMrkdwn(gate.name)}”: ${exceptionName(input.kind)}`;
    const tell = waits ? gateNoted : gateOpened;
    await tell(work, project, gate, `${person(work.by.id)} ${did} ${what}.${quote(reason)}`);
    return { id, waits };
  });

const requireAsker = (work: Work, playbook: Playbook, gate: Gate, kind: ExceptionKind): void => {
  work.require(requestMakers({ playbook }), askingForExceptions);
  if (kind === 'purchase_agreement') work.require(agreementMakers, 'record a purchase agreement');
  else work.require(exceptionAskers(playbook, gate), `ask for an exception at “${gate.name}”`);
};

const store = async (work: Work, project: ProjectState, input: OverrideRequest, waits: boolean): Promise<string> => {
  const id = newId();
  const { gate, kind, reason } = input;
  await insertOverride(work.tx, {
    id,
    projectId: project.id,
    gate,
    kind,
    reason,
    state: waits ? 'requested' : 'approved',
    requestedBy: work.by.id,
    requestedAt: work.now,
    ...(waits ? {} : { decidedBy: work.by.id, decidedAt: work.now }),
  });
  work.audit({
    action: waits ? 'override.requested' : 'override.recorded',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    after: { override: id, gate, kind },
    reason,
  });
  return id;
};

const askApprovers = async (work: Work, gate: Gate, id: string): Promise<void> => {
  if (gate.approvers.length === 0) {
    throw new UserError(
      `“${gate.name}” names nobody who approves exceptions. Ask an admin to add them to the playbook.`,
    );
  }
  work.show({ kind: 'override', subjectId: id }, { role: await channelRole(work.tx, gate.approvers) });
};
