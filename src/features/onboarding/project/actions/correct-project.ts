import type { ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import {
  type Amendment,
  type Corrected,
  type ProjectState,
  projectRef,
  projectSubject,
  readerOf,
  requireReason,
} from '../../../playbooks/index.ts';
import { projectChanged } from '../../engine/folder-message.ts';
import { loadProject } from '../../engine/load.ts';
import { didWhat } from '../../engine/open-turn.ts';
import { refreshSlots } from '../../engine/refresh-slots.ts';
import { correctingOf, correctors, requireCorrecting, whatIsCorrected } from '../correcting.ts';
import { readReason, reasonInput } from '../project-form.ts';

/** With what stands filled in. */
export const correctProjectForm = (project: ProjectState): ModalView => {
  const asked = correctingOf(project);
  const what = whatIsCorrected(project);
  const about = asked.map((each) => each.about).join(' ');
  // Slack has room for one thing's name.
  const title = asked.length > 1 ? 'Correct' : `${what.charAt(0).toUpperCase()}${what.slice(1)} of`;
  return modal({
    callback: 'project.correct',
    title: `${title} ${projectRef(project)}`,
    submit: 'Correct',
    data: project.id,
    blocks: [
      section(`*${escapeMrkdwn(project.customer.name)}*: ${about}`),
      ...asked.flatMap((each) => each.fields(project)),
      reasonInput([...new Set(asked.map((each) => each.keptWith))].join(' ')),
    ],
  });
};

export interface CorrectInput {
  readonly projectId: string;
  /** What slices ask for, as it was filled in. */
  readonly entered: FormValues;
  readonly reason: string;
}

/** What is to be otherwise. @throws FieldErrors with all that is wrong, or where nothing is changed */
const changesIn = (project: ProjectState, entered: FormValues): readonly Amendment[] => {
  const asked = correctingOf(project);
  const amendments = asked.map((each) => each.read(entered, project));
  const problems = Object.assign({}, ...amendments.map((each) => each.problems));
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  const changes = amendments.filter((each) => each.isChange);
  if (changes.length > 0) return changes;
  const unchanged = asked.map((each) => each.asItWas).join('; ');
  throw new FieldErrors({ reason: `${unchanged}: change something, or cancel.` });
};

const record = (work: Work, { id, customerId }: ProjectState, corrected: Corrected, reason: string): void => {
  const { action, before, after } = corrected;
  work.audit({ action, subject: projectSubject(id), customerId, before, after, reason });
};

/** Corrects what was entered for a project, with a reason (DOMAIN §1): each slice what it asked for. ONB-19 */
export const correctProject = (deps: Deps, by: By, input: CorrectInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    requireCorrecting(project);
    const what = whatIsCorrected(project);
    work.require(correctors(project), `correct a project’s ${what}`);
    const reason = requireReason(input.reason);
    if (project.state === 'cancelled') throw new UserError('The project was cancelled: re-open it first.');
    const corrected: Corrected[] = [];
    for (const each of changesIn(project, input.entered)) {
      const done = await each.carryOut(work, reason);
      if (done) corrected.push(done);
    }
    const after = await loadProject(work, project.id);
    if (corrected.length === 0) return after;
    for (const each of corrected) record(work, project, each, reason);
    const lines = corrected.flatMap((each) => each.lines).join(', ');
    projectChanged(work, after, {
      note: `${didWhat(work, `corrected the ${what}:`)} ${escapeMrkdwn(lines)}. ${escapeMrkdwn(reason)}`,
    });
    await refreshSlots(work, after);
    return after;
  });

export const correctProjectButton: Interaction = {
  id: 'project.correct',
  press: async (request) => {
    const project = await loadProject(readerOf(request.deps), request.value);
    requireCorrecting(project);
    await requireEarly(request, correctors(project), `correct a project’s ${whatIsCorrected(project)}`);
    return { modal: correctProjectForm(project) };
  },
  submit: async ({ deps, by, data, values }) => {
    await correctProject(deps, by, { projectId: data, entered: values, reason: readReason(values) });
    return { window: projectSubject(data) };
  },
};
