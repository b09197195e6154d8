/** The messages of the money path that live: rendered from the project's state whenever they are sent. */

import { NotFound } from '../../../core/errors.ts';
import type { SlotKind } from '../../../platform/slice/slice.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { gateNow, gateOf, type ProjectState, readerOf } from '../../playbooks/index.ts';
import { loadProject } from '../engine/load.ts';
import { overrideMessage } from '../exceptions/override-views.ts';
import { projectOfOverride } from '../exceptions/store.ts';
import { acknowledgementMessage } from '../recurring/billing-views.ts';

/** The project as it is now; undefined when there is none. */
const found = (deps: Deps, id: string): Promise<ProjectState | undefined> =>
  loadProject(readerOf(deps), id).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined;
    throw error;
  });

const renderOverride = async (deps: Deps, id: string): Promise<SlotContent | undefined> => {
  const projectId = await projectOfOverride(deps.db.prisma, id);
  const project = projectId === undefined ? undefined : await found(deps, projectId);
  const override = project?.overrides.find((each) => each.id === id);
  if (!project || !override) return undefined;
  const gate = gateOf(project.playbook, override.gate);
  if (!gate) return undefined;
  const decision = gateNow(project, gate);
  return overrideMessage(project, gate, override, decision);
};

const renderAcknowledgement = async (deps: Deps, id: string, desk = ''): Promise<SlotContent | undefined> => {
  const project = await found(deps, id);
  return project && acknowledgementMessage(project, desk, deps.roleName(desk));
};

export const moneySlots: readonly SlotKind[] = [
  { kind: 'override', render: renderOverride },
  { kind: 'acknowledgement', render: renderAcknowledgement },
];
