import type { Work } from '../../../platform/work/work.ts';
import { licensesByGatewaySubscriptions, licensesFor } from '../../licenses/index.ts';
import type { CollectionCase } from './table/case.ts';

/** The license that a case is about: the one its subscription pays for, else the customer's only one. */
export const licenseFor = async (work: Work, of: CollectionCase, customerId: string): Promise<string | undefined> => {
  const bySubscription = await licensesByGatewaySubscriptions(work.tx, of.gateway, [of.gatewaySubscription]);
  const found = bySubscription.get(of.gatewaySubscription);
  if (found?.customerId === customerId) return found.id;
  const all = await licensesFor(work.tx, customerId);
  return all.length === 1 ? all[0]?.id : undefined;
};

/** A license may have been written down after its case was opened. */
export const withLicense = async (work: Work, of: CollectionCase): Promise<CollectionCase> => {
  if (of.licenseId !== undefined || of.customerId === undefined) return of;
  const licenseId = await licenseFor(work, of, of.customerId);
  return licenseId === undefined ? of : { ...of, licenseId, hasLicense: true };
};
