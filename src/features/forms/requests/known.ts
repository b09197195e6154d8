import { type CustomerDetails, type FieldKey, fieldValue } from '../../customers/index.ts';
import { type FormField, fieldsOf } from '../../playbooks/index.ts';
import type { FormRequest } from './request.ts';

const words: Readonly<Record<string, string>> = { yes: 'Yes', no: 'No' };

/** As it stands in the customer's record: `Yes` for `yes`. */
const asKept = ({ type }: FormField, answer: string): string =>
  type === 'yes_no' ? (words[answer] ?? answer) : answer;

/** What is known of a customer where a field of a form fills it; in the form's own values. */
export const knownValue = (customer: CustomerDetails, field: FormField): string | undefined => {
  // Which names there are, the playbook was checked for.
  const known = field.fills && fieldValue(customer, field.fills as FieldKey);
  if (typeof known !== 'string' || known === '') return undefined;
  return field.type === 'yes_no' ? Object.keys(words).find((key) => words[key] === known) : known;
};

/** A field of the form with what is known and what came back. */
export interface Beside {
  readonly field: FormField;
  readonly known: string | undefined;
  readonly answer: string | undefined;
  /** Something that can be taken over: it fills a field of the customer, and says something else than that. */
  readonly differs: boolean;
}

/** What came back beside what is known, field by field. PUR-14 */
export const beside = ({ form, answers }: FormRequest, customer: CustomerDetails): readonly Beside[] =>
  fieldsOf(form).map((field) => {
    const known = knownValue(customer, field);
    const answer = answers[field.key] || undefined;
    return { field, known, answer, differs: field.fills !== undefined && answer !== undefined && answer !== known };
  });

/** What is entered into the customer's record of these fields. */
export const enteredOf = (
  rows: readonly Beside[],
  keys: readonly string[],
): Readonly<Partial<Record<FieldKey, string>>> =>
  Object.fromEntries(
    rows.flatMap(({ field, answer, differs }) =>
      differs && answer !== undefined && field.fills !== undefined && keys.includes(field.key)
        ? [[field.fills, asKept(field, answer)]]
        : [],
    ),
  );
