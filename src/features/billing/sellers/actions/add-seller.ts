import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { modal, selectInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { ledgerEditors } from '../../setup/index.ts';
import { type Seller, type SellerFields, sellerDoor, sellerProblems, tidySeller } from '../seller.ts';
import { readSeller, sellerInputs } from '../seller-form.ts';
import { allSellers, defaultSeller, insertSeller, lockSellers, sellerByName, setDefaultSeller } from '../store.ts';

/** Add seller, in the set-up. CUS-2 */
const addSellerForm = ({ timeZone, isFirst }: { timeZone: string; isFirst: boolean }): ModalView =>
  modal({
    callback: 'seller.add',
    title: 'Add a seller',
    submit: 'Add',
    blocks: [
      ...sellerInputs({ timeZone }),
      selectInput({
        name: 'sells',
        label: 'Which invoices it issues',
        choices: [
          { text: 'All whose billing group names no other seller', value: 'unless_named' },
          { text: 'Only those whose billing group names it', value: 'where_named' },
        ],
        initial: isFirst ? 'unless_named' : 'where_named',
      }),
    ],
  });

const doing = 'add a seller';

/** @throws FieldErrors at what is wrong, and at a name that another seller has */
export const requireSeller = async (work: Work, entries: SellerFields, id?: string): Promise<SellerFields> => {
  const tidy = tidySeller(entries);
  const problems = sellerProblems(tidy);
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  const same = await sellerByName(work.tx, tidy.name);
  if (same && same.id !== id) throw new FieldErrors({ name: `There is a seller called ${same.name} already.` });
  return tidy;
};

/** Which invoices a new seller issues: all that name no other, or only those of billing groups that name it. BIL-12 */
export type Sells = 'unless_named' | 'where_named';

/** The first seller is the one that sells unless another is named, if nobody says otherwise. CUS-2 */
export const addSeller = (deps: Deps, by: By, entries: SellerFields, sells?: Sells): Promise<Seller> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, doing);
    await lockSellers(work.tx);
    const tidy = await requireSeller(work, entries);
    const before = await defaultSeller(work.tx);
    const isDefault = sells ? sells === 'unless_named' : before === undefined;
    const made = await insertSeller(work.tx, tidy, { isDefault: false, createdBy: work.by.id, createdAt: work.now });
    if (isDefault) await setDefaultSeller(work.tx, made.id);
    const seller: Seller = { ...made, isDefault };
    work.audit({
      action: 'seller.added',
      subject: { type: sellerDoor.subject, id: seller.id },
      ...(isDefault && before ? { before: { default: before.name } } : {}),
      after: { ...tidy, isDefault },
    });
    return seller;
  });

const ways: readonly Sells[] = ['unless_named', 'where_named'];

const sellsOf = (values: FormValues): Sells | undefined => ways.find((way) => way === values.option('sells'));

export const addSellerButton: Interaction = {
  id: 'seller.add',
  press: opensForm({
    roles: ledgerEditors,
    doing,
    find: async (deps) => ({
      timeZone: deps.timeZone,
      isFirst: (await allSellers(deps.db.prisma)).length === 0,
    }),
    form: addSellerForm,
  }),
  submit: async ({ deps, by, values }) => {
    const seller = await addSeller(deps, by, readSeller(values), sellsOf(values));
    return { window: { type: sellerDoor.subject, id: seller.id } };
  },
};
