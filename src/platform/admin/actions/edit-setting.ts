import { createHash } from 'node:crypto';
import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import { requireEarly } from '../../slice/any-role.ts';
import type { Interaction } from '../../slice/slice.ts';
import { editorsOf, foretold, type PolicyDefinition, policyChanged, readPolicy } from '../../work/policies.ts';
import type { By, Deps, Work } from '../../work/work.ts';
import { asText, type Foretold, policyForm, readPolicyForm } from '../policy-form.ts';
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

/** What the entered value would do, named by both. ALL-9 */
const foresight = async (
  from: Parameters<typeof foretold>[0],
  definition: PolicyDefinition,
  value: Record<string, unknown>,
): Promise<Foretold> => {
  const stored = await from.tx.policy.findUnique({ where: { key: definition.key } });
  const lines = await foretold(from, definition, readPolicy(definition, stored?.value), value);
  const name = createHash('sha256')
    .update(JSON.stringify([value, lines]))
    .digest('base64url')
    .slice(0, 16);
  return { lines, name };
};

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
 * @param seen the name of what was said that it will do
 * @throws Conflict naming who changed what meanwhile, or where it would do something else now
 */
export const savePolicy = (
  deps: Deps,
  by: By,
  definition: PolicyDefinition | undefined,
  value: Record<string, unknown>,
  version?: string,
  seen?: string,
): Promise<void> =>
  deps.transact(by, async (work) => {
    await lockSettings(work, changingSettings, await editorsOf(work, definition ?? {}));
    if (!definition) throw new NotFound('setting');
    if (version !== undefined) {
      await requireVersion(work, policySubject(definition.key), version, ({ before, after }) =>
        changedFields(definition, before, after),
      );
    }
    if (seen !== undefined && (await foresight(work, definition, value)).name !== seen)
      throw new Conflict(
        'What this changes is not what you were shown any more. Nothing was saved: close the form, open it anew and look again.',
      );
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
  submit: async (request) => {
    const { deps, by, data, values } = request;
    const { version, what } = unversioned(data);
    const [key = '', seen] = what.split(' ');
    const definition = policyByKey(ports, key);
    await requireEarly(request, await editorsOf(deps, definition ?? {}), changingSettings);
    if (!definition) throw new NotFound('setting');
    const value = readPolicyForm(definition, values);
    const { policy, contributions, timeZone, clock } = deps;
    const from = { tx: deps.db.prisma, today: todayIn(timeZone, clock.now()), policy, contributions };
    const will = await foresight(from, definition, value);
    const isToBeSeen = will.lines.length > 0 && will.name !== seen;
    if (isToBeSeen && version !== undefined)
      return { replace: policyForm(definition, value, version, ports.registry().roles, will) };
    await savePolicy(deps, by, definition, value, version, will.lines.length > 0 ? will.name : undefined);
    // Said where the form lies on a window, which is drawn anew; Home shows it by itself.
    return { say: { text: 'Saved.' }, home: true };
  },
});

/** Edit, at a setting in the Home tab. ALL-9 */
export const settingInteractions = (ports: SetupPorts): readonly Interaction[] => [
  editSetting(ports),
  submitSetting(ports),
];
