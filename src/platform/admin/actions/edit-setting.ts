import { NotFound, UserError } from '../../../core/errors.ts';
import { requireEarly } from '../../slice/any-role.ts';
import type { Interaction } from '../../slice/slice.ts';
import { editorsOf, type PolicyDefinition, policyChanged, readPolicy } from '../../work/policies.ts';
import type { By, Deps, Work } from '../../work/work.ts';
import { asText, policyForm, readPolicyForm } from '../policy-form.ts';
import { policyByKey, type SetupPorts } from '../ports.ts';
import { lockSettings, requireVersion, type SettingsSubject, unversioned, versionOf } from '../settings-lock.ts';

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
    await lockSettings(work, changingSettings, await editorsOf(work, definition ?? {}));
    if (!definition) throw new NotFound('setting');
    if (version !== undefined) {
      await requireVersion(work, policySubject(definition.key), version, ({ before, after }) =>
        changedFields(definition, before, after),
      );
    }
    await changePolicy(work, definition, value);
  });

const editSetting = (ports: SetupPorts): Interaction => ({
  id: 'policy.edit',
  press: async (request) => {
    const definition = policyByKey(ports, request.value);
    await requireEarly(request, await editorsOf(request.deps, definition ?? {}), changingSettings);
    if (!definition) throw new UserError('This setting is gone. Open the Home tab anew.');
    const { prisma } = request.deps.db;
    // The version first: what changes between the two is told when it is saved.
    const version = await versionOf(prisma, policySubject(definition.key));
    const stored = await prisma.policy.findUnique({ where: { key: definition.key } });
    return { modal: policyForm(definition, readPolicy(definition, stored?.value), version, ports.registry().roles) };
  },
});

const submitSetting = (ports: SetupPorts): Interaction => ({
  id: 'policy.save',
  submit: async ({ deps, by, data, values }) => {
    const { version, what } = unversioned(data);
    const definition = policyByKey(ports, what);
    await savePolicy(deps, by, definition, definition ? readPolicyForm(definition, values) : {}, version);
    // Said where the form lies on a window, which is drawn anew; Home shows it by itself.
    return { say: { text: 'Saved.' }, home: true };
  },
});

/** Edit, at a setting in the Home tab. ALL-9 */
export const settingInteractions = (ports: SetupPorts): readonly Interaction[] => [
  editSetting(ports),
  submitSetting(ports),
];
