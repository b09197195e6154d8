import { ahead } from '../../core/ahead.ts';
import { idSeries } from '../../core/ids.ts';
import { copyAudit } from '../../platform/audit/append.ts';
import type { Work } from '../../platform/work.ts';
import {
  licensesByGatewaySubscriptions,
  licensesPolicy,
  manualSubscriptions,
  postExpiryDigest,
  tellOfExpiry,
  withdrawExpiry,
} from '../licenses/index.ts';
import { paymentByKey, receivePayment, reverse } from '../payments/index.ts';
import { addAttempts, type Report } from './add-attempts.ts';
import { requestWithdrawn } from './apply.ts';
import { startBulk } from './bulk.ts';
import { tookBack } from './fold.ts';
import { foldPages, paymentOf, type Tally } from './fold-pages.ts';
import { announce } from './import-messages.ts';
import { type ImportCounts, type Imported, lockGateway } from './import-store.ts';
import type { Changes } from './known-attempts.ts';
import { collectionsPolicy } from './policy.ts';
import { ReportRefused } from './report.ts';
import { insertCases, updateCases } from './store.ts';
import { approvalsWithoutCase } from './touched-store.ts';

export interface MergeInput extends Report {
  readonly fileName: string;
}

/** Money that the gateway took back: its payment is reversed, whoever recorded it. BIL-17 */
const takeBack = async (work: Work, gateway: string, turned: Changes['turned']): Promise<void> => {
  for (const [transactionId, { was, reason }] of turned) {
    const payment = was === 'approved' ? await paymentByKey(work.tx, `${gateway}:${transactionId}`) : undefined;
    if (payment) await reverse(work, payment.id, tookBack({ transactionId, reason }));
  }
};

/** Payments, with what COL-6 makes of them; more than a few tasks for Support come as a digest. */
const settle = async (work: Work, input: MergeInput, tally: Tally): Promise<void> => {
  await takeBack(work, input.gateway, tally.turned);
  for (const licenseId of tally.settled) {
    if (await withdrawExpiry(work, licenseId, 'The payment arrived.')) await requestWithdrawn(work, licenseId);
  }
  const subscriptions = await manualSubscriptions(work.tx, input.gateway);
  const approvals = await approvalsWithoutCase(work.tx, input.gateway, input.importId, subscriptions);
  const licenses = await licensesByGatewaySubscriptions(work.tx, input.gateway, [
    ...new Set(approvals.map((each) => each.subscription)),
  ]);
  const forLicenses = approvals.flatMap((approval) => {
    const license = licenses.get(approval.subscription);
    return license
      ? [paymentOf(work, input.gateway, license.customerId, { type: 'license', id: license.id }, approval)]
      : [];
  });
  const payments = [...tally.payments, ...forLicenses];
  const { digestThreshold } = await work.policy(licensesPolicy);
  const bulk = startBulk(work, payments.length > digestThreshold);
  for (const payment of payments) await receivePayment(work, payment);
  for (const { licenseId, text } of tally.forSupport) await tellOfExpiry(work, licenseId, text);
  if (bulk.isQuiet) await postExpiryDigest(work, bulk.moves, `import:${input.importId}`);
};

/**
 * Makes attempts and cases of a report inside the caller's transaction, and writes what is to be told: set by set, yet each
 * case becomes what `decide` makes of its rows one by one. COL-1, COL-2
 * @throws ReportRefused when the file cannot be read, or contradicts itself
 */
export const mergeReport = async (work: Work, input: MergeInput): Promise<Imported> => {
  const { tx } = work;
  await lockGateway(tx, input.gateway);
  const policy = await work.policy(collectionsPolicy);
  const { rows, added, changes, notes } = await addAttempts(work, input);
  if (rows === 0) throw new ReportRefused('The file has no failed and no paid transactions.');
  const tally: Tally = {
    opened: 0,
    updated: 0,
    recovered: 0,
    unmatched: 0,
    talk: announce(),
    payments: [],
    turned: changes.turned,
    forSupport: [],
    settled: new Set(),
    newId: idSeries(),
  };
  if (added > 0 || changes.turned.size > 0) {
    for await (const { opened, changed, audit } of ahead(foldPages(work, input, policy, tally))) {
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
    changed: changes.count,
    notes: [...notes, ...(await tally.talk.asks(tx))],
  };
  await tally.talk.finish(work, input, imported, policy.digestThreshold);
  return imported;
};
