import type { KnownBlock, ModalView } from '@slack/types';
import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { context, dateInput, modal, section, textInput, ticksInput } from '../../../../platform/block-kit/blocks.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import {
  type Handoff,
  type ProjectState,
  projectRef,
  projectSubject,
  requireActive,
  type Stage,
} from '../../../playbooks/index.ts';
import { checklistOf, type ItemState, isBlocked, ticksField } from '../../engine/checklist.ts';
import { projectChanged } from '../../engine/folder-message.ts';
import { loadProjectOfHandoff } from '../../engine/load.ts';
import { didWhat } from '../../engine/open-turn.ts';
import { setDates, writeTicks } from '../../engine/store.ts';
import { requireDesk, requireUndecided } from '../../engine/turn-rules.ts';
import { moveFollowUp } from '../../transfer/follow-up.ts';
import {
  type Change,
  type ChecklistInput,
  changeLine,
  changesOf,
  datesOf,
  requireOpenGates,
  requireUnchanged,
  withChanges,
} from '../checklist-changes.ts';
import { gateLine, itemLine, paragraphs } from '../handoff-views.ts';
import { opensTurnForm } from '../turn-form.ts';

/** Checkboxes hold ten choices: `ticks`, `ticks_2`, … */
const tickFields = (count: number): readonly string[] =>
  Array.from({ length: Math.ceil(count / 10) }, (_, at) => (at === 0 ? ticksField : `${ticksField}_${at + 1}`));

const tickField = new RegExp(`^${ticksField}(_\\d+)?$`);

const isTickField = (name: string): boolean => tickField.test(name);

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

const record = (work: Work, project: ProjectState, stage: string, changes: readonly Change[]): void => {
  work.audit({
    action: 'checklist.changed',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: Object.fromEntries(changes.map(({ state }) => [state.item.key, state.value ?? state.done])),
    after: {
      stage,
      ...Object.fromEntries(changes.map(({ state, ticked, value }) => [state.item.key, value ?? ticked])),
    },
  });
};

/**
 * The desk sets its ticks, dates and texts (DOMAIN §1). Gates hold: what lies behind a shut one cannot be set (ONB-10, ONB-13);
 * what was set before it shut stays. Answers how many items changed.
 */
export const saveChecklist = (
  deps: Deps,
  by: By,
  input: ChecklistInput,
): Promise<{ project: ProjectState; changed: number }> =>
  deps.transact(by, async (work) => {
    const loaded = await loadProjectOfHandoff(work, input.handoffId, { lock: true });
    const { project, turn } = loaded;
    const stage = requireDesk(work, loaded, 'change the checklist of');
    requireUndecided(loaded);
    requireActive(project);
    const items = checklistOf(project, stage);
    const changes = changesOf(items, input);
    if (changes.length === 0) return { project, changed: 0 };
    requireOpenGates(changes);
    requireUnchanged(changes, input.shownAt);
    const dates = datesOf(project, changes, work.now);
    const written = { stage: turn.stage, by: work.by.id, at: work.now };
    const ticks = changes.map(({ state, ticked, value }) => ({ item: state.item.key, ticked, value }));
    await writeTicks(work.tx, { projectId: project.id, ...written }, ticks);
    if (dates.size > 0) await setDates(work.tx, project.id, dates);
    if (dates.has('wentLiveOn')) await moveFollowUp(work, project, dates.get('wentLiveOn'));
    record(work, project, turn.stage, changes);
    projectChanged(work, withChanges(project, written, changes, dates), {
      note: `${didWhat(work, 'changed the checklist:')}\n${changes.map(changeLine).join('\n')}`,
    });
    return { project, changed: changes.length };
  });

/** Opens the checklist; its form has an id of its own. */
export const checklistButton: Interaction = {
  id: 'handoff.checklist',
  press: opensTurnForm('change the checklist of', ({ project, turn, stage }, { deps }) =>
    checklistForm(project, turn, stage, checklistOf(project, stage), { at: deps.clock.now(), roleName: deps.roleName }),
  ),
};

export const saveChecklistForm: Interaction = {
  id: 'checklist.save',
  submit: async ({ deps, by, data, values }) => {
    const [handoffId = '', shown = '0', offered] = data.split(':');
    const { project, changed } = await saveChecklist(deps, by, {
      handoffId,
      shownAt: new Date(Number(shown)),
      offered: offered?.split(','),
      ticked: values.names.flatMap((name) => (isTickField(name) ? values.options(name) : [])),
      dates: Object.fromEntries(values.names.map((name) => [name, values.day(name)])),
      texts: Object.fromEntries(values.names.map((name) => [name, values.text(name)])),
    });
    const name = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
    return said(changed === 0 ? `${name}: nothing changed.` : `${name}: ${plural(changed, 'item')} saved.`);
  },
};
