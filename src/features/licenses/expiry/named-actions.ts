import type { Tx } from '../../../platform/db/open.ts';
import { customersByIds } from '../../customers/index.ts';
import type { License } from '../licenses/license.ts';
import { licensesByIds } from '../licenses/store.ts';
import type { ExpiryAction } from './expiry-action.ts';

/** A task with whose license it is about. */
export interface NamedAction {
  readonly action: ExpiryAction;
  readonly license: License;
  readonly customerName: string;
}

export const namedActions = async (tx: Tx, actions: readonly ExpiryAction[]): Promise<readonly NamedAction[]> => {
  const licenses = await licensesByIds(tx, [...new Set(actions.map((action) => action.licenseId))]);
  const customers = await customersByIds(tx, [...new Set([...licenses.values()].map((license) => license.customerId))]);
  return actions.flatMap((action) => {
    const license = licenses.get(action.licenseId);
    return license ? [{ action, license, customerName: customers.get(license.customerId)?.name ?? 'A customer' }] : [];
  });
};
