import type { z } from 'zod';

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
  | 'amounts';

export interface PolicyField {
  readonly label: string;
  readonly hint?: string;
  readonly kind: PolicyFieldKind;
}

/**
 * What a slice lets admins change without a release: numbers of attempts, deadlines, words.
 * `amounts` fields hold `Record<currency, minor units as decimal string>`.
 */
export interface PolicyDefinition<T extends object = Record<string, unknown>> {
  readonly key: string;
  readonly title: string;
  readonly schema: z.ZodType<T>;
  readonly defaults: T;
  readonly fields: { readonly [K in keyof T]: PolicyField };
}

/** Reads a policy as stored over its defaults; a stored field that no longer fits falls back to its default. */
export const readPolicy = <T extends object>(definition: PolicyDefinition<T>, stored: unknown): T => {
  const merged = { ...definition.defaults, ...(typeof stored === 'object' && stored !== null ? stored : {}) };
  const parsed = definition.schema.safeParse(merged);
  return parsed.success ? parsed.data : definition.defaults;
};
