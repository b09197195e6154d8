import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import {
  desksOf,
  exceptionLabel,
  exceptionName,
  folderName,
  type Gate,
  type GateDecision,
  gateNow,
  gateOf,
  gatesNow,
  needsApprover,
  type Override,
  type ProjectState,
  projectSubject,
  readerOf,
  requireActive,
  requireReason,
} from '../../../playbooks/index.ts';
import { channelRole } from '../../engine/folder-message.ts';
import { loadProject } from '../../engine/load.ts';
import { doersIn } from '../../engine/who-waits.ts';
import { person, quote, time } from '../../words.ts';
import { gateNoted, gateOpened, requestsAt, settleRequests } from '../gate-changes.ts';
import { gateOpenedMessage } from '../override-views.ts';
import { insertOverride } from '../store.ts';

type Asking = Pick<ProjectState, 'playbook' | 'catalogue'>;

/** Anybody whose desk the folder passes may ask, those who do what a gate's item waits for, and those who approve. */
const exceptionAskers = (project: Asking, gate: Gate): readonly Role[] => [
  ...new Set([...desksOf(project.playbook), ...doersIn(project), ...gate.approvers]),
];

/** Who records something that holds at once in place of what a gate waits for: ONB-7's purchase agreement. */
const recorders = ({ playbook, catalogue }: Asking): readonly Role[] =>
  playbook.gates.flatMap(({ exceptions }) => exceptions.flatMap((kind) => catalogue.alternatives.get(kind)?.by ?? []));

/** Who may ask for some exception of the project's: to them the form opens. */
const requestMakers = (project: Asking): readonly Role[] => [
  ...new Set([...project.playbook.gates.flatMap((gate) => exceptionAskers(project, gate)), ...recorders(project)]),
];

const askingForExceptions = 'ask for exceptions';

/** The form to ask for an exception at one of the shut gates. */
export const requestOverrideForm = (
  project: ProjectState,
  shut: readonly (readonly [gate: Gate, decision: GateDecision])[],
): ModalView => {
  const offers = [...new Set(shut.flatMap(([, decision]) => decision.offers))];
  const gates = shut.map(([gate]) => ({ text: gate.name, value: gate.key }));
  const only = gates.length === 1 ? gates[0]?.value : undefined;
  return modal({
    callback: 'gate.override',
    title: 'Ask for an exception',
    submit: 'Ask',
    data: project.id,
    blocks: [
      section(
        `${folderName(project)}\n${shut.map(([gate, { why }]) => `• ${escapeMrkdwn(gate.name)}: ${escapeMrkdwn(why)}`).join('\n')}`,
      ),
      selectInput({ name: 'gate', label: 'Gate', choices: gates, ...(only ? { initial: only } : {}) }),
      selectInput({
        name: 'kind',
        label: 'Exception',
        choices: offers.map((kind) => ({ text: exceptionLabel(kind, project.catalogue.alternatives), value: kind })),
      }),
      textInput({
        name: 'reason',
        label: 'Reason',
        hint: 'Kept with the project. For a purchase agreement: its number or date.',
        multiline: true,
      }),
    ],
  });
};

export interface OverrideRequest {
  readonly projectId: string;
  readonly gate: string;
  readonly kind: string;
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
    requireAsker(work, project, gate, input.kind);
    requireActive(project);
    const reason = requireReason(input.reason);
    const decision = gateNow(project, gate);
    const waiting = project.overrides.find((each) => each.gate === gate.key && each.state === 'requested');
    if (decision.open) throw new UserError(`“${gate.name}” is open already: ${decision.why}`);
    if (!gate.exceptions.includes(input.kind)) {
      throw new FieldErrors({ kind: `“${gate.name}” knows no such exception. Choose another.` });
    }
    if (waiting && needsApprover(input.kind)) {
      throw new Conflict(
        `${person(waiting.requestedBy)} asked for an exception already, ${time(waiting.requestedAt)}.`,
      );
    }
    const waits = needsApprover(input.kind);
    const asked = await store(work, project, { ...input, reason }, waits);
    if (waits) await askApprovers(work, gate, asked.id);
    else
      await settleRequests(
        work,
        requestsAt(project, [gate.key]),
        `Nobody needs it any more: ${exceptionName(input.kind, project.catalogue.alternatives)}.`,
      );
    const did = waits ? 'asked for an exception at' : 'recorded at';
    const what = `“${escapeMrkdwn(gate.name)}”: ${exceptionName(input.kind, project.catalogue.alternatives)}`;
    const tell = waits ? gateNoted : gateOpened;
    const after = { ...project, overrides: [...project.overrides, asked] };
    await tell(work, after, gate, `${person(work.by.id)} ${did} ${what}.${quote(reason)}`);
    return { id: asked.id, waits };
  });

const requireAsker = (work: Work, project: ProjectState, gate: Gate, kind: string): void => {
  work.require(requestMakers(project), askingForExceptions);
  const alternative = project.catalogue.alternatives.get(kind);
  if (alternative) work.require(alternative.by, `record ${alternative.name}`);
  else work.require(exceptionAskers(project, gate), `ask for an exception at “${gate.name}”`);
};

const store = async (work: Work, project: ProjectState, input: OverrideRequest, waits: boolean): Promise<Override> => {
  const id = newId();
  const { gate, kind, reason } = input;
  const asked: Override = {
    id,
    gate,
    kind,
    reason,
    state: waits ? 'requested' : 'approved',
    requestedBy: work.by.id,
    requestedAt: work.now,
    ...(waits ? {} : { decidedBy: work.by.id, decidedAt: work.now }),
  };
  await insertOverride(work.tx, project.id, asked);
  work.audit({
    action: waits ? 'override.requested' : 'override.recorded',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    after: { override: id, gate, kind },
    reason,
  });
  return asked;
};

const askApprovers = async (work: Work, gate: Gate, id: string): Promise<void> => {
  if (gate.approvers.length === 0) {
    throw new UserError(
      `“${gate.name}” names nobody who approves exceptions. Ask an admin to add them to the playbook.`,
    );
  }
  work.show({ kind: 'override', subjectId: id }, { role: await channelRole(work.tx, gate.approvers) });
};

/** The button names the project, and the gate behind a colon where it stands before one. */
export const requestOverrideButton: Interaction = {
  id: 'gate.override',
  press: async (request) => {
    const [projectId = '', only] = request.value.split(':');
    const project = await loadProject(readerOf(request.deps), projectId);
    await requireEarly(request, requestMakers(project), askingForExceptions);
    const gates = gatesNow(project);
    const shut = gates.filter(([gate, now]) => now.offers.length > 0 && (!only || gate.key === only));
    if (shut.length > 0) return { modal: requestOverrideForm(project, shut) };
    throw new UserError('There is nothing to ask for: every gate is open, or an exception waits for approval already.');
  },
  submit: async ({ deps, by, data, values }) => {
    const { id, waits } = await requestOverride(deps, by, {
      projectId: data,
      gate: required(values.option('gate'), 'gate', 'Choose the gate.'),
      kind: required(values.option('kind'), 'kind', 'Choose which exception it is.'),
      reason: values.text('reason') ?? '',
    });
    if (waits) return said('Asked. You are told as soon as somebody decides.');
    return { say: gateOpenedMessage('Recorded: the gate is open.', id) };
  },
};
