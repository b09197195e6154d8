import { Conflict, NotAllowed, NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import {
  exceptionName,
  type Gate,
  gateOf,
  type Override,
  onboardingPolicy,
  type ProjectState,
  projectNote,
  projectRef,
  projectSubject,
  type Reader,
  requireActive,
  requireReason,
} from '../../playbooks/index.ts';
import { loadProject } from '../engine/load.ts';
import { person, quote, time } from '../words.ts';
import { gateNoted, gateOpened } from './gate-changes.ts';
import { projectOfOverride, settleOverride } from './store.ts';

interface Asked {
  readonly project: ProjectState;
  readonly gate: Gate;
  readonly override: Override;
}

/** The exception with its project. @throws NotFound */
export const findOverride = async (
  from: Reader,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<Asked> => {
  const projectId = await projectOfOverride(from.tx, id);
  if (projectId === undefined) throw new NotFound('exception');
  const project = await loadProject(from, projectId, options);
  const override = project.overrides.find((each) => each.id === id);
  const gate = override && gateOf(project.playbook, override.gate);
  if (!override || !gate) throw new NotFound('exception');
  return { project, gate, override };
};

const decisions = {
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'taken back',
  requested: 'asked for',
} as const;

const decidedAlready = ({ override }: Asked): Conflict =>
  new Conflict(
    `This exception was ${decisions[override.state]} by ${person(override.decidedBy ?? override.requestedBy)} already, ${time(override.decidedAt ?? override.requestedAt)}.`,
  );

/** Stores the decision, tells the project's thread and the person who asked. */
const settle = async (
  work: Work,
  asked: Asked,
  to: 'approved' | 'declined' | 'withdrawn',
  reason?: string,
): Promise<void> => {
  const { project, gate, override } = asked;
  const from = override.state === 'approved' ? 'approved' : 'requested';
  const stored = await settleOverride(work.tx, override.id, { from, to, by: work.by.id, at: work.now, reason });
  if (!stored) throw decidedAlready(asked);
  work.audit({
    action: `override.${to}`,
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { override: override.id, gate: gate.key, kind: override.kind, state: from },
    after: { state: to },
    reason,
  });
  work.show({ kind: 'override', subjectId: override.id });
  const because = reason ? quote(reason) : '';
  const what = `the exception at “${escapeMrkdwn(gate.name)}” (${exceptionName(override.kind, project.catalogue.alternatives)})`;
  const overrides = project.overrides.map((each) => (each.id === override.id ? { ...each, state: to } : each));
  const tell = to === 'approved' ? gateOpened : gateNoted;
  await tell(work, { ...project, overrides }, gate, `${person(work.by.id)} has ${decisions[to]} ${what}.${because}`);
  if (work.by.id === override.requestedBy) return;
  const name = `${projectRef(project)} ${escapeMrkdwn(project.customer.name)}`;
  work.post({
    to: { user: override.requestedBy },
    content: projectNote(
      project.id,
      `${person(work.by.id)} has ${decisions[to]} ${what} that you asked for: ${name}.${because}`,
    ),
  });
};

/** ALL-1: an approver, and another person than the one who asked, unless the workspace allows it. ONB-7 */
export const approveOverride = (deps: Deps, by: By, input: { readonly id: string }): Promise<void> =>
  deps.transact(by, async (work) => {
    const asked = await findOverride(work, input.id, { lock: true });
    const { gate, override, project } = asked;
    work.require(gate.approvers, `approve exceptions at “${gate.name}”`);
    const { allowSelfApproval } = await work.policy(onboardingPolicy);
    if (override.requestedBy === work.by.id && !allowSelfApproval) {
      throw new NotAllowed('You asked for this exception yourself: somebody else must approve it.');
    }
    if (override.state !== 'requested') throw decidedAlready(asked);
    requireActive(project);
    await settle(work, asked, 'approved');
  });

/** An approver refuses, and says why. */
export const declineOverride = (
  deps: Deps,
  by: By,
  input: { readonly id: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const asked = await findOverride(work, input.id, { lock: true });
    work.require(asked.gate.approvers, `decline exceptions at “${asked.gate.name}”`);
    const reason = requireReason(input.reason);
    if (asked.override.state !== 'requested') throw decidedAlready(asked);
    await settle(work, asked, 'declined', reason);
  });

/**
 * Takes an exception back: the person who asked, while it waits; an approver, when it was approved or recorded (ALL-5). The
 * gate shuts again; what went through it meanwhile stays and is flagged.
 */
export const withdrawOverride = (
  deps: Deps,
  by: By,
  input: { readonly id: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const asked = await findOverride(work, input.id, { lock: true });
    const { gate, override } = asked;
    const isTheirs =
      override.requestedBy === work.by.id && (override.state === 'requested' || override.decidedBy === work.by.id);
    work.require(gate.approvers, `take back exceptions at “${gate.name}”`, isTheirs);
    const reason = requireReason(input.reason);
    if (override.state !== 'requested' && override.state !== 'approved') throw decidedAlready(asked);
    await settle(work, asked, 'withdrawn', reason);
  });
