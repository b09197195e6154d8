/** How charges are written down, by a form as by a file. */
import { FieldErrors } from '../../../../core/errors.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { articleProblems, tidyArticle } from '../articles/article.ts';
import { amountsText, type Charge, type ChargeFields, chargeDoor } from './charge.ts';
import { insertCharge } from './store.ts';

/** @throws FieldErrors */
export const requireCharge = (entries: ChargeFields): ChargeFields => {
  const tidy = tidyArticle(entries);
  const problems = articleProblems(tidy);
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  return tidy;
};

export const codeTaken = (code: string): FieldErrors =>
  new FieldErrors({ code: `There is a charge ${code} already. Choose another code, or edit that one.` });

/** What the audit log says of a charge. */
export const chargeText = ({ amounts, ...rest }: ChargeFields): object => ({
  code: rest.code,
  name: rest.name,
  description: rest.description,
  account: rest.account ?? null,
  taxCategory: rest.taxCategory,
  isRecurring: rest.isRecurring,
  isProratable: rest.isProratable,
  amounts: amountsText(amounts),
});

/** @throws FieldErrors */
export const writeCharge = async (work: Work, entries: ChargeFields): Promise<Charge> => {
  const tidy = requireCharge(entries);
  const charge = await insertCharge(work.tx, tidy, { createdBy: work.by.id, createdAt: work.now });
  if (!charge) throw codeTaken(tidy.code);
  work.audit({
    action: 'charge.added',
    subject: { type: chargeDoor.subject, id: charge.id },
    after: chargeText(tidy),
  });
  return charge;
};
