/** What every decision about an exception does. ONB-7 */
import { Conflict, NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  exceptionName,
  type Gate,
  gateOf,
  type Override,
  type ProjectState,
  projectNote,
  projectRef,
  projectSubject,
  type Reader,
} from '../../playbooks/index.ts';
import { loadProject } from '../engine/load.ts';
import { person, quote, time } from '../words.ts';
import { gateNoted, gateOpened } from './gate-changes.ts';
import { projectOfOverride, settleOverride } from './store.ts';

/** An exception that somebody asked for, or recorded. */
export interface Asked {
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

/** Names who was first. ALL-3 */
export const decidedAlready = ({ override }: Asked): Conflict =>
  new Conflict(
    `This exception was ${decisions[override.state]} by ${person(override.decidedBy ?? override.requestedBy)} already, ${time(override.decidedAt ?? override.requestedAt)}.`,
  );

/** Stores the decision, tells the project's thread and the person who asked. */
export const decideOverride = async (
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
