import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal } from '../../../../platform/block-kit/blocks.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { customerById } from '../../../customers/index.ts';
import { licenseAdded } from '../events.ts';
import { type License, licenseRoles } from '../license.ts';
import { licenseInputs, readLicense } from '../license-form.ts';
import { type NewLicense, writeLicense } from '../new-license.ts';

/** Add license, in the customer's window. */
export const addLicenseForm = (customerId: string): ModalView =>
  modal({
    callback: 'license.add',
    title: 'Add a license',
    submit: 'Add',
    data: customerId,
    blocks: licenseInputs(),
  });

export const addLicense = (deps: Deps, by: By, input: NewLicense): Promise<License> =>
  deps.transact(by, async (work) => {
    work.require(licenseRoles, 'add a license');
    const customer = await customerById(work.tx, input.customerId);
    if (!customer)
      throw new FieldErrors({
        product: 'This customer does not exist any more: close this window and look the customer up again.',
      });
    const license = await writeLicense(work, input);
    await work.emit(licenseAdded, [license]);
    return license;
  });

export const addLicenseButton: Interaction = {
  id: 'license.add',
  press: opensForm({
    roles: licenseRoles,
    doing: 'add a license',
    find: async (deps, id) => {
      const customer = await customerById(deps.db.prisma, id);
      if (!customer) throw new NotFound('customer');
      return customer.id;
    },
    form: addLicenseForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const license = await addLicense(deps, by, { customerId: data, ...readLicense(values) });
    return said(`Added: ${escapeMrkdwn(license.product)}.`);
  },
};
