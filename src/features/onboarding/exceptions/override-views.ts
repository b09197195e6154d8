/** The request for an exception, as its approvers see it, and the forms about exceptions. */

import type { ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import {
  button,
  buttons,
  context,
  modal,
  section,
  selectInput,
  textInput,
} from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import {
  exceptionLabel,
  exceptionName,
  folderName,
  type Gate,
  type GateDecision,
  type Override,
  type ProjectState,
  projectDoor,
  projectRef,
  statusNames,
} from '../../playbooks/index.ts';
import { person, quote, time } from '../words.ts';

const outcomes = { approved: 'Approved', declined: 'Declined', withdrawn: 'Taken back' } as const;

const outcome = (override: Override): string => {
  if (override.state === 'requested') return '';
  const reason = override.decisionReason ? quote(override.decisionReason) : '';
  const at = override.decidedAt ? `, ${time(override.decidedAt)}` : '';
  return `*${outcomes[override.state]}* by ${person(override.decidedBy ?? override.requestedBy)}${at}.${reason}`;
};

/** One message for each request; decided, it says by whom and when and has no buttons. */
export const overrideMessage = (
  project: ProjectState,
  gate: Gate,
  override: Override,
  decision: GateDecision,
): SlotContent => {
  const waits = override.state === 'requested' && project.state === 'active';
  const title = `${folderName(project)}: exception at “${escapeMrkdwn(gate.name)}”`;
  const asked = `${person(override.requestedBy)} asked, ${time(override.requestedAt)}: ${exceptionName(override.kind, project.catalogue.alternatives)}.`;
  const what = `${title}\n${asked}${quote(override.reason)}`;
  const name = `${projectRef(project)} ${project.customer.name}`;
  const open = openButton(projectDoor, project.id);
  if (!waits) {
    const why = override.state === 'requested' ? `The project is ${statusNames[project.state]}.` : outcome(override);
    return {
      text: `${name}: exception at ${gate.name}`,
      blocks: [section(what, button(open)), context(why)],
      open: false,
    };
  }
  return {
    text: `${name}: an exception at ${gate.name} waits for approval`,
    blocks: [
      section(what),
      context(decision.open ? 'The gate is open already.' : escapeMrkdwn(decision.why)),
      buttons('override', [
        { text: 'Approve', action: 'override.approve', value: override.id, style: 'primary' },
        { text: 'Decline', action: 'override.decline', value: override.id, style: 'danger' },
        { text: 'Take back', action: 'override.withdraw', value: override.id },
        openButton(projectDoor, project.id),
      ]),
    ],
    open: true,
  };
};

/** The form to ask for an exception at one of the shut gates. */
export const overrideModal = (
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

/** Declining and taking back both ask why. */
export const overrideReasonModal = (callback: 'override.decline' | 'override.withdraw', id: string): ModalView => {
  const declines = callback === 'override.decline';
  return modal({
    callback,
    title: declines ? 'Decline the exception' : 'Take it back',
    submit: declines ? 'Decline' : 'Take back',
    data: id,
    blocks: [textInput({ name: 'reason', label: 'Why?', multiline: true })],
  });
};
