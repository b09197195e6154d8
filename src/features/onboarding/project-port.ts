import type { Projects } from '../playbooks/index.ts';
import { channelRole } from './engine/folder-message.ts';
import { loadProject, loadProjects } from './engine/load.ts';
import { hasBeenAt } from './engine/people-store.ts';
import { projectsUnderWay } from './lists/asked-store.ts';

/** The effect's stages are the playbook's own: those whose approving runs it, and those whose beginning does. */
const hasRun: Projects['hasRun'] = async (tx, { id, playbook, turns }, effect, before = turns + 1) => {
  const approved = playbook.stages.filter((stage) => stage.onApprove.includes(effect)).map(({ key }) => key);
  const opened = playbook.stages.filter((stage) => stage.onOpen.includes(effect)).map(({ key }) => key);
  return approved.length + opened.length > 0 && hasBeenAt(tx, id, { approved, opened, before });
};

/** What the slices below may do with projects. */
export const projects: Projects = {
  load: loadProject,
  loadMany: (from, ids) => loadProjects(from, ids, undefined),
  underWay: projectsUnderWay,
  channelRole,
  hasRun,
};
