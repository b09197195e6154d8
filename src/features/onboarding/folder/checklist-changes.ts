/** What a sent checklist changes, and what stands against it. Pure. */
import { Conflict, FieldErrors } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay, parseDay } from '../../../core/time/calendar.ts';
import type { ProjectDate, ProjectState, Tick } from '../../playbooks/index.ts';
import { type ItemState, isBlocked, ticksField } from '../engine/checklist.ts';
import { refusalOfDate } from '../project/dates.ts';
import { person, time } from '../words.ts';

export interface ChecklistInput {
  readonly handoffId: string;
  /** When the form was filled with what was set then: what others changed since is not overwritten. */
  readonly shownAt: Date;
  /** The items that the form offered; all when left out. What stood behind a shut gate then was not, and is left as it is. */
  readonly offered?: readonly string[] | undefined;
  readonly ticked: readonly string[];
  readonly dates: Readonly<Record<string, Day | undefined>>;
  readonly texts: Readonly<Record<string, string | undefined>>;
}

/** An item that the person wants otherwise than it is. */
export interface Change {
  readonly state: ItemState;
  readonly ticked: boolean;
  readonly value: string | undefined;
}

const wanted = (
  input: ChecklistInput,
  { item }: ItemState,
): { readonly ticked: boolean; readonly value: string | undefined } => {
  if (item.kind === 'tick') return { ticked: input.ticked.includes(item.key), value: undefined };
  const value = item.kind === 'date' ? input.dates[item.key] : input.texts[item.key];
  return { ticked: Boolean(value), value };
};

/** Facts set themselves. What lies behind a shut gate isn't offered, so that its absence means nothing. */
export const changesOf = (items: readonly ItemState[], input: ChecklistInput): readonly Change[] =>
  items.flatMap((state) => {
    if (state.item.kind === 'fact' || input.offered?.includes(state.item.key) === false) return [];
    const { ticked, value } = wanted(input, state);
    const same = ticked === state.done && (state.item.kind === 'tick' || value === state.value);
    return same || (!ticked && isBlocked(state)) ? [] : [{ state, ticked, value }];
  });

const fieldOf = ({ item }: ItemState): string => (item.kind === 'tick' ? ticksField : item.key);

/** A gate holds here, whatever the form offered. ONB-4, ONB-5, ONB-7 */
export const requireOpenGates = (changes: readonly Change[]): void => {
  const problems: Record<string, string> = {};
  for (const { state } of changes) {
    if (!state.gate || state.gate.decision.open) continue;
    const text = `“${state.item.label}” waits for “${state.gate.rule.name}”: ${state.gate.decision.why}`;
    problems[fieldOf(state)] = [problems[fieldOf(state)], text].filter(Boolean).join(' ');
  }
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
};

/** What somebody changed since the form was opened is not overwritten. ALL-3 */
export const requireUnchanged = (changes: readonly Change[], shownAt: Date): void => {
  const stale = changes.find(({ state }) => state.last !== undefined && state.last.at > shownAt);
  if (!stale?.state.last) return;
  const { by, at } = stale.state.last;
  throw new Conflict(
    `${person(by)} changed “${stale.state.item.label}” at ${time(at)}, after you opened the checklist. Open it again.`,
  );
};

/** The project's dates as they will be. @throws FieldErrors for a day that cannot be */
export const datesOf = (
  project: ProjectState,
  changes: readonly Change[],
  now: Date,
): ReadonlyMap<ProjectDate, Day | undefined> => {
  const dates = new Map<ProjectDate, Day | undefined>();
  const problems: Record<string, string> = {};
  for (const { state, value } of changes) {
    if (state.item.kind !== 'date') continue;
    const on = value === undefined ? undefined : parseDay(value);
    const refusal = refusalOfDate(project, state.item.sets, on, now);
    if (refusal) problems[state.item.key] = refusal;
    dates.set(state.item.sets, on);
  }
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  return dates;
};

/** The project as it is once the changes are written. */
export const withChanges = (
  project: ProjectState,
  { stage, by, at }: Pick<Tick, 'stage' | 'by' | 'at'>,
  changes: readonly Change[],
  dates: ReadonlyMap<ProjectDate, Day | undefined>,
): ProjectState => {
  const set = changes.map(({ state, ticked, value }): Tick => ({ stage, item: state.item.key, ticked, value, by, at }));
  const kept = project.ticks.filter((each) => each.stage !== stage || !set.some(({ item }) => item === each.item));
  return { ...project, ...Object.fromEntries(dates), ticks: [...kept, ...set] };
};

/** `☑ Go-live date: Mar 2, 2026`, in mrkdwn. */
export const changeLine = ({ state, ticked, value }: Change): string => {
  const label = escapeMrkdwn(state.item.label);
  if (state.item.kind === 'tick') return `${ticked ? '☑' : '☐'} ${label}`;
  if (!ticked) return `☐ ${label}: taken out`;
  const day = state.item.kind === 'date' ? parseDay(value ?? '') : undefined;
  return `☑ ${label}: ${day ? formatDay(day) : escapeMrkdwn(value ?? '')}`;
};
