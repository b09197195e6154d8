import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { sqlStateOf } from '../../../../platform/db/failures/sql-state.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { licenseCorrected } from '../events.ts';
import { type License, licenseRoles } from '../license.ts';
import { licenseInputs, readLicense } from '../license-form.ts';
import { type LicenseFields, licenseProblems } from '../new-license.ts';
import { licenseById, licenseByKey, licensesByGatewaySubscriptions, lockLicense, updateLicense } from '../store.ts';

/** Correct, in the customer's window. ALL-10 */
export const correctLicenseForm = (of: License): ModalView =>
  modal({
    callback: 'license.correct',
    title: 'Correct a license',
    submit: 'Correct',
    data: of.id,
    blocks: [...licenseInputs(of), textInput({ name: 'reason', label: 'Why is it corrected?', max: 500 })],
  });

/** Whose key or subscription it is already. ALL-3 */
const takenByOther = async (work: Work, of: License): Promise<Record<string, string>> => {
  const byKey = await licenseByKey(work.tx, of.key);
  const bySubscription =
    of.gateway && of.gatewaySubscription
      ? (await licensesByGatewaySubscriptions(work.tx, of.gateway, [of.gatewaySubscription])).get(
          of.gatewaySubscription,
        )
      : undefined;
  return {
    ...(byKey && byKey.id !== of.id ? { key: 'There is a license with this key already.' } : {}),
    ...(bySubscription && bySubscription.id !== of.id
      ? { gateway_subscription: `License ${bySubscription.key} is paid by this subscription already.` }
      : {}),
  };
};

const alreadyThere = '23505';

/** Somebody was first in the same moment; which of the two it is cannot be asked any more. ALL-3 */
const takenJustNow = (error: unknown): never => {
  if (sqlStateOf(error) !== alreadyThere) throw error;
  throw new FieldErrors({
    key: 'Another license was given this key or this subscription just now. Look at it before you try again.',
  });
};

const corrected = (before: License, input: LicenseFields): License => {
  const { gateway: _, gatewaySubscription: __, lapseNoticeOn, ...rest } = before;
  const isMoved = input.expiresOn !== before.expiresOn;
  const subscription = input.gatewaySubscription?.trim();
  return {
    ...rest,
    product: input.product.trim(),
    key: input.key.trim(),
    policy: input.policy,
    expiresOn: input.expiresOn,
    periodMonths: input.periodMonths,
    ...(input.gateway && subscription ? { gateway: input.gateway, gatewaySubscription: subscription } : {}),
    // A moved date is noticed anew when it comes near.
    ...(isMoved || lapseNoticeOn === undefined ? {} : { lapseNoticeOn }),
  };
};

const facts = ({ product, key, policy, expiresOn, periodMonths, gatewaySubscription }: License) => ({
  product,
  key,
  policy,
  expiresOn,
  periodMonths,
  gatewaySubscription: gatewaySubscription ?? '',
});

/** Only what differs, before and after. */
const difference = (before: License, after: License): { before: object; after: object } | undefined => {
  const [was, is] = [Object.entries(facts(before)), facts(after)] as const;
  const changed = was.filter(([name, value]) => Reflect.get(is, name) !== value);
  if (changed.length === 0) return undefined;
  return {
    before: Object.fromEntries(changed),
    after: Object.fromEntries(changed.map(([name]) => [name, Reflect.get(is, name)])),
  };
};

/**
 * Corrects what was written down about a license, with a reason; its open tasks and charges are drawn anew. Whether it is active
 * follows from its tasks, and is not corrected here. ALL-10
 * @throws FieldErrors; NotAllowed
 */
export const correctLicense = (
  deps: Deps,
  by: By,
  input: LicenseFields & { readonly licenseId: string; readonly reason: string },
): Promise<License> =>
  deps.transact(by, async (work) => {
    work.require(licenseRoles, 'correct a license');
    const { licenseId, reason, ...fields } = input;
    const problems = {
      ...licenseProblems(fields),
      ...(reason.trim() ? {} : { reason: 'Say why it is corrected.' }),
    };
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    const before = await lockLicense(work.tx, licenseId);
    if (!before) throw new NotFound('license');
    // A date that stands as it is may lie anywhere: something else is corrected.
    if (fields.expiresOn !== before.expiresOn) requireDays({ expires_on: fields.expiresOn }, 'expiry', work.today);
    const after = corrected(before, fields);
    const taken = await takenByOther(work, after);
    if (Object.keys(taken).length > 0) throw new FieldErrors(taken);
    const changed = difference(before, after);
    if (!changed)
      throw new FieldErrors({ reason: 'Nothing is different: change what is wrong, or close this window.' });
    await updateLicense(work.tx, after).catch(takenJustNow);
    work.audit({
      action: 'license.corrected',
      subject: { type: 'license', id: licenseId },
      customerId: after.customerId,
      ...changed,
      reason: reason.trim(),
    });
    await work.emit(licenseCorrected, [after]);
    return after;
  });

const existingLicense = async (deps: Deps, id: string): Promise<License> => {
  const license = await licenseById(deps.db.prisma, id);
  if (!license) throw new NotFound('license');
  return license;
};

export const correctLicenseButton: Interaction = {
  id: 'license.correct',
  press: opensForm({
    roles: licenseRoles,
    doing: 'correct a license',
    find: existingLicense,
    form: correctLicenseForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const before = await existingLicense(deps, data);
    const fields = readLicense(values);
    // The gateway that it is linked to stays; the form asks for the subscription only.
    const gateway = before.gateway ?? fields.gateway;
    const reason = values.text('reason') ?? '';
    const license = await correctLicense(deps, by, { licenseId: data, ...fields, gateway, reason });
    return said(`Corrected: ${escapeMrkdwn(license.product)} ${escapeMrkdwn(license.key)}.`);
  },
};
