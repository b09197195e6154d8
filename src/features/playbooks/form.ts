/** Forms that customers fill in: data of a playbook. PUR-14 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../platform/process/package-root.ts';

const formKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'use up to 40 small letters, digits and _, beginning with a letter');
const both = z.strictObject({ en: z.string().trim().min(1).max(200), it: z.string().trim().min(1).max(200) });

/** What is written in a field: texts, and numbers that are checked by their check digits. */
export const fieldTypes = ['line', 'lines', 'email', 'yes_no', 'vat', 'tax_code', 'recipient_code', 'iban'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Fields of the customer that a form may fill; any other is one of the additional information, `information:IBAN`. */
export const fillable = ['name', 'contactName', 'email', 'phone', 'address', 'taxNumber'] as const;

const fieldSchema = z.strictObject({
  key: formKey,
  label: both,
  hint: both.optional(),
  type: z.enum(fieldTypes),
  required: z.boolean().default(false),
  fills: z
    .string()
    .refine(
      (fills) => fillable.some((each) => each === fills) || /^information:\S.{0,58}$/.test(fills),
      `name a field of the customer, one of ${fillable.join(', ')}, or additional information, such as information:IBAN`,
    )
    .optional(),
});

const unique = (keys: readonly string[]): boolean => new Set(keys).size === keys.length;

export const formSchema = z
  .strictObject({
    key: formKey,
    name: both,
    /** How long the customer has for it. */
    validDays: z.int().min(1).max(365),
    /** Each is saved by a button of its own. */
    steps: z
      .array(z.strictObject({ title: both, fields: z.array(fieldSchema).min(1).max(12) }))
      .min(1)
      .max(6),
    /** Of each of these lists at least one must be filled in: a recipient code or a PEC address. */
    anyOf: z.array(z.array(formKey).min(2)).default([]),
  })
  .refine((form) => unique(fieldKeys(form)), 'give each field a key of its own')
  .refine(
    (form) => unique(fieldsOf(form).flatMap(({ fills }) => fills ?? [])),
    'let each field of the customer be filled by one field only',
  )
  .refine(
    (form) => form.anyOf.flat().every((key) => fieldKeys(form).includes(key)),
    'name fields of this form under "anyOf"',
  );

interface Steps<F> {
  readonly steps: readonly { readonly fields: readonly F[] }[];
}

/** All fields, in the order of the steps. */
export const fieldsOf = <F>({ steps }: Steps<F>): readonly F[] => steps.flatMap(({ fields }) => fields);
const fieldKeys = (form: Steps<{ readonly key: string }>): readonly string[] => fieldsOf(form).map(({ key }) => key);

export type FormDefinition = z.infer<typeof formSchema>;
export type FormField = FormDefinition['steps'][number]['fields'][number];

const shippedForm = (name: string): FormDefinition =>
  formSchema.parse(
    JSON.parse(readFileSync(join(packageRoot, 'src/features/playbooks/shipped/forms', `${name}.json`), 'utf8')),
  );

/** Whoever's playbook names no forms has these. */
const shippedForms: readonly FormDefinition[] = [shippedForm('registry')];

export const formsOf = ({ forms }: { readonly forms?: readonly FormDefinition[] | undefined }) => forms ?? shippedForms;
