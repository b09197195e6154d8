import type { SlotKind } from '../../../platform/slice/slice.ts';
import { gateNow, gateOf, readerOf } from '../../playbooks/index.ts';
import { loadProjects } from '../engine/load.ts';
import { overrideMessage } from './override-views.ts';
import { projectOfOverride } from './store.ts';

/** The message that asks the approvers, and says what became of it. */
export const overrideSlotKind: SlotKind = {
  kind: 'override',
  render: async (deps, id) => {
    const projectId = await projectOfOverride(deps.db.prisma, id);
    const [project] = await loadProjects(readerOf(deps), projectId === undefined ? [] : [projectId], undefined);
    const override = project?.overrides.find((each) => each.id === id);
    const gate = project && override && gateOf(project.playbook, override.gate);
    return gate && overrideMessage(project, gate, override, gateNow(project, gate));
  },
};
