/** What a project's gates and dates mean for its desks. Pure; nothing here names a stage. */
import type { Role } from '../../../platform/work/roles.ts';
import type { Gate, ProjectState } from '../../playbooks/index.ts';
import { checklistOf } from './checklist.ts';

/**
 * Who waits for these obligations: the desks of stages with something undone behind a gate that they open, and who does it where
 * that is not the desk. ONB-12
 *
 * Example: the first month unpaid, nothing scheduled → `['service']`.
 */
export const waitingFor = (project: ProjectState, obligations: readonly string[]): readonly Role[] => {
  const waits = (gate: Gate | undefined) => gate?.waitsFor !== undefined && obligations.includes(gate.waitsFor);
  const roles = project.playbook.stages.flatMap((stage) => {
    const undone = checklistOf(project, stage).filter(({ done, gate }) => !done && waits(gate?.rule));
    const doers = undone.flatMap(({ item }) => (item.kind === 'fact' ? doersOf(project, item.fact) : []));
    return undone.length > 0 ? [...stage.desk, ...doers] : [];
  });
  return [...new Set(roles)];
};

const doersOf = ({ catalogue }: Pick<ProjectState, 'catalogue'>, fact: string): readonly Role[] => {
  const by = catalogue.facts.get(fact)?.by;
  return by === undefined ? [] : [by];
};

/** Who makes facts true that the playbook's items wait for, besides its desks. */
export const doersIn = (project: Pick<ProjectState, 'playbook' | 'catalogue'>): readonly Role[] =>
  project.playbook.stages
    .flatMap((stage) => stage.items)
    .flatMap((item) => (item.kind === 'fact' ? doersOf(project, item.fact) : []));
