/** What the audit log says about a project, as sentences. ONB-18 */
import { escapeMrkdwn } from '../../core/text.ts';
import type { TimelineEntry } from './list-store.ts';
import { type Playbook, stageName } from './playbook.ts';
import { person, time } from './words.ts';

type Values = Readonly<Record<string, unknown>>;

const valuesOf = (json: unknown): Values =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Values) : {};

const stageIn = (playbook: Playbook, values: Values): string =>
  escapeMrkdwn(stageName(playbook, String(values.stage ?? '')));

/** Short values only, and none that is an id: `amount: $500.00, method: check`. */
const details = (values: Values): string =>
  Object.entries(values)
    .filter(
      ([key, value]) =>
        !/(id|invoice|override|handoff|payment|document|activity)$/i.test(key) &&
        ['string', 'number', 'boolean'].includes(typeof value),
    )
    .map(([key, value]) => `${key.replaceAll('_', ' ')}: ${value}`)
    .join(', ');

const known: Readonly<Record<string, (playbook: Playbook, before: Values, after: Values) => string>> = {
  'handoff.approved': (playbook, before, after) =>
    `approved ${stageIn(playbook, before)} → ${stageIn(playbook, after)}`,
  'handoff.returned': (playbook, before, after) =>
    `returned it from ${stageIn(playbook, before)} to ${stageIn(playbook, after)}`,
  'handoff.undone': (playbook, _before, after) =>
    `took a decision back: ${stageIn(playbook, after)} has the folder again`,
  'handoff.assigned': (playbook, _before, after) =>
    `assigned ${stageIn(playbook, after)} to ${person(String(after.assignee))}`,
  'project.held': () => 'put the project on hold',
  'project.resumed': () => 'resumed the project',
  'project.cancelled': () => 'cancelled the project',
  'project.reopened': (playbook, _before, after) => `re-opened the project at ${stageIn(playbook, after)}`,
  'project.team_changed': (_playbook, _before, after) =>
    `set the team: owner ${person(String(after.owner))}, project manager ${person(String(after.manager))}`,
  'checklist.changed': (playbook, _before, after) => {
    const { stage: _stage, ...items } = after;
    return `changed the checklist of ${stageIn(playbook, after)} (${escapeMrkdwn(details(items))})`;
  },
};

/** `<@U1> approved Review → Billing, Jan 15 10:02`. What no sentence is written for is told by its action's words. */
export const timelineLine = (playbook: Playbook, entry: TimelineEntry): string => {
  const [before, after] = [valuesOf(entry.before), valuesOf(entry.after)];
  const sentence = known[entry.action];
  const other = details(after);
  const words = entry.action.replaceAll(/[._]/g, ' ');
  const what = sentence
    ? sentence(playbook, before, after)
    : `${escapeMrkdwn(words)}${other ? ` (${escapeMrkdwn(other)})` : ''}`;
  const why = entry.reason ? ` “${escapeMrkdwn(entry.reason)}”` : '';
  return `${time(entry.at)} ${person(entry.actor)} ${what}${why}`;
};
