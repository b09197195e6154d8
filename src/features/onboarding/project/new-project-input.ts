/** What sales writes into "New project", and what can be said about it before anything is looked up. ONB-1 */
import { FieldErrors } from '../../../core/errors.ts';
import { isCurrency } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { FormValues } from '../../../platform/block-kit/form.ts';
import { customerProblems } from '../../customers/index.ts';
import { type Catalogue, intakeOf, type Playbook } from '../../playbooks/index.ts';

export interface NewProjectInput {
  /** A customer that is known, or the name of one that is taken or made. */
  readonly customerId?: string | undefined;
  readonly customer?: string | undefined;
  readonly contactName?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly playbook: string;
  readonly ownerId: string;
  readonly managerId?: string | undefined;
  readonly currency: string;
  readonly targetGoLiveOn?: Day | undefined;
  /** What it comes of, such as an accepted quote. */
  readonly from?: Subject | undefined;
  /** What the slices ask for whose intake the playbook names, as it was filled in. */
  readonly entered: FormValues;
}

/** Everything that can be said about the form at once, at its fields. @throws FieldErrors */
export const checkNewProject = (
  playbooks: readonly Playbook[],
  catalogue: Catalogue,
  input: NewProjectInput,
  eligible: { readonly owners: readonly string[]; readonly managers: readonly string[] },
) => {
  const currency = input.currency.trim().toUpperCase();
  const problems: Record<string, string> = {};
  if (input.customerId && input.customer)
    problems.customer = 'Choose a customer above, or write a new one’s name here: not both.';
  else if (!input.customerId && !input.customer?.trim())
    problems.customer = 'Choose a customer above, or write a new one’s name here.';
  const { customer: name, email } = input;
  Object.assign(problems, { ...customerProblems({ ...(name ? { name } : {}), email }), ...problems });
  if (!isCurrency(currency)) problems.currency = 'This is not a currency. Write its three letters, such as USD.';
  const playbook = playbooks.find((each) => each.key === input.playbook);
  if (!playbook) problems.playbook = 'Choose a playbook.';
  const about = playbook && { playbook, currency: isCurrency(currency) ? currency : 'USD' };
  const entered = about ? intakeOf(about.playbook, catalogue).map((each) => each.read(input.entered, about)) : [];
  Object.assign(problems, ...entered.map((each) => each.problems));
  if (!eligible.owners.includes(input.ownerId)) problems.owner = 'Choose somebody of Sales: they own the project.';
  if (!input.managerId || !eligible.managers.includes(input.managerId)) {
    problems.project_manager = 'Choose somebody of Project management, or ask an admin to add this person to the role.';
  }
  if (Object.keys(problems).length > 0 || !playbook || !input.managerId) throw new FieldErrors(problems);
  return { playbook, entered, currency, managerId: input.managerId };
};

export type CheckedProject = ReturnType<typeof checkNewProject>;
