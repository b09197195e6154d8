import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { selectInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { articleInputs, readArticle } from '../articles/article.ts';
import { type PlanFields, planBillings, planMonths, planProrations } from './plan.ts';
import { billingNames, perText, prorationNames } from './plan-text.ts';

/** The fields of a new plan. How it is billed is chosen once: what customers have would change with it. */
export const planInputs = (categories: readonly string[]): readonly KnownBlock[] => [
  ...articleInputs({}, categories),
  selectInput({
    name: 'billing',
    label: 'How it is charged',
    choices: planBillings.map((value) => ({ text: billingNames[value], value })),
    initial: 'flat',
  }),
  selectInput({
    name: 'per_months',
    label: 'Its price is for',
    choices: planMonths.map((perMonths) => ({ text: perText({ perMonths }), value: String(perMonths) })),
    initial: '1',
  }),
  selectInput({
    name: 'prorated',
    label: 'What is served in part',
    choices: planProrations.map((value) => ({ text: prorationNames[value], value })),
    initial: 'by months',
  }),
];

/** @throws FieldErrors for what no form of this version offers */
export const readPlan = (values: FormValues): PlanFields => {
  const billing = planBillings.find((each) => each === values.option('billing'));
  const perMonths = planMonths.find((each) => String(each) === values.option('per_months'));
  const prorated = planProrations.find((each) => each === values.option('prorated'));
  if (!billing || !perMonths || !prorated) {
    throw new FieldErrors({
      ...(billing ? {} : { billing: 'Choose how it is charged.' }),
      ...(perMonths ? {} : { per_months: 'Choose what its price is for.' }),
      ...(prorated ? {} : { prorated: 'Choose what is charged for a part.' }),
    });
  }
  return { ...readArticle(values), billing, perMonths, prorated };
};
