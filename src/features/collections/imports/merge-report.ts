import { ahead } from '../../../core/ahead.ts';
import { idSeries } from '../../../core/ids.ts';
import { copyAudit } from '../../../platform/work/append-audit.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  licensesByGatewaySubscriptions,
  licensesPolicy,
  manualSubscriptions,
  postExpiryDigest,
  tellOfExpiry,
} from '../../licenses/index.ts';
import {
  type Charge,
  chargesCameBack,
  chargesPaid,
  collectionsPolicy,
  insertCases,
  takeReportInHand,
  updateCases,
  withdrawPaid,
} from '../cases/index.ts';
import { addAttempts, type Report } from './add-attempts.ts';
import { tookBack } from './fold-attempts.ts';
import { foldPages, type Tally } from './fold-pages.ts';
import { announce } from './import-messages.ts';
import type { Changes } from './known-attempts.ts';
import { ReportRefused } from './report.ts';
import { approvalsWithoutCase, type ImportCounts, type Imported, lockGateway } from './store.ts';

export interface MergeInput extends Report {
  readonly fileName: string;
  /** What is to be told first. */
  readonly notes: readonly string[];
}

/** Charges that went through once, and came back. BIL-17 */
const cameBack = (gateway: string, turned: Changes['turned']) =>
  [...turned].flatMap(([transactionId, { was, reason }]) =>
    was === 'approved' ? [{ gateway, transactionId, cause: tookBack({ transactionId, reason }) }] : [],
  );

/** Tells what the report says of money, with what COL-6 makes of it; more than a few tasks for Support come as a digest. */
const settle = async (work: Work, input: MergeInput, tally: Tally): Promise<void> => {
  const subscriptions = await manualSubscriptions(work.tx, input.gateway);
  const approvals = await approvalsWithoutCase(work.tx, input.gateway, input.importId, subscriptions);
  const licenses = await licensesByGatewaySubscriptions(work.tx, input.gateway, [
    ...new Set(approvals.map((each) => each.subscription)),
  ]);
  const forLicenses = approvals.flatMap((approval) => {
    const license = licenses.get(approval.subscription);
    return license
      ? [
          {
            gateway: input.gateway,
            customerId: license.customerId,
            licenseId: license.id,
            subscription: approval.subscription,
            period: approval.period,
            approval,
          },
        ]
      : [];
  });
  const charges: readonly Charge[] = [...tally.charges, ...forLicenses];
  const { digestThreshold } = await work.policy(licensesPolicy);
  const bulk = takeReportInHand(work, charges.length > digestThreshold);
  await work.emit(chargesCameBack, cameBack(input.gateway, tally.turned));
  for (const licenseId of tally.settled) {
    await withdrawPaid(work, licenseId, 'The payment arrived.');
  }
  await work.emit(chargesPaid, charges);
  for (const { licenseId, text } of tally.forSupport) await tellOfExpiry(work, licenseId, text);
  if (bulk.isQuiet) await postExpiryDigest(work, bulk.moves, `import:${input.importId}`);
};

/**
 * Makes attempts and cases of a report inside the caller's transaction, and writes what is to be told: set by set, yet each
 * case becomes what `decide` makes of its rows one by one. COL-1, COL-2
 * @param signal nobody wants it any more
 * @throws ReportRefused when the file cannot be read, or contradicts itself
 */
export const mergeReport = async (work: Work, input: MergeInput, signal: AbortSignal): Promise<Imported> => {
  const { tx } = work;
  await lockGateway(tx, input.gateway);
  const policy = await work.policy(collectionsPolicy);
  const { rows, added, turned, changed, notes } = await addAttempts(work, input, policy.daysToNewPeriod);
  if (rows === 0 && changed === 0) throw new ReportRefused('The file has no failed and no paid transactions.');
  const tally: Tally = {
    opened: 0,
    updated: 0,
    recovered: 0,
    unmatched: 0,
    announcement: announce(),
    charges: [],
    turned,
    forSupport: [],
    settled: new Set(),
    newId: idSeries(),
  };
  if (added > 0 || turned.size > 0) {
    for await (const { opened, changed, audit } of ahead(foldPages(work, input, policy, tally))) {
      signal.throwIfAborted();
      await insertCases(tx, opened);
      await updateCases(tx, changed);
      await copyAudit(tx, audit);
    }
    await settle(work, input, tally);
  }
  const { opened, updated, recovered, unmatched } = tally;
  const counts: ImportCounts = { rows, added, known: rows - added, opened, updated, recovered, unmatched };
  const imported: Imported = {
    counts,
    changed,
    notes: [...input.notes, ...notes, ...(await tally.announcement.asks(tx))],
  };
  await tally.announcement.finish(work, input, imported, policy.digestThreshold);
  return imported;
};
