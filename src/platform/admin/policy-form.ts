import { FieldErrors } from '../../core/errors.ts';
import { amountText, isCurrency, parseAmount } from '../../core/money/money.ts';
import { clip, escapeMrkdwn, inWords } from '../../core/text/text.ts';
import { isZone, parseDay } from '../../core/time/calendar.ts';
import { choicesInput, modal, section, selectInput, textInput } from '../block-kit/blocks.ts';
import type { FormValues } from '../block-kit/form.ts';
import {
  type BadField,
  type PolicyDefinition,
  type PolicyField,
  type PolicyFieldKind,
  whyUnfit,
} from '../work/policies.ts';
import type { RoleInfo } from '../work/roles.ts';
import { versioned } from './settings-lock.ts';

const list = (text: string): string[] =>
  text
    .split(/[,;\n]+/)
    .map((each) => each.trim())
    .filter(Boolean);

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

const good = (value: unknown): Parsed => ({ ok: true, value });
const bad = (error: string): Parsed => ({ ok: false, error });

const parseAmounts = (text: string): Parsed => {
  const amounts: Record<string, string> = {};
  for (const part of text
    .split(/[;\n]+|,(?=\s*[A-Za-z]{3}\s)/)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [, currency = '', amount = ''] = /^([A-Za-z]{3})\s+(.+)$/.exec(part) ?? [];
    if (!isCurrency(currency.toUpperCase()))
      return bad('Write each amount with its currency, such as: USD 500.00, EUR 450.00');
    const parsed = parseAmount(amount, currency.toUpperCase());
    if (!parsed.ok) return bad(parsed.error);
    amounts[currency.toUpperCase()] = parsed.value.amount.toString();
  }
  return good(amounts);
};

const parsers: Record<PolicyFieldKind, (text: string) => Parsed> = {
  integer: (text) => (/^\d{1,6}$/.test(text) ? good(Number(text)) : bad('Write a whole number, such as 7.')),
  integers: (text) =>
    list(text).every((each) => /^\d{1,6}$/.test(each))
      ? good(list(text).map(Number))
      : bad('Write whole numbers with commas between them, such as: 15, 16'),
  text: good,
  words: (text) => good(list(text)),
  days: (text) =>
    list(text).every((each) => parseDay(each))
      ? good(list(text))
      : bad('Write dates as 2026-12-25, with commas between them.'),
  times: (text) =>
    list(text).length > 0 && list(text).every((each) => /^([01]\d|2[0-3]):[0-5]\d$/.test(each))
      ? good(list(text))
      : bad('Write times of day as 02:00, with commas between them.'),
  zone: (text) =>
    isZone(text) ? good(text) : bad('Write a time zone by its name, such as Europe/Rome or America/New_York.'),
  boolean: (text) => good(text === 'yes'),
  amounts: parseAmounts,
  roles: (text) => good(list(text)),
};

/** How a stored value is typed in. */
export const asText = (kind: PolicyFieldKind, value: unknown): string => {
  if (kind === 'boolean') return value === true ? 'yes' : 'no';
  if (kind === 'amounts' && typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([currency, minor]) => `${currency} ${amountText({ amount: BigInt(String(minor)), currency })}`)
      .join(', ');
  }
  if (kind === 'roles' && Array.isArray(value)) return value.map((role) => inWords(String(role))).join(', ');
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
};

const fieldsOf = (definition: PolicyDefinition): readonly (readonly [string, PolicyField])[] =>
  Object.entries(definition.fields);

/** A stored value that does not fit, and what holds instead. ALL-9 */
export const badText = (definition: PolicyDefinition, { field, stored, why }: BadField): string => {
  const { label, kind } = definition.fields[field] ?? { label: field, kind: 'text' };
  const holds = asText(kind, definition.defaults[field]) || 'nothing';
  return `“${label}”: ${clip(JSON.stringify(stored) ?? 'nothing', 60)} is stored, which does not fit (${why.replace(/\.$/, '')}). ${holds} holds until somebody saves it anew.`;
};

const rolesField = (
  spec: { readonly name: string; readonly label: string },
  current: unknown,
  roles: readonly RoleInfo[],
) =>
  choicesInput({
    ...spec,
    choices: roles.map(({ key, name }) => ({ text: name, value: key })),
    initial: Array.isArray(current) ? current.map(String) : [],
    optional: true,
  });

/** What a change will do, and the name of that: who saves it has seen it. ALL-9 */
export interface Foretold {
  readonly lines: readonly string[];
  readonly name: string;
}

const foretoldBlocks = ({ lines }: Foretold) => [
  section('*Not saved yet.* This is what it will change; save again to have it so.'),
  section(lines.map((line) => `• ${escapeMrkdwn(clip(line, 400))}`).join('\n')),
];

/** The form in which a policy is edited: one field for each of its values, filled in with what holds now, or with what was entered. */
export const policyForm = (
  definition: PolicyDefinition,
  current: Record<string, unknown>,
  version: string,
  roles: readonly RoleInfo[] = [],
  foretold?: Foretold,
) =>
  modal({
    callback: 'policy.save',
    title: definition.title,
    submit: 'Save',
    data: versioned(version, foretold ? `${definition.key} ${foretold.name}` : definition.key),
    blocks: [...(foretold ? foretoldBlocks(foretold) : []), ...inputsOf(definition, current, roles)],
  });

const inputsOf = (definition: PolicyDefinition, current: Record<string, unknown>, roles: readonly RoleInfo[]) =>
  fieldsOf(definition).map(([name, field]) => {
    const spec = { name, label: field.label, ...(field.hint ? { hint: field.hint } : {}) };
    if (field.kind === 'roles') return rolesField(spec, current[name], roles);
    return field.kind === 'boolean'
      ? selectInput({
          ...spec,
          choices: [
            { text: 'Yes', value: 'yes' },
            { text: 'No', value: 'no' },
          ],
          initial: asText('boolean', current[name]),
        })
      : textInput({
          ...spec,
          initial: asText(field.kind, current[name]),
          max: 2000,
          optional: ['words', 'days', 'integers', 'amounts', 'text'].includes(field.kind),
        });
  });

const enteredText = (kind: PolicyFieldKind, name: string, values: FormValues): string => {
  if (kind === 'roles') return values.options(name).join(',');
  return (kind === 'boolean' ? values.option(name) : values.text(name)) ?? '';
};

/** Reads the form back. Throws FieldErrors at the fields that do not fit. */
export const readPolicyForm = (definition: PolicyDefinition, values: FormValues): Record<string, unknown> => {
  const errors: Record<string, string> = {};
  const result: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(definition)) {
    const text = enteredText(field.kind, name, values);
    const parsed = parsers[field.kind](text);
    if (parsed.ok) result[name] = parsed.value;
    else errors[name] = parsed.error;
  }
  if (Object.keys(errors).length === 0) {
    const checked = definition.schema.safeParse(result, { error: whyUnfit });
    for (const issue of checked.error?.issues ?? [])
      errors[String(issue.path[0] ?? fieldsOf(definition)[0]?.[0])] = issue.message;
  }
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors);
  return result;
};
