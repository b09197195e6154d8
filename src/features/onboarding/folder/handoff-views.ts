/** The message of one desk's turn. */
import type { KnownBlock } from '@slack/types';
import { clipMrkdwn, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import {
  type ButtonSpec,
  button,
  buttons,
  context,
  fields,
  header,
  section,
} from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { Document } from '../../documents/index.ts';
import {
  type Gate,
  type GateDecision,
  type Handoff,
  type ProjectState,
  projectDoor,
  projectRef,
  type Stage,
  stageName,
} from '../../playbooks/index.ts';
import { gatesOf, type ItemState, isBlocked, isInDoubt } from '../engine/checklist.ts';
import { holderText, person, time } from '../words.ts';
import { documentBlocks } from './documents-views.ts';
import { sectionsOn } from './sections.ts';

export interface HandoffView {
  readonly project: ProjectState;
  readonly turn: Handoff;
  readonly stage: Stage;
  readonly items: readonly ItemState[];
  readonly documents: readonly Document[];
  readonly roleName: (role: Role) => string;
  /** What the stage offers besides the four buttons of every handoff. */
  readonly offers: readonly ButtonSpec[];
}

/** Lines as few paragraphs as fit, so that a long list isn't cut off. */
export const paragraphs = (title: string, lines: readonly string[]): KnownBlock[] => {
  const parts: string[] = [];
  let part = `*${title}*`;
  for (const line of lines.map((each) => clipMrkdwn(each, 600))) {
    if (part.length + line.length > 2900) {
      parts.push(part);
      part = line;
    } else part = `${part}\n${line}`;
  }
  return lines.length === 0 ? [] : [...parts, part].map((text) => section(text));
};

const name = (project: ProjectState): string => `${projectRef(project)} ${project.customer.name}`;

/** One item with who set it and when; facts set themselves. */
export const itemLine = (state: ItemState): string => {
  const { item, done, last, value } = state;
  const written = item.kind === 'date' && value ? `: ${formatDay(value as Parameters<typeof formatDay>[0])}` : '';
  const text = item.kind === 'text' && value ? `: ${escapeMrkdwn(value)}` : '';
  const who = done && last && item.kind !== 'fact' ? ` (${person(last.by)}, ${time(last.at)})` : '';
  const doubt = isInDoubt(state) ? ' ⚠️ set while its gate was open; it is shut again' : '';
  return `${done ? '☑' : '☐'} ${escapeMrkdwn(item.label)}${written}${text}${item.optional && !done ? ' (optional)' : ''}${who}${doubt}`;
};

type RoleName = (role: Role) => string;

/** Whose turn it is while a gate is shut: who settles what it waits for, the approvers' for an exception. */
const gateHolders = (
  { overrides }: ProjectState,
  [gate, { obligation, requested }]: readonly [Gate, GateDecision],
  roleName: RoleName,
): string => {
  const at = obligation?.with;
  const settles = at ? ` *${escapeMrkdwn(roleName(at.role))}* ${at.doing}.` : '';
  if (!requested) return settles;
  const asked = overrides.find((each) => each.id === requested.id)?.requestedAt;
  const since = asked ? `, ${time(asked)}` : '';
  const approvers = escapeMrkdwn(gate.approvers.map(roleName).join(' or '));
  return `${settles} ${person(requested.requestedBy)} asked for an exception${since}: *${approvers}* decides.`;
};

/** A gate, why it stands as it does, and who holds it up. */
export const gateLine =
  (project: ProjectState, roleName: RoleName) =>
  (gate: readonly [Gate, GateDecision]): string => {
    const [rule, decision] = gate;
    const stands = `${decision.open ? '🔓' : '🔒'} ${escapeMrkdwn(rule.name)}: ${escapeMrkdwn(decision.why)}`;
    return `${stands}${gateHolders(project, gate, roleName)}`;
  };

const cameBy = (project: ProjectState, turn: Handoff): string => {
  const from = turn.cameFrom ? ` from ${escapeMrkdwn(stageName(project.playbook, turn.cameFrom))}` : '';
  const how = { created: 'Created', approved: 'Handed over', returned: 'Returned', reopened: 'Re-opened' }[turn.cameBy];
  return `${how}${from} by ${person(turn.openedBy)}, here since ${time(turn.openedAt)}.`;
};

const facts = ({ project, turn, stage, roleName }: HandoffView): KnownBlock => {
  const days = [
    ['Late from', turn.expectedOn],
    ['Target go-live', project.targetGoLiveOn],
    ['ETA', project.etaOn],
    ['Go-live scheduled', project.goLiveOn],
    ['Live since', project.wentLiveOn],
  ] as const;
  return fields([
    ['With', holderText(turn, stage.desk, roleName)],
    ['Owner', person(project.ownerId)],
    ['Project manager', person(project.managerId)],
    ...days.flatMap(([label, on]) => (on ? [[label, formatDay(on)] as const] : [])),
  ]);
};

const reasonBlock = (turn: Handoff): KnownBlock[] => {
  if (!turn.reason) return [];
  const why = turn.cameBy === 'returned' ? 'Why it came back' : 'Why it was re-opened';
  return [section(`*${why}*\n>${escapeMrkdwn(turn.reason).replaceAll('\n', '\n>')}`)];
};

const handoffButtons = ({ project, turn, stage }: HandoffView): readonly ButtonSpec[] => [
  { text: 'Approve', action: 'handoff.approve', value: turn.id, style: 'primary' },
  ...(project.playbook.stages[0]?.key === stage.key
    ? []
    : [{ text: 'Return', action: 'handoff.return', value: turn.id }]),
  { text: 'Assign', action: 'handoff.assign', value: turn.id },
  { text: 'Checklist', action: 'handoff.checklist', value: turn.id },
  openButton(projectDoor, project.id),
];

const openBlocks = (view: HandoffView): KnownBlock[] => {
  const { project, turn, stage, items, documents, roleName, offers } = view;
  const gates = gatesOf(items);
  const isHeld = project.state === 'on_hold';
  const todo = items.filter((each) => !each.done);
  return [
    section(`*${projectRef(project)}* · ${escapeMrkdwn(project.playbook.name)}\n${cameBy(project, turn)}`),
    ...reasonBlock(turn),
    ...(isHeld ? [section(`⏸️ *On hold*: ${escapeMrkdwn(project.stateReason ?? '')}`)] : []),
    facts(view),
    ...sectionsOn('message', project),
    ...documentBlocks(documents),
    ...paragraphs('Done', items.filter((each) => each.done).map(itemLine)),
    ...paragraphs(
      'To do',
      todo.map((each) => `${itemLine(each)}${isBlocked(each) ? ' 🔒' : ''}`),
    ),
    ...paragraphs('Gates', gates.map(gateLine(project, roleName))),
    ...(isHeld
      ? [
          context('Nothing can be decided until somebody resumes it: open the project.'),
          buttons(`handoff:${turn.id}`, [openButton(projectDoor, project.id)]),
        ]
      : [
          buttons(`handoff:${turn.id}`, handoffButtons(view)),
          ...(offers.length > 0 ? [buttons(`desk:${turn.id}`, offers)] : []),
        ]),
    ...(todo.length === 0 && !isHeld
      ? [context(`Everything at ${escapeMrkdwn(stage.name)} is done: it can be handed on.`)]
      : []),
  ];
};

const outcome = (project: ProjectState, turn: Handoff): string => {
  const who = turn.decidedBy ? person(turn.decidedBy) : 'Somebody';
  const at = turn.decidedAt ? `, ${time(turn.decidedAt)}` : '';
  const why = turn.decisionReason ? `\n>${escapeMrkdwn(turn.decisionReason).replaceAll('\n', '\n>')}` : '';
  switch (turn.state) {
    case 'approved':
      return `✅ Approved by ${who}${at}.`;
    case 'returned':
      return `↩️ Returned to ${escapeMrkdwn(stageName(project.playbook, turn.returnedTo ?? ''))} by ${who}${at}.${why}`;
    case 'undone':
      return `⏪ ${who} took back the decision that brought it here${at}.`;
    case 'cancelled':
      return `🛑 ${who} cancelled the project${at}.${why}`;
    case 'open':
      return 'Open.';
  }
};

/** What the receiving desk sees: while open with buttons, afterwards who decided and when, without any. */
export const handoffMessage = (view: HandoffView): SlotContent => {
  const { project, turn, stage } = view;
  const title = header(`${stage.name}: ${project.customer.name}`);
  if (turn.state === 'open') {
    const text = clipMrkdwn(escapeMrkdwn(`${stage.name}: ${name(project)} is at your desk`), 3000);
    return { text, blocks: [title, ...openBlocks(view)], open: project.state === 'active' };
  }
  const text = clipMrkdwn(escapeMrkdwn(`${stage.name}: ${name(project)} – ${turn.state}`), 3000);
  const open = openButton(projectDoor, project.id);
  const came = context(`*${projectRef(project)}* · ${cameBy(project, turn)}`);
  return { text, blocks: [title, section(outcome(project, turn), button(open)), came], open: false };
};
