/** Projects made and corrected with what billing asks for written as figures, not as the fields of a form. */
import {
  type CorrectInput,
  correctProject as correct,
} from '../../src/features/onboarding/project/actions/correct-project.ts';
import { createProject as create } from '../../src/features/onboarding/project/actions/new-project.ts';
import type { NewProjectInput as WithForm } from '../../src/features/onboarding/project/new-project-input.ts';
import type { Playbook, ProjectState } from '../../src/features/playbooks/index.ts';
import { type FormValues, readForm } from '../../src/platform/block-kit/form.ts';
import type { By, Deps } from '../../src/platform/work/work.ts';

type Texts = Readonly<Record<string, string | undefined>>;

/** As Slack sends it: typed texts, and what was chosen. */
export const filledIn = (texts: Texts, chosen: Texts = {}): FormValues =>
  readForm({
    ...Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, { x: { value: value ?? null } }])),
    ...Object.fromEntries(
      Object.entries(chosen).map(([name, value]) => [
        name,
        { x: { selected_option: value === undefined ? null : { value } } },
      ]),
    ),
  });

/** Amounts before tax and the tax in percent, as typed in. */
export interface EnteredCharges {
  readonly amounts: { readonly set_up?: string; readonly first_month?: string; readonly hardware?: string };
  readonly taxRate?: string | undefined;
  readonly hardwareText?: string | undefined;
  readonly pickedUp?: { readonly set_up?: string; readonly first_month?: string };
}

const filled = ({ amounts, taxRate, hardwareText, pickedUp = {} }: EnteredCharges): FormValues =>
  filledIn(
    {
      set_up_fee: amounts.set_up,
      first_month: amounts.first_month,
      hardware: amounts.hardware,
      tax_rate: taxRate,
      hardware_text: hardwareText,
    },
    { picked_up_set_up: pickedUp.set_up, picked_up_first_month: pickedUp.first_month },
  );

export type NewProjectInput = Omit<WithForm, 'entered'> & EnteredCharges;

export const createProject = (
  deps: Deps,
  by: By,
  playbooks: readonly Playbook[],
  { amounts, taxRate, hardwareText, pickedUp, ...input }: NewProjectInput,
): Promise<ProjectState> =>
  create(deps, by, playbooks, {
    ...input,
    entered: filled({ amounts, taxRate, hardwareText, ...(pickedUp ? { pickedUp } : {}) }),
  });

export const correctProject = (
  deps: Deps,
  by: By,
  { projectId, reason, ...charges }: Omit<CorrectInput, 'entered'> & EnteredCharges,
): Promise<ProjectState> => correct(deps, by, { projectId, reason, entered: filled(charges) });
