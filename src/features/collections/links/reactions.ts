import { on, onEach, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import { gatewayCustomersNamed } from '../../customers/index.ts';
import { type License, licenseAdded, licenseCorrected } from '../../licenses/index.ts';
import { inThread, lockUnlicensed, unpaidOf, updateCases, withLicense } from '../cases/index.ts';
import { linkNamed } from './link-cases.ts';

/** A case whose license was not known finds it as soon as it is written down: from now on Support can be asked. COL-0 */
const onLicensesAdded = async (work: Work, licenses: readonly License[]): Promise<void> => {
  const customers = [...new Set(licenses.map((license) => license.customerId))];
  for (const of of await lockUnlicensed(work.tx, customers)) {
    const linked = await withLicense(work, of);
    if (linked.licenseId === undefined) continue;
    await updateCases(work.tx, [linked]);
    work.audit({
      action: 'case.license_linked',
      subject: { type: 'case', id: of.id },
      customerId: of.customerId,
      before: { licenseId: null },
      after: { licenseId: linked.licenseId },
    });
    if (!of.hasMessage) continue;
    work.show({ kind: 'case', subjectId: of.id }, { role: 'accounting' });
    const found = licenses.find(({ id }) => id === linked.licenseId);
    const named = found ? `License ${found.key}` : 'Its license';
    inThread(work, of, `${named} is known now: Support can be asked to expire it.`);
  }
};

/** A charge may find its license by what was corrected; those that have it show what it is now. ALL-10 */
const onLicenseCorrected = async (work: Work, license: License): Promise<void> => {
  await onLicensesAdded(work, [license]);
  for (const of of await unpaidOf(work.tx, license.id))
    if (of.hasMessage) work.show({ kind: 'case', subjectId: of.id }, { role: 'accounting' });
};

export const linkReactions: readonly Reaction[] = [
  on(licenseAdded, onLicensesAdded),
  onEach(licenseCorrected, onLicenseCorrected),
  on(gatewayCustomersNamed, linkNamed),
];
