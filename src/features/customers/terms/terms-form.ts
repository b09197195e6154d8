import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { type Choice, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import { maxNameLength, nameKey, tidyName } from '../customer.ts';
import { isRule, type PaymentTerms, readRule, ruleText, type TermsRule } from './terms.ts';

/** Who keeps the terms that customers may have. ALL-1 */
export const termsKeepers = ['accounting', 'billing', 'admin'] as const;

const kindChoices: readonly Choice[] = [
  { text: 'Some days after the invoice', value: 'net_days' },
  { text: 'At once', value: 'at_once' },
  { text: 'On the first of the service month', value: 'first_of_service_month' },
];

export interface TermsEntries {
  readonly name: string;
  readonly rule: TermsRule;
}

export const termsInputs = (terms?: PaymentTerms): readonly KnownBlock[] => [
  textInput({ name: 'name', label: 'Name', hint: 'Such as Net 14', initial: terms?.name, max: 80 }),
  selectInput({ name: 'kind', label: 'Due', choices: kindChoices, initial: terms?.rule.kind }),
  textInput({
    name: 'days',
    label: 'Days after the invoice',
    optional: true,
    max: 3,
    initial: terms?.rule.kind === 'net_days' ? String(terms.rule.days) : undefined,
  }),
];

/** @throws FieldErrors */
export const readTerms = (values: FormValues): TermsEntries => {
  const name = tidyName(required(values.text('name'), 'name', 'Name these terms.'));
  if (nameKey(name) === '' || name.length > maxNameLength)
    throw new FieldErrors({ name: 'Name these terms in a few words.' });
  const days = values.text('days');
  const rule = readRule(values.option('kind') ?? '', days === undefined ? undefined : Number(days));
  if (!isRule(rule)) throw new FieldErrors(rule);
  return { name, rule };
};

export const termsText = ({ name, rule }: PaymentTerms): string => `${name} (${ruleText(rule)})`;

/**
 * Which terms a customer or group may be given: those offered, and what it has already.
 * @param current what it has
 */
export const termsOffered = (all: readonly PaymentTerms[], current: string | null): readonly PaymentTerms[] =>
  all.filter((each) => !each.retired || each.id === current);

export const termsChoices = (offered: readonly PaymentTerms[]): readonly Choice[] =>
  offered.map((each) => ({ text: termsText(each), value: each.id }));
