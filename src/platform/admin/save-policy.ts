import { NotFound } from '../../core/errors.ts';
import { type PolicyDefinition, readPolicy } from '../policies.ts';
import { adminRole } from '../roles.ts';
import type { By, Deps, Work } from '../work.ts';

export const changingSettings = 'change settings';

/** Within a transaction of a use case that changes more than the setting. */
export const changePolicy = async (
  work: Work,
  definition: PolicyDefinition,
  value: Record<string, unknown>,
): Promise<void> => {
  work.require([adminRole], changingSettings);
  const { key } = definition;
  const stored = await work.tx.policy.findUnique({ where: { key } });
  const before = readPolicy(definition, stored?.value);
  const row = { value: value as never, updatedBy: work.by.id, updatedAt: work.now };
  await work.tx.policy.upsert({ where: { key }, create: { key, ...row }, update: row });
  work.audit({ action: 'policy.changed', subject: { type: 'policy', id: key }, before, after: value });
};

/** Changes what a slice lets admins change. Takes effect with the next transaction, on every replica. ALL-2 */
export const savePolicy = (
  deps: Deps,
  by: By,
  definition: PolicyDefinition | undefined,
  value: Record<string, unknown>,
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([adminRole], changingSettings);
    if (!definition) throw new NotFound('setting');
    await changePolicy(work, definition, value);
  });
