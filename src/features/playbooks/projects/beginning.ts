/** How a project begins with what another slice has, such as an accepted quote. */
import type { ModalView } from '@slack/types';
import type { Subject } from '../../../core/subject.ts';
import type { SlackRequest } from '../../../platform/slice/slice.ts';
import { point } from '../../../platform/work/contributions.ts';
import { eventType } from '../../../platform/work/events.ts';
import type { ProjectState } from './project.ts';

/** What stands in "New project" when it opens. */
export interface Prefill {
  readonly customer: { readonly id: string; readonly name: string };
  /** By the names of its text fields. */
  readonly values: Readonly<Record<string, string>>;
  /** What it comes of: `projectBegun` tells it again. */
  readonly from: Subject;
}

/** The engine's "New project". @throws NotAllowed for who may not send it */
export const newProjectForms =
  point<(request: SlackRequest, prefill: Prefill) => Promise<ModalView>>('projects.new_form');

/** A project came of something, in the transaction that creates it: who keeps that may refuse it. */
export const projectBegun = eventType<{ readonly project: ProjectState; readonly from: Subject }>('project.begun');
