import type { z } from 'zod';
import type { Tx } from '../db/open.ts';
import { point } from './contributions.ts';
import { eventType } from './events.ts';
import { adminRole, type Role } from './roles.ts';
import type { Work } from './work.ts';

/** How a policy's field is typed in by an admin. Lists are comma-separated; amounts are `USD 500.00, EUR 450.00`. */
export type PolicyFieldKind =
  | 'integer'
  | 'text'
  | 'words'
  | 'integers'
  | 'days'
  | 'times'
  | 'zone'
  | 'boolean'
  | 'amounts'
  | 'roles';

export interface PolicyField {
  readonly label: string;
  readonly hint?: string;
  readonly kind: PolicyFieldKind;
}

/**
 * What a slice lets admins change without a release: numbers of attempts, deadlines, words.
 * `amounts` fields hold `Record<currency, minor units as decimal string>`, `roles` fields the roles’ keys.
 */
export interface PolicyDefinition<T extends object = Record<string, unknown>> {
  readonly key: string;
  readonly title: string;
  readonly schema: z.ZodType<T>;
  readonly defaults: T;
  readonly fields: { readonly [K in keyof T]: PolicyField };
  /** Admins alone change it, whoever else may change settings. */
  readonly isForAdmins?: true;
}

/** Whoever keeps a right to change settings says which roles have it; admins always have. ALL-11 */
export const settingsEditors =
  point<(policyOf: <T extends object>(definition: PolicyDefinition<T>) => Promise<T>) => Promise<readonly Role[]>>(
    'settings.editors',
  );

/** Who may change this setting now. ALL-11 */
export const editorsOf = async (
  { policy, contributions }: Pick<Work, 'policy' | 'contributions'>,
  definition: Pick<PolicyDefinition, 'isForAdmins'>,
): Promise<readonly Role[]> => {
  if (definition.isForAdmins) return [adminRole];
  const more = await Promise.all(contributions.to(settingsEditors).map((rolesOf) => rolesOf(policy)));
  return [...new Set([adminRole, ...more.flat()])];
};

/** By what is said beforehand. */
export interface Foreseeing extends Pick<Work, 'today' | 'policy' | 'contributions'> {
  readonly tx: Tx;
}

/** A slice that says what a change of a setting will do before it is saved: plain sentences, none where it does nothing. ALL-9 */
export interface PolicyForesight {
  readonly key: string;
  readonly foretell: (from: Foreseeing, before: unknown, after: unknown) => Promise<readonly string[]>;
}

export const policyForesights = point<PolicyForesight>('settings.foresights');

/** Of one's own setting, typed. */
export const foresees = <T extends object>(
  definition: PolicyDefinition<T>,
  foretell: (from: Foreseeing, change: { readonly before: T; readonly after: T }) => Promise<readonly string[]>,
): PolicyForesight => ({
  key: definition.key,
  foretell: (from, before, after) =>
    foretell(from, { before: readPolicy(definition, before), after: readPolicy(definition, after) }),
});

/** What all slices say of it. ALL-9 */
export const foretold = async (
  from: Foreseeing,
  { key }: Pick<PolicyDefinition, 'key'>,
  before: unknown,
  after: unknown,
): Promise<readonly string[]> => {
  const own = from.contributions.to(policyForesights).filter((each) => each.key === key);
  return (await Promise.all(own.map(({ foretell }) => foretell(from, before, after)))).flat();
};

/** What is wrong with a value of which its setting says nothing itself, in our words. */
export const whyUnfit: z.core.$ZodErrorMap = (issue) => {
  const list = 'origin' in issue && (issue.origin === 'array' || issue.origin === 'set');
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'number') return `Write ${issue.minimum} or more.`;
      return list ? `Name at least ${issue.minimum}.` : 'Write something here.';
    case 'too_big':
      if (issue.origin === 'number') return `Write ${issue.maximum} or less.`;
      return list ? `Name ${issue.maximum} at most.` : `Write ${issue.maximum} characters at most.`;
    case 'invalid_type':
      return issue.expected === 'int' || issue.expected === 'number'
        ? 'Write a whole number, such as 7.'
        : 'This is not written in the way that this setting needs.';
    case 'invalid_key':
      return 'Write each amount with its currency, such as: USD 500.00, EUR 450.00';
    default:
      return 'This setting cannot be so. Write it in the way that is shown there.';
  }
};

/** A stored value that does not fit (any more): its default holds instead. */
export interface BadField {
  readonly field: string;
  readonly stored: unknown;
  readonly why: string;
}

/** Reads a policy as stored over its defaults. A stored field that does not fit falls back by itself, and is named. ALL-9 */
export const examinePolicy = <T extends object>(
  definition: PolicyDefinition<T>,
  stored: unknown,
): { readonly value: T; readonly bad: readonly BadField[] } => {
  const given: Readonly<Record<string, unknown>> = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const whys = new Map<string, string>();
  for (;;) {
    const kept = Object.fromEntries(Object.entries(given).filter(([field]) => !whys.has(field)));
    const parsed = definition.schema.safeParse({ ...definition.defaults, ...kept }, { error: whyUnfit });
    const bad = [...whys].map(([field, why]) => ({ field, stored: given[field], why }));
    if (parsed.success) return { value: parsed.data, bad };
    const found = parsed.error.issues.filter(({ path: [field] }) => typeof field === 'string' && field in kept);
    // What no field is to blame for, all are.
    if (found.length === 0) for (const field of Object.keys(kept)) whys.set(field, 'does not fit the others');
    for (const { path, message } of found) whys.set(String(path[0]), message);
    if (Object.keys(kept).length === 0) return { value: definition.defaults, bad };
  }
};

export const readPolicy = <T extends object>(definition: PolicyDefinition<T>, stored: unknown): T =>
  examinePolicy(definition, stored).value;

/** A setting was changed in this transaction: who shows what it decides draws that anew. ALL-9 */
export interface PolicyChanged {
  readonly key: string;
  readonly before: object;
  readonly after: object;
}

export const policyChanged = eventType<PolicyChanged>('policy.changed');

/** The two values of a setting of one's own, typed. @returns undefined for another's */
export const changeOf = <T extends object>(
  definition: PolicyDefinition<T>,
  { key, before, after }: PolicyChanged,
): { readonly before: T; readonly after: T } | undefined =>
  key === definition.key ? { before: readPolicy(definition, before), after: readPolicy(definition, after) } : undefined;
