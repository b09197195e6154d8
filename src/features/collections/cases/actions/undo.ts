import { Conflict, NotFound } from '../../../../core/errors.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { type Entry, requireUndoable, undoValue, wentOn } from '../../../../platform/slice/undo.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { linkGatewayCustomer, unlinkGatewayCustomer } from '../../../customers/index.ts';
import { takeBackRequests } from '../../../licenses/index.ts';
import { auditable, tellAccounting } from '../case-event.ts';
import { approvalsOf, existingCase, lockAdvised, lockCaseAndAdvised } from '../store.ts';
import { type CollectionCase, caseRoles } from '../table/case.ts';
import { caseIdsOfLicense, casesOfDecision, entryOf, lockReported, restoreCase } from '../undo-store.ts';

const byAccounting: Readonly<Record<string, string>> = {
  'case.contacted': 'the contact',
  'case.card_updated': 'the card update',
  'case.snoozed': 'the snooze',
  'case.support_advised': 'advising Support',
  'case.linked': 'the link to the customer',
};
const bySupport: Readonly<Record<string, string>> = {
  'case.support_confirmed': 'the confirmation',
  'case.support_refused': 'the refusal',
};

/** Puts a locked case back to exactly what it was before the decision, and tells it. Nothing is rewritten: the log gains an entry. */
const putBack = async (
  work: Work,
  of: CollectionCase,
  decision: string,
  undoable: Readonly<Record<string, string>>,
): Promise<Entry> => {
  const subject = { type: 'case', id: of.id };
  const entry = await requireUndoable(work, subject, decision, Object.keys(undoable));
  if (!(await restoreCase(work.tx, of.id, entry.id))) throw wentOn();
  const after = await existingCase(work.tx, of.id);
  work.audit({
    action: 'case.undone',
    subject,
    customerId: after.customerId ?? of.customerId,
    before: auditable(of),
    after: { ...auditable(after), undid: decision },
  });
  if (of.hasMessage) {
    const text = `${person(work.by.id)} took back ${undoable[entry.action]}: the case is what it was before.`;
    work.show({ kind: 'case', subjectId: of.id }, { role: 'accounting' });
    work.post({ to: { thread: { kind: 'case', subjectId: of.id } }, content: { text } });
  } else tellAccounting(work, after, `${undoable[entry.action]} was taken back: the case is what it was before.`);
  return entry;
};

const nameWasOf = (before: unknown): string | undefined => {
  const found: unknown = typeof before === 'object' && before !== null ? Reflect.get(before, 'nameWasOf') : undefined;
  return typeof found === 'string' ? found : undefined;
};

/** A link is taken back for all cases that it linked, and with it how the gateway names the customer. COL-1 */
const undoLink = async (work: Work, linked: CollectionCase, decision: string, at: Date): Promise<void> => {
  const { customerId, gateway, reportedCustomer: reference } = linked;
  if (customerId === undefined) throw new Conflict('This was undone already.');
  const all = await lockReported(work.tx, linked, customerId);
  const mine = await casesOfDecision(
    work.tx,
    all.map((each) => each.id),
    decision,
  );
  if (!mine.has(linked.id)) throw wentOn();
  const since = all.find((each) => !mine.has(each.id) && each.openedAt > at);
  if (since)
    throw new Conflict(`This can’t be undone any more: C-${since.ref} was opened for this customer because of it.`);
  let before: unknown;
  for (const each of all.filter((one) => mine.has(one.id))) {
    if ((await approvalsOf(work.tx, each)).length > 0) {
      throw new Conflict(
        `This can’t be undone: the payment of C-${each.ref} was recorded with it. Reverse that payment, with a reason.`,
      );
    }
    ({ before } = await putBack(work, each, decision, byAccounting));
  }
  const previous = nameWasOf(before);
  if (previous === undefined) await unlinkGatewayCustomer(work, { gateway, reference, customerId });
  else await linkGatewayCustomer(work, { gateway, reference, customerId: previous });
};

/**
 * Accounting takes a decision about a case back: Contacted, Card updated, Snooze, Advise Support or Link. The case is exactly
 * what it was, and what was asked of Support because of it is taken back too. ALL-5
 * @returns what to say
 * @throws NotAllowed whose it is not; UserError after 10 minutes; Conflict when somebody or something went on with it
 */
export const undoCaseDecision = (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly decision: string },
): Promise<string> =>
  deps.transact(by, async (work) => {
    const { caseId, decision } = input;
    work.require(caseRoles, 'undo a decision about a case');
    const written = await entryOf(work.tx, caseId, decision);
    if (!written) throw new NotFound('decision');
    if (written.action === 'case.linked') {
      await undoLink(work, await existingCase(work.tx, caseId), decision, written.at);
      return 'Undone: the charge has no customer again.';
    }
    await lockCaseAndAdvised(work.tx, caseId);
    const of = await existingCase(work.tx, caseId);
    await putBack(work, of, decision, byAccounting);
    if (of.state === 'advised' && of.licenseId !== undefined) {
      const isNeeded = (await lockAdvised(work.tx, of.licenseId)).some((id) => id !== caseId);
      await takeBackRequests(work, { licenseId: of.licenseId, decision, isNeeded });
    }
    return `Undone: ${byAccounting[written.action]} was taken back.`;
  });

/** Support took its decision about a license back: its cases are what they were. The caller has locked them. ALL-5 */
export const undoSupport = async (work: Work, licenseId: string, decision: string): Promise<void> => {
  const ids = await casesOfDecision(work.tx, await caseIdsOfLicense(work.tx, licenseId), decision);
  for (const id of [...ids].sort()) await putBack(work, await existingCase(work.tx, id), decision, bySupport);
};

/** Undo, on the answer to a decision about a case. ALL-5 */
export const undoCase: Interaction = {
  id: 'case.undo',
  press: async ({ deps, by, value }) => {
    const { subjectId, decision } = undoValue(value);
    return { say: { text: await undoCaseDecision(deps, by, { caseId: subjectId, decision }) } };
  },
};
