import { NotFound } from '../../../core/errors.ts';
import type { WindowKind } from '../../../platform/slice/slice.ts';
import { customerById } from '../../customers/index.ts';
import { licenseDoor } from './license.ts';
import { licenseHead } from './license-views.ts';
import { licenseById } from './store.ts';

export const licenseWindow: WindowKind = {
  ...licenseDoor,
  find: async (tx, id) => ((await licenseById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => {
    const license = await licenseById(deps.db.prisma, id);
    if (!license) throw new NotFound('license');
    const customer = await customerById(deps.db.prisma, license.customerId);
    return licenseHead(license, customer?.name ?? 'a customer');
  },
};
