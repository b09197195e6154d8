/** The forms of one desk's turn: return, assign, checklist. Fields are named as in the use cases' FieldErrors. */
import type { KnownBlock, ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import {
  context,
  dateInput,
  modal,
  personInput,
  section,
  selectInput,
  textInput,
  ticksInput,
} from '../../../platform/block-kit/blocks.ts';
import type { Role } from '../../../platform/work/roles.ts';
import { type Handoff, type ProjectState, projectRef, type Stage } from '../../playbooks/index.ts';
import { type ItemState, isBlocked, ticksField } from '../engine/checklist.ts';
import { gateLine, itemLine, paragraphs } from './handoff-views.ts';

const reasonInput = (hint: string): KnownBlock =>
  textInput({ name: 'reason', label: 'Reason', hint, multiline: true, max: 1000 });

/** The stage's usual desks first, then every other earlier one. ONB-2 */
export const returnForm = (
  project: ProjectState,
  turn: Handoff,
  stage: Stage,
  earlier: readonly Stage[],
): ModalView => {
  const usual = stage.back.flatMap((key) => earlier.filter((each) => each.key === key));
  const all = [...usual, ...earlier.filter((each) => !usual.includes(each))];
  const [first] = usual.length > 0 ? usual.slice(-1) : all;
  return modal({
    callback: 'handoff.return',
    title: `Return ${projectRef(project)}`,
    submit: 'Return',
    data: turn.id,
    blocks: [
      section(
        `*${escapeMrkdwn(project.customer.name)}* goes back from ${escapeMrkdwn(stage.name)}. That desk’s ticks are to be set again.`,
      ),
      selectInput({
        name: 'to',
        label: 'To which desk',
        choices: all.map((each) => ({ text: each.name, value: each.key })),
        initial: first?.key ?? '',
      }),
      reasonInput('The desk reads this: say what is to be mended.'),
    ],
  });
};

/** @param reader who asks: taking it oneself is the usual wish */
export const assignForm = (
  project: ProjectState,
  turn: Handoff,
  stage: Stage,
  desk: string,
  reader: string,
): ModalView =>
  modal({
    callback: 'handoff.assign',
    title: `Assign ${projectRef(project)}`,
    submit: 'Assign',
    data: turn.id,
    blocks: [
      section(
        `*${escapeMrkdwn(project.customer.name)}* at ${escapeMrkdwn(stage.name)}: who of ${escapeMrkdwn(desk)} does it?`,
      ),
      personInput({ name: 'assignee', label: 'Person', initial: turn.assigneeId ?? reader }),
    ],
  });

/** Checkboxes hold ten choices: `ticks`, `ticks_2`, … */
const tickFields = (count: number): readonly string[] =>
  Array.from({ length: Math.ceil(count / 10) }, (_, at) => (at === 0 ? ticksField : `${ticksField}_${at + 1}`));

const tickField = new RegExp(`^${ticksField}(_\\d+)?$`);

export const isTickField = (name: string): boolean => tickField.test(name);

const tickInputs = (items: readonly ItemState[]): KnownBlock[] =>
  tickFields(items.length).map((name, at) => {
    const part = items.slice(at * 10, at * 10 + 10);
    const choices = part.map(({ item }) => ({
      text: item.label,
      value: item.key,
      ...(item.optional ? { description: 'optional' } : {}),
    }));
    const initial = part.filter((each) => each.done).map(({ item }) => item.key);
    return ticksInput({ name, label: at === 0 ? 'Ticks' : 'More ticks', choices, initial });
  });

const valueInput = ({ item, value }: ItemState): KnownBlock => {
  const field = { name: item.key, label: item.label, optional: true };
  const initial = value ? { initial: value } : {};
  return item.kind === 'date'
    ? dateInput({ ...field, ...initial })
    : textInput({ ...field, ...initial, multiline: true, max: 1000 });
};

/** What the desk may set now as inputs; facts, and what waits for a gate, to read. */
export const checklistForm = (
  project: ProjectState,
  turn: Handoff,
  stage: Stage,
  items: readonly ItemState[],
  shown: { readonly at: Date; readonly roleName: (role: Role) => string },
): ModalView => {
  const gate = gateLine(project, shown.roleName);
  const own = items.filter((each) => each.item.kind !== 'fact' && !isBlocked(each));
  const waiting = items.filter((each) => each.item.kind !== 'fact' && isBlocked(each));
  const facts = items.filter((each) => each.item.kind === 'fact');
  return modal({
    callback: 'checklist.save',
    title: `Checklist ${projectRef(project)}`,
    ...(own.length > 0 ? { submit: 'Save' } : {}),
    data: [turn.id, shown.at.getTime(), own.map(({ item }) => item.key).join(',')].join(':'),
    blocks: [
      section(`*${escapeMrkdwn(project.customer.name)}* at ${escapeMrkdwn(stage.name)}`),
      ...tickInputs(own.filter((each) => each.item.kind === 'tick')),
      ...own.filter((each) => each.item.kind !== 'tick').map(valueInput),
      ...paragraphs(
        'Waits for a gate',
        waiting.flatMap((each) => [itemLine(each), ...(each.gate ? [gate([each.gate.rule, each.gate.decision])] : [])]),
      ),
      ...paragraphs('Set by themselves', facts.map(itemLine)),
      ...(items.length === 0 ? [context('Nothing needs to be ticked here.')] : []),
    ],
  });
};
