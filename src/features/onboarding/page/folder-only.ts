/**
 * What everyone of the team may see of a folder: where it is, since when, who has it, what blocks it, what is ticked, who did
 * what when. Amounts, contact data and what people wrote in their own words are for those who hold a role. ONB-18, ALL-8
 */

import type { GateDecision } from '../../playbooks/index.ts';
import type { StoryEntry } from '../../story/index.ts';
import type { ItemState } from '../engine/checklist.ts';
import type { ProjectPage } from './project-page.ts';

/** Why a gate stands as it does, without the amount. Example: `It waits for a payment.` */
export const whyOnly = ({ whyForAll }: GateDecision): string => whyForAll;

const tickOnly = (state: ItemState): ItemState => (state.item.kind === 'text' ? { ...state, value: undefined } : state);

/** The ways of the folder are told in full; of anything else that was done, that it was. */
const isOfFolder = (action: string): boolean => /^handoff\./.test(action) || action === 'project.reopened';

const deedOnly = (entry: StoryEntry): StoryEntry => ({
  ...entry,
  reason: null,
  ...(isOfFolder(entry.action) ? {} : { before: null, after: null }),
});

export const folderOnly = (page: ProjectPage): ProjectPage => ({
  ...page,
  isFolderOnly: true,
  project: { ...page.project, stateReason: undefined },
  stages: page.stages.map(({ stage, items }) => ({ stage, items: items.map(tickOnly) })),
  gates: page.gates.map(([gate, decision]) => [gate, { ...decision, why: whyOnly(decision) }] as const),
  timeline: { ...page.timeline, entries: page.timeline.entries.map(deedOnly) },
  undo: undefined,
});
