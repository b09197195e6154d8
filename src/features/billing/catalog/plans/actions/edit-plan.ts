import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../../core/errors.ts';
import { modal, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { changedMeanwhile, differenceOf, setupEditors } from '../../../setup/index.ts';
import { taxCategories } from '../../../taxes/index.ts';
import { type ArticleFields, articleInputs, readArticle, tidyArticle } from '../../articles/article.ts';
import { type Plan, planDoor } from '../plan.ts';
import { lockPlan, planByCode, planById, updatePlan } from '../store.ts';
import { codeTaken, requirePlan } from '../write-plan.ts';

const doing = 'edit a plan';

export const existingPlan = async (deps: Deps, id: string): Promise<Plan> => {
  const plan = await planById(deps.db.prisma, id);
  if (!plan) throw new NotFound('plan');
  return plan;
};

export interface EditPlan {
  readonly planId: string;
  /** The version that was shown. ALL-3 */
  readonly version: number;
  readonly entries: ArticleFields;
  readonly reason: string;
}

/** Changes what bills from now on say of the plan; what is issued stays as it is. ALL-10 */
export const editPlan = (deps: Deps, by: By, { planId, version, entries, reason }: EditPlan): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, doing);
    if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is changed.' });
    const before = await lockPlan(work.tx, planId);
    if (!before) throw new NotFound('plan');
    const tidy = tidyArticle(entries);
    requirePlan({ ...before, ...tidy });
    const other = await planByCode(work.tx, tidy.code);
    if (other && other.id !== planId) throw codeTaken(tidy.code);
    const subject = { type: planDoor.subject, id: planId };
    if (!(await updatePlan(work.tx, planId, version, tidy))) throw await changedMeanwhile(work.tx, subject);
    work.audit({ action: 'plan.edited', subject, ...differenceOf(before, tidy), reason: reason.trim() });
  });

const editPlanForm = ({ plan, categories }: { plan: Plan; categories: readonly string[] }): ModalView =>
  modal({
    callback: 'plan.edit',
    title: 'Edit a plan',
    submit: 'Save',
    data: `${plan.id}:${plan.version}`,
    blocks: [...articleInputs(plan, categories), textInput({ name: 'reason', label: 'Why is it changed?', max: 500 })],
  });

export const editPlanButton: Interaction = {
  id: 'plan.edit',
  press: opensForm({
    roles: setupEditors,
    doing,
    find: async (deps, id) => ({
      plan: await existingPlan(deps, id),
      categories: await taxCategories(deps.db.prisma),
    }),
    form: editPlanForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const [planId = '', version = ''] = data.split(':');
    const reason = values.text('reason') ?? '';
    await editPlan(deps, by, { planId, version: Number(version), entries: readArticle(values), reason });
    return { window: { type: planDoor.subject, id: planId } };
  },
};
