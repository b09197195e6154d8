/** The request for an exception, as its approvers see it. */
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { button, buttons, context, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { MessageContent, SlotContent } from '../../../platform/work/content.ts';
import {
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

/** The answer to who opened a gate: they can shut it again. ALL-5 */
export const gateOpenedMessage = (text: string, overrideId: string): MessageContent => ({
  text,
  blocks: [section(text), buttons('override', [{ text: 'Take back', action: 'override.withdraw', value: overrideId }])],
});
