import { FieldErrors } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { isCurrency } from '../../../../core/money/money.ts';
import { type Day, todayIn } from '../../../../core/time/calendar.ts';
import { dayProblem } from '../../../../core/time/day-range.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { planInvoices } from '../../../billing/invoices/index.ts';
import {
  type ChargeKind,
  chargesOf,
  chargesText,
  type PickedUpByCharge,
  parseTaxRate,
  readAmounts,
  taxRateProblem,
} from '../../../billing/onboarding/index.ts';
import {
  type Customer,
  customerById,
  customerProblems,
  fillCustomer,
  findOrCreateCustomer,
} from '../../../customers/index.ts';
import { type Playbook, type ProjectState, projectSubject, type Stage } from '../../../playbooks/index.ts';
import { loadProject } from '../../engine/load.ts';
import { announceTurn, didWhat, planTurn } from '../../engine/open-turn.ts';
import { insertProject, insertTurn } from '../../engine/store.ts';
import { beforeItBegan } from '../dates.ts';

/** Who begins projects (ONB-1) and may own them. */
export const projectCreators: readonly Role[] = ['sales'];
/** Who may be a project's manager. */
export const projectManagers: readonly Role[] = ['project_manager'];

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
  readonly amounts: Readonly<Partial<Record<ChargeKind, string | undefined>>>;
  readonly taxRate?: string | undefined;
  readonly hardwareText?: string | undefined;
  readonly pickedUp: PickedUpByCharge;
  readonly targetGoLiveOn?: Day | undefined;
}

type Checked = ReturnType<typeof checkInput>;

/** Everything that can be said about the form at once, at its fields. @throws FieldErrors */
const checkInput = (
  playbooks: readonly Playbook[],
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
  const amounts = readAmounts({ ...input, currency: isCurrency(currency) ? currency : 'USD' }, problems);
  const taxRate = parseTaxRate(input.taxRate);
  if (taxRate === undefined) problems.tax_rate = taxRateProblem;
  if (input.hardwareText && amounts.hardware.amount === 0n && !problems.hardware) {
    problems.hardware = 'Write what the hardware costs, or take its description out.';
  }
  const playbook = playbooks.find((each) => each.key === input.playbook);
  if (!playbook) problems.playbook = 'Choose a playbook.';
  if (!eligible.owners.includes(input.ownerId)) problems.owner = 'Choose somebody of Sales: they own the project.';
  if (!input.managerId || !eligible.managers.includes(input.managerId)) {
    problems.project_manager = 'Choose somebody of Project management, or ask an admin to add this person to the role.';
  }
  if (Object.keys(problems).length > 0 || !playbook || taxRate === undefined || !input.managerId)
    throw new FieldErrors(problems);
  return { playbook, taxRate, amounts, currency, managerId: input.managerId };
};

const customerOf = async (work: Work, input: NewProjectInput, currency: string): Promise<Customer> => {
  const { contactName, email, phone } = input;
  const customer = input.customerId
    ? await customerById(work.tx, input.customerId)
    : await findOrCreateCustomer(work, { name: input.customer ?? '', contactName, email, phone, currency });
  if (!customer) throw new FieldErrors({ existing_customer: 'This customer is gone. Choose again.' });
  await fillCustomer(work, customer, { contactName, email, phone });
  return customer;
};

const requireTarget = (work: Work, on: Day | undefined, { timeZone }: Customer): void => {
  const today = todayIn(timeZone, work.now);
  const refusal = on && (beforeItBegan(on, today) ?? dayProblem(on, 'planned', today));
  if (refusal) throw new FieldErrors({ target_go_live: refusal });
};

const store = async (
  tx: Tx,
  work: Work,
  input: NewProjectInput,
  checked: Checked,
  stage: Stage,
  customerId: string,
) => {
  const id = newId();
  const { playbook, currency, managerId } = checked;
  const team = { ownerId: input.ownerId, managerId };
  const ref = await insertProject(tx, {
    ...team,
    id,
    customerId,
    playbook,
    stage: stage.key,
    currency,
    hardwareText: input.hardwareText,
    targetGoLiveOn: input.targetGoLiveOn,
    createdBy: work.by.id,
    createdAt: work.now,
  });
  const coming = { stage, cameFrom: undefined, cameBy: 'created' } as const;
  await insertTurn(tx, id, await planTurn(work, { ...team, wentLiveOn: undefined, turns: 0 }, coming));
  return { id, ref };
};

/**
 * ONB-1: sales creates the project. An existing customer's name is taken, a new one is made; the playbook is copied into the
 * project; the folder lies at the first desk; each amount above zero becomes a draft invoice, which accounting sees when the
 * folder reaches billing (ONB-3).
 */
export const createProject = (
  deps: Deps,
  by: By,
  playbooks: readonly Playbook[],
  input: NewProjectInput,
): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    work.require(projectCreators, 'create a project');
    const [owners, managers] = [await work.membersOf(projectCreators), await work.membersOf(projectManagers)];
    const checked = checkInput(playbooks, input, { owners, managers });
    const [stage] = checked.playbook.stages;
    if (!stage) throw new FieldErrors({ playbook: 'This playbook has no stage. Choose another.' });
    const customer = await customerOf(work, input, checked.currency);
    requireTarget(work, input.targetGoLiveOn, customer);
    const customerId = customer.id;
    const { id, ref } = await store(work.tx, work, input, checked, stage, customerId);
    const subject = projectSubject(id);
    work.audit({
      action: 'project.created',
      subject,
      customerId,
      after: {
        ref,
        playbook: checked.playbook.key,
        owner: input.ownerId,
        manager: checked.managerId,
        charges: chargesText(checked.amounts) || 'none',
        pickedUp: input.pickedUp,
      },
    });
    const charges = chargesOf(checked.playbook, checked.amounts, checked.taxRate, input.pickedUp);
    if (charges.length > 0) await planInvoices(work, { subject, customerId, currency: checked.currency, charges });
    const project = await loadProject(work, id);
    await announceTurn(work, project, stage, `${didWhat(work, 'created the project')}.`);
    return project;
  });
