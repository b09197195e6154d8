/** What the audit log says about a project, as sentences. ONB-18 */

import { clip, escapeMrkdwn, inWords } from '../../../core/text/text.ts';
import { formatDay, parseDay } from '../../../core/time/calendar.ts';
import type { Role } from '../../../platform/work/roles.ts';
import { deedText, type Names, type Values, valuesOf } from '../../audit-words.ts';
import { gateOf, type Playbook, stageName, stageOf } from '../../playbooks/index.ts';
import type { StoryEntry } from '../../story/index.ts';
import { person, time } from '../words.ts';

/** The playbook's names for what the log keeps by key. */
export const namesIn = (playbook: Playbook, roleName: (role: Role) => string): Names => ({
  role: roleName,
  stage: (key) => stageName(playbook, key),
  gate: (key) => gateOf(playbook, key)?.name ?? inWords(key),
});

const stageIn = (playbook: Playbook, values: Values): string =>
  escapeMrkdwn(stageName(playbook, String(values.stage ?? '')));

/** `☑ Figures checked · ☑ Target go-live date: Mar 20, 2026`. */
const itemsText = (playbook: Playbook, { stage, ...items }: Values): string => {
  const labels = new Map(stageOf(playbook, String(stage ?? ''))?.items.map((item) => [item.key, item.label]));
  return Object.entries(items)
    .map(([key, value]) => {
      const label = escapeMrkdwn(labels.get(key) ?? inWords(key));
      if (typeof value !== 'string') return `${value ? '☑' : '☐'} ${label}`;
      const on = parseDay(value);
      return `☑ ${label}: ${on ? formatDay(on) : escapeMrkdwn(clip(value, 100))}`;
    })
    .join(' · ');
};

/** The entries that say where the folder went. */
const sentences: Readonly<Record<string, (playbook: Playbook, before: Values, after: Values) => string>> = {
  'handoff.approved': (playbook, before, after) =>
    `approved ${stageIn(playbook, before)} → ${stageIn(playbook, after)}`,
  'handoff.returned': (playbook, before, after) =>
    `returned it from ${stageIn(playbook, before)} to ${stageIn(playbook, after)}`,
  'handoff.undone': (playbook, _before, after) =>
    `took a decision back: ${stageIn(playbook, after)} has the folder again`,
  'handoff.assigned': (playbook, _before, after) =>
    `assigned ${stageIn(playbook, after)} to ${person(String(after.assignee))}`,
  'project.reopened': (playbook, _before, after) => `re-opened the project at ${stageIn(playbook, after)}`,
  'checklist.changed': (playbook, _before, after) =>
    `changed the checklist of ${stageIn(playbook, after)}: ${itemsText(playbook, after)}`,
};

/** `<@U1> approved Review → Billing, Jan 15 10:02`. What has no sentence is told by what was done and its facts. */
export const timelineLine = (playbook: Playbook, entry: StoryEntry, roleName: (role: Role) => string): string => {
  const [before, after] = [valuesOf(entry.before), valuesOf(entry.after)];
  const told = sentences[entry.action]?.(playbook, before, after);
  const what = told ?? deedText(entry, namesIn(playbook, roleName));
  const why = entry.reason ? ` “${escapeMrkdwn(clip(entry.reason, 300))}”` : '';
  return `${time(entry.at)} ${person(entry.actor)} ${what}${why}`;
};
