import type { z } from 'zod';
import { UserError } from '../../core/errors.ts';

/** What a form carries was written by another version of Baton, or by nobody. */
export const olderForm = (): UserError =>
  new UserError('This form is of an older version of Baton. Close it and open it anew.');

const parsedJson = (data: string): unknown => {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
};

/**
 * What a form carries on from the one before it, as JSON in its data.
 *
 * Example: `readKept(z.object({ customerId: z.string() }), view.data)`.
 * @throws UserError for what this version did not write
 */
export const readKept = <Kept extends z.ZodType>(schema: Kept, data: string): z.output<Kept> => {
  const kept = schema.safeParse(parsedJson(data));
  if (!kept.success) throw olderForm();
  return kept.data;
};
