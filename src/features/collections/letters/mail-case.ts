import { Conflict, UserError } from '../../../core/errors.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { writeToCustomer } from '../../billing/correspondence/index.ts';
import type { Draft } from '../../billing/letters/index.ts';
import { type CollectionCase, caseRoles, existingCase, happenTo, lockCase } from '../cases/index.ts';
import { cardLetterOf } from './card-letter.ts';

export const mailing = 'write to customers about failed charges';

/** Whether the customer can still be asked to do something about it. COL-0 */
export const isToBeMailed = ({ state, customerId }: CollectionCase): boolean =>
  customerId !== undefined && (state === 'retrying' || state === 'failed');

export interface MailCase {
  readonly caseId: string;
  /** How often they had been contacted when the form was opened: two who open it at once do not write twice. ALL-3 */
  readonly contacts: number;
  /** As somebody wrote it; the words of the template where nobody did. */
  readonly draft?: Pick<Draft, 'to' | 'subject' | 'text'>;
}

const mailLocked = async (
  work: Work,
  { caseId, contacts, draft }: MailCase,
  cardUpdateUrl: string | undefined,
): Promise<string> => {
  work.require(caseRoles, mailing);
  const of = (await lockCase(work.tx, caseId)) ?? (await existingCase(work.tx, caseId));
  if (of.contacts !== contacts)
    throw new Conflict(
      'Somebody contacted them just now. Nothing was sent. Open the form again to write nevertheless.',
    );
  if (!isToBeMailed(of)) throw new UserError('Nobody needs to be written to about it any more: open it and see why.');
  const proposed = await cardLetterOf(work.tx, of, cardUpdateUrl);
  const letter = { ...proposed, draft: { ...proposed.draft, ...draft } };
  if (letter.draft.to.length === 0 && !draft)
    throw new UserError('It has no address to go to. Enter one with “Edit” in the customer’s window.');
  const letterId = await writeToCustomer(work, letter);
  work.audit({
    action: 'case.mailed',
    subject: { type: 'case', id: caseId },
    customerId: letter.customerId,
    after: { letter: letterId, recipients: letter.draft.to.length },
  });
  const { decision } = await happenTo(work, caseId, { type: 'contacted', how: 'Email', note: letter.draft.subject });
  return decision;
};

/** COL-3: it leaves by mail, and counts as contacted. @throws FieldErrors, Conflict, UserError @returns the decision */
export const mailCase = (deps: Deps, by: By, input: MailCase, cardUpdateUrl: string | undefined): Promise<string> =>
  deps.transact(by, (work) => mailLocked(work, input, cardUpdateUrl));
