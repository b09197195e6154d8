import { FieldErrors, NotFound } from '../../../core/errors.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { sqlStateOf } from '../../../platform/db/failures/sql-state.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { customerEditors, tidyName } from '../customer.ts';
import { deactivationChecks } from '../ending/deactivation.ts';
import { keepOutOfLog } from '../keep-out-of-log.ts';
import { billedWith } from './billed.ts';
import { cardNumberProblems, detailProblems } from './detail-problems.ts';
import { blockOf, type CustomerDetails, type FieldKey, labelOf } from './details.ts';
import { factsOf, tellNames } from './logged.ts';
import { type Entered, mergeEdit, replacesSomething, type Shown } from './merge-edit.ts';
import { personsIn } from './persons.ts';
import { isNameTaken, lastChanges, lockDetails, updateDetails } from './store.ts';

export interface EditDetails {
  readonly customerId: string;
  /** What was seen when the form was opened: what others changed since is not overwritten. */
  readonly shown: Shown;
  readonly entered: Entered;
  /** Needed where something that was entered is replaced. */
  readonly reason?: string | undefined;
}

const cardGone = { cardBrand: null, cardLast4: null, cardExpMonth: null, cardExpYear: null, cardToken: null } as const;

const refuse = (problems: Readonly<Record<string, string>>): void => {
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
};

const keysOf = (changes: Entered): readonly FieldKey[] => Object.keys(changes) as FieldKey[];

/** Who was first at each field. ALL-3 */
const requireFirst = async (work: Work, customerId: string, taken: readonly FieldKey[]): Promise<void> => {
  if (taken.length === 0) return;
  const changes = await lastChanges(work.tx, customerId, taken);
  refuse(
    Object.fromEntries(
      taken.map((key) => {
        const last = changes.get(key);
        const first = last ? `${person(last.by)} changed this ${moment(last.at)}` : 'Somebody changed this meanwhile';
        return [blockOf(key), `${first}. Open the form again to see what it is now.`];
      }),
    ),
  );
};

/** The customer as it would be: without a card once it is not paid by card. */
const applied = (before: CustomerDetails, changes: Entered): { after: CustomerDetails; all: Entered } => {
  const gone =
    changes.paymentMethod !== undefined &&
    changes.paymentMethod !== 'credit_card' &&
    before.paymentMethod === 'credit_card'
      ? Object.fromEntries(Object.entries(cardGone).filter(([key]) => before[key as keyof typeof cardGone] !== null))
      : {};
  const all = { ...changes, ...gone };
  const information = Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) => {
      const label = labelOf(key as FieldKey);
      return label === undefined ? [] : [[label, String(value ?? '')] as const];
    }),
  );
  const after = { ...before, ...all, information: { ...before.information, ...information } } as CustomerDetails;
  return { after, all };
};

/** What can only be known from elsewhere: another customer's name, what is billed in the currency. */
const requireFree = async (
  work: Work,
  customerId: string,
  before: CustomerDetails,
  changes: Entered,
): Promise<void> => {
  if (typeof changes.name === 'string' && (await isNameTaken(work.tx, customerId, changes.name))) {
    throw new FieldErrors({ name: 'Another customer has this name already.' });
  }
  if (changes.currency === undefined) return;
  const billed = await billedWith(work.contributions, work.tx, customerId);
  if (billed) {
    throw new FieldErrors({
      currency: `There is ${billed} in ${before.currency} already. Enter a new customer for another currency.`,
    });
  }
};

const alreadyThere = '23505';

/** Somebody took the name in the same moment. ALL-3 */
const nameTakenJustNow = (error: unknown): never => {
  if (sqlStateOf(error) !== alreadyThere) throw error;
  throw new FieldErrors({ name: 'Another customer was given this name just now.' });
};

interface Change {
  readonly before: CustomerDetails;
  readonly after: CustomerDetails;
  readonly all: Entered;
}

const write = async (work: Work, customerId: string, { before, after, all }: Change, reason: string): Promise<void> => {
  const keys = keysOf(all);
  await updateDetails(work, customerId, before, all).catch(nameTakenJustNow);
  const tell = await tellNames(work.tx, keys);
  work.audit({
    action: 'customer.edited',
    subject: { type: 'customer', id: customerId },
    customerId,
    before: factsOf(before, keys, tell),
    // Which fields, of all of them; the values only of those that say nothing of a person. DESIGN §7
    after: { ...factsOf(after, keys, tell), changed: keys },
    ...(reason ? { reason } : {}),
  });
};

/** A customer who is entered with all that is known, such as by an import. BIL-21 @throws FieldErrors by block */
export const detailsEntered = (blank: CustomerDetails, entered: Entered): CustomerDetails => {
  refuse(cardNumberProblems(entered));
  const { after } = applied(blank, entered);
  refuse(detailProblems(after));
  return after;
};

/** What was wrong before is no reason to refuse what is entered now: it is a finding of CUS-5. */
const refuseEntered = (after: CustomerDetails, keys: readonly FieldKey[]): void => {
  const blocks = new Set(keys.map(blockOf));
  refuse(Object.fromEntries(Object.entries(detailProblems(after)).filter(([block]) => blocks.has(block))));
};

/** What another room changes of a customer, within its own transaction. The caller decides who may. @throws FieldErrors by block; NotFound */
export const changeDetails = async (
  work: Work,
  customerId: string,
  entered: Entered,
  reason: string,
): Promise<CustomerDetails> => {
  const before = await lockDetails(work, customerId);
  if (!before) throw new NotFound('customer');
  const { after, all } = applied(before, entered);
  refuseEntered(after, keysOf(all));
  keepOutOfLog(reason, ...personsIn(before));
  await write(work, customerId, { before, after, all }, reason);
  return before;
};

/** CUS-6: who goes on being billed is not made inactive by the way. */
const requireEnded = async (work: Work, customerId: string): Promise<void> => {
  for (const check of work.contributions.to(deactivationChecks)) {
    const why = await check(work, customerId);
    if (why !== undefined) throw new FieldErrors({ active: why });
  }
};

/**
 * Writes what somebody changed in one of a customer's forms. Two people who change different fields both hold; at the same
 * field the first wins, and the other reads who. CUS-1, ALL-2, ALL-3
 * @returns the fields that were changed
 * @throws FieldErrors by block; NotFound
 */
export const editDetails = (deps: Deps, by: By, input: EditDetails): Promise<readonly FieldKey[]> =>
  deps.transact(by, async (work) => {
    work.require(customerEditors, 'edit customers');
    refuse(cardNumberProblems(input.entered));
    const before = await lockDetails(work, input.customerId);
    if (!before) throw new NotFound('customer');
    const { name } = input.entered;
    const entered = typeof name === 'string' ? { ...input.entered, name: tidyName(name) } : input.entered;
    const { changes, taken } = mergeEdit(before, input.shown, entered);
    await requireFirst(work, input.customerId, taken);
    const { after, all } = applied(before, changes);
    const keys = keysOf(all);
    const reason = input.reason?.trim() ?? '';
    if (keys.length === 0) return [];
    refuseEntered(after, [...keysOf(entered), ...keys]);
    if (changes.active === false) await requireEnded(work, input.customerId);
    await requireFree(work, input.customerId, before, changes);
    if (!reason && replacesSomething(before, all)) {
      throw new FieldErrors({ reason: 'Say why it is changed: something that was entered is replaced.' });
    }
    keepOutOfLog(reason, ...personsIn(before), ...personsIn(after));
    await write(work, input.customerId, { before, after, all }, reason);
    return keys;
  });
