import { NotFound } from '../../core/errors.ts';
import { type PolicyDefinition, policyChanged, readPolicy } from '../work/policies.ts';
import type { By, Deps, Work } from '../work/work.ts';
import { asText } from './policy-form.ts';
import { lockSettings, requireVersion, type SettingsSubject } from './settings-lock.ts';

export const changingSettings = 'change settings';

export const policySubject = (key: string): SettingsSubject => ({
  type: 'policy',
  ids: [key],
  actions: ['policy.changed'],
});

const valueIn = (record: unknown, field: string): unknown =>
  typeof record === 'object' && record !== null ? Reflect.get(record, field) : undefined;

/** “Attempts” from 5 to 4. */
const changedFields = (definition: PolicyDefinition, before: unknown, after: unknown): string =>
  Object.entries(definition.fields)
    .map(([name, { label, kind }]) => {
      const [was, is] = [asText(kind, valueIn(before, name)), asText(kind, valueIn(after, name))];
      return was === is ? undefined : `“${label}” from ${was || 'nothing'} to ${is || 'nothing'}`;
    })
    .filter((told) => told !== undefined)
    .join(', ') || 'nothing';

/** Within a transaction of a use case that changes more than the setting. It has locked the settings. */
export const changePolicy = async (
  work: Work,
  definition: PolicyDefinition,
  value: Record<string, unknown>,
): Promise<void> => {
  const { key } = definition;
  const stored = await work.tx.policy.findUnique({ where: { key } });
  const before = readPolicy(definition, stored?.value);
  const row = { value: value as never, updatedBy: work.by.id, updatedAt: work.now };
  await work.tx.policy.upsert({ where: { key }, create: { key, ...row }, update: row });
  work.policyIs(key, value);
  work.audit({ action: 'policy.changed', subject: { type: 'policy', id: key }, before, after: value });
  await work.emit(policyChanged, { key, before, after: value });
};

/**
 * Changes what a slice lets admins change. Takes effect with the next transaction, on every replica. ALL-2, ALL-9
 * @param version as of which the form was opened; none: whatever holds is replaced
 * @throws Conflict naming who changed what meanwhile
 */
export const savePolicy = (
  deps: Deps,
  by: By,
  definition: PolicyDefinition | undefined,
  value: Record<string, unknown>,
  version?: string,
): Promise<void> =>
  deps.transact(by, async (work) => {
    await lockSettings(work, changingSettings);
    if (!definition) throw new NotFound('setting');
    if (version !== undefined) {
      await requireVersion(work, policySubject(definition.key), version, ({ before, after }) =>
        changedFields(definition, before, after),
      );
    }
    await changePolicy(work, definition, value);
  });
