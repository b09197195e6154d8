import { UserError } from '../../../../core/errors.ts';
import { groupBy } from '../../../../core/group.ts';
import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { billablesOf, only } from '../../bills/index.ts';
import { type CreditPayload, creditWith } from '../../credits/index.ts';
import type { NewLine } from '../../invoices/index.ts';
import { askedText, requireRightEarly } from '../../rights/index.ts';
import { type CreditablePart, creditableParts } from '../bills-store.ts';
import { finalBillOf } from '../facts.ts';
import { lockWalk, tellOfStep } from '../walk-in-hand.ts';

/**
 * CUS-6, BIL-13: how much of which invoices' lines is credited, so that what was billed is what was served: of each credit the latest
 * line that billed the same days first. @returns by invoice, and the credits for which no invoice is left
 */
export const creditsOf = (
  waiting: readonly NewLine[],
  parts: readonly CreditablePart[],
): { readonly lines: ReadonlyMap<string, Required<CreditPayload>['lines']>; readonly left: readonly NewLine[] } => {
  const rest = new Map(parts.map(({ lineId, left }) => [lineId, left]));
  const taken: { readonly invoiceId: string; readonly lineId: string; readonly net: string }[] = [];
  const left = waiting.filter((credit) => {
    let wanted = -(credit.net?.amount ?? 0n);
    for (const part of parts) {
      const isSame =
        part.itemId === credit.itemId && part.assetId === credit.assetId && part.first === credit.period?.first;
      const some = isSame ? least(wanted, rest.get(part.lineId) ?? 0n) : 0n;
      if (some <= 0n) continue;
      rest.set(part.lineId, (rest.get(part.lineId) ?? 0n) - some);
      taken.push({ invoiceId: part.invoiceId, lineId: part.lineId, net: `${some}` });
      wanted -= some;
    }
    return wanted > 0n;
  });
  const byInvoice = groupBy(taken, ({ invoiceId }) => invoiceId);
  return {
    lines: new Map([...byInvoice].map(([id, lines]) => [id, lines.map(({ lineId, net }) => ({ lineId, net }))])),
    left,
  };
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export interface Credited {
  readonly numbers: readonly string[];
  /** How many wait for a second person. ALL-11 */
  readonly asked: number;
}

/**
 * CUS-6: credits that no bill is left for are given by credit notes of the invoices that billed them; they settle what is open of these,
 * and the rest is the customer's balance. @throws UserError where no invoice of ours billed them
 */
export const creditRest = (deps: Deps, by: By, terminationId: string): Promise<Credited> =>
  deps.transact(by, async (work) => {
    const { termination } = await lockWalk(work, terminationId);
    const billable = only(await billablesOf(work.tx, [termination.customerId]));
    const { plan, isOf } = await finalBillOf(work, termination, billable);
    const waiting = plan.waiting.filter(isOf);
    const ids = waiting.flatMap(({ itemId }) => itemId ?? []);
    const { lines, left } = creditsOf(waiting, await creditableParts(work.tx, ids));
    if (lines.size === 0)
      throw new UserError(
        left.length > 0
          ? 'None of our issued invoices billed what is to be credited. Issue or void its draft, or give it back by hand and waive the final bill.'
          : 'Nothing is left to be credited.',
      );
    const numbers: string[] = [];
    let asked = 0;
    for (const [invoiceId, credited] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const reason = `Ended on ${formatDay(termination.endOn)}`;
      const outcome = await creditWith(work, { invoiceId, lines: credited, reason, billAgain: true });
      if (outcome.done) numbers.push(outcome.result.number);
      else asked += 1;
    }
    tellOfStep(
      work,
      terminationId,
      `What was billed for days after the end is credited${numbers.length > 0 ? ` by ${escapeMrkdwn(numbers.join(', '))}` : ''}${asked > 0 ? `; ${plural(asked, 'credit note')} waits for a second person` : ''}.`,
    );
    return { numbers, asked };
  });

export const creditRestButton: Interaction = {
  id: 'termination.credit',
  press: async (request) => {
    await requireRightEarly(request, 'credit');
    const { numbers, asked } = await creditRest(request.deps, request.by, request.value);
    const done = numbers.length > 0 ? `Credited by ${escapeMrkdwn(numbers.join(', '))}. ` : '';
    return said(`${done}${asked > 0 ? askedText : ''}`);
  },
};
