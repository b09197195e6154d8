import type { KnownBlock } from '@slack/types';
import { type ProjectState, type Section, stageOf } from '../../playbooks/index.ts';

/** What slices show of the project there, in the order in which its playbook names them. */
export const sectionsOn = (place: Section['on'][number], project: ProjectState): readonly KnownBlock[] =>
  project.playbook.sections.flatMap((name) => {
    const section = project.catalogue.sections.get(name);
    return section?.on.includes(place) ? section.blocks(project, stageOf(project.playbook, project.handoff.stage)) : [];
  });
