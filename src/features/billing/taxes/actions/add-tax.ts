import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { allSellers, type Seller, sellerById } from '../../sellers/index.ts';
import { ledgerEditors } from '../../setup/index.ts';
import { taxById } from '../store.ts';
import { readTax, taxForm } from '../tax-form.ts';
import { rateText, type TaxFields, type TaxRow } from '../tax-row.ts';
import { writeTax } from '../write-tax.ts';

const doing = 'change the table of taxes';

const requireKnownSeller = async (work: Work, seller: string): Promise<void> => {
  if (seller !== '*' && !(await sellerById(work.tx, seller)))
    throw new FieldErrors({ seller: 'This seller is not there any more. Choose another.' });
};

/** BIL-14: a row of the table, by which an older one of the same place, seller and category ends. @throws FieldErrors */
export const addTax = (deps: Deps, by: By, fields: TaxFields): Promise<TaxRow> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, doing);
    await requireKnownSeller(work, fields.seller);
    return writeTax(work, fields, { mayLieBack: false });
  });

interface Opened {
  readonly sellers: readonly Seller[];
  readonly of: Partial<TaxFields>;
}

/** Add tax in the set-up, and New rate at a row, whose value is the row's id. */
const opens = opensForm({
  roles: ledgerEditors,
  doing,
  find: async ({ db: { prisma } }, value): Promise<Opened> => {
    const sellers = await allSellers(prisma);
    if (value === 'new') return { sellers, of: {} };
    const row = await taxById(prisma, value);
    if (!row) throw new NotFound('tax');
    return { sellers, of: row };
  },
  form: ({ sellers, of }, today) => taxForm(sellers, of, today),
});

export const addTaxButton: Interaction = {
  id: 'tax.add',
  press: opens,
  submit: async ({ deps, by, values }) => {
    const row = await addTax(deps, by, readTax(values));
    return said(`Added: ${escapeMrkdwn(row.name)}, ${rateText(row.rate)}.`);
  },
};

export const newRateButton: Interaction = { id: 'tax.new_rate', press: opens };
