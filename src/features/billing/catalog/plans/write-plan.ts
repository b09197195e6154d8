/** How plans and prices are written down, by a form as by a file. */
import { FieldErrors } from '../../../../core/errors.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { articleProblems, tidyArticle } from '../articles/article.ts';
import { type Plan, type PlanFields, type PlanPrice, type PriceFields, planDoor, priceProblem } from './plan.ts';
import { planText, priceFacts } from './plan-text.ts';
import { insertPlan, insertPrice, lockPlan, pricesOf } from './store.ts';

/** @throws FieldErrors */
export const requirePlan = (entries: PlanFields): PlanFields => {
  const tidy = tidyArticle(entries);
  const problems = articleProblems(tidy);
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  return tidy;
};

export const codeTaken = (code: string): FieldErrors =>
  new FieldErrors({ code: `There is a plan ${code} already. Choose another code, or add a price to that one.` });

const written = (work: Work) => ({ createdBy: work.by.id, createdAt: work.now });

/** @throws FieldErrors */
export const writePlan = async (work: Work, entries: PlanFields): Promise<Plan> => {
  const tidy = requirePlan(entries);
  const plan = await insertPlan(work.tx, tidy, written(work));
  if (!plan) throw codeTaken(tidy.code);
  work.audit({
    action: 'plan.added',
    subject: { type: planDoor.subject, id: plan.id },
    after: { ...planText(tidy) },
  });
  return plan;
};

/**
 * Adds a price to those of a plan, which stay as they are.
 * @param more `isNew`: the plan was made in this transaction, so that nothing was billed by it
 * @throws FieldErrors at the day
 */
export const writePrice = async (
  work: Work,
  plan: Plan,
  fields: PriceFields,
  { isNew }: { readonly isNew: boolean },
): Promise<PlanPrice> => {
  await lockPlan(work.tx, plan.id);
  const prices = (await pricesOf(work.tx, [plan.id])).get(plan.id) ?? [];
  // Of a plan that is entered with its past, each day may have a price, and one only.
  const today = isNew ? fields.validFrom : work.today;
  const others = isNew ? prices.filter(({ validFrom }) => validFrom <= fields.validFrom) : prices;
  const problem = priceProblem(others, fields, today);
  if (problem) throw new FieldErrors({ valid_from: problem });
  const price = await insertPrice(work.tx, plan.id, fields, written(work));
  work.audit({
    action: 'plan.price_added',
    subject: { type: planDoor.subject, id: plan.id },
    after: priceFacts(plan, price),
  });
  return price;
};
