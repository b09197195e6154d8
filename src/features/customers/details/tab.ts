import type { KnownBlock, ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { modal, section, textInput } from '../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../platform/block-kit/form.ts';
import { olderForm } from '../../../platform/block-kit/kept.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { ActionRequest, Interaction } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { customerEditors, customerSubject } from '../customer.ts';
import type { CustomerDetails, FieldKey } from './details.ts';
import { editDetails } from './edit-details.ts';
import { type Entered, type Shown, shownOf } from './merge-edit.ts';
import { detailsOf } from './store.ts';

/** One of the customer's forms: a tab of the form that the procedure describes. CUS-1 */
export interface Tab<Around> {
  readonly id: string;
  readonly title: string;
  /** What its choices are made of. @throws UserError that says what must be there first */
  readonly around: (deps: Deps, details: CustomerDetails) => Promise<Around>;
  readonly inputs: (details: CustomerDetails, around: Around) => readonly KnownBlock[];
  /** The fields that stand in it. */
  readonly keys: (around: Around) => readonly FieldKey[];
  /** @throws FieldErrors */
  readonly read: (values: FormValues) => Entered;
}

/** The form's data: whose it is, and what was seen. */
const dataOf = (customerId: string, shown: Shown): string => `${customerId} ${JSON.stringify(shown)}`;

const readData = (data: string): { readonly customerId: string; readonly shown: Shown } => {
  const space = data.indexOf(' ');
  if (space < 0) throw olderForm();
  return { customerId: data.slice(0, space), shown: JSON.parse(data.slice(space + 1)) as Shown };
};

export const tabForm = <Around>(tab: Tab<Around>, id: string, details: CustomerDetails, around: Around): ModalView =>
  modal({
    callback: tab.id,
    title: tab.title,
    submit: 'Save',
    data: dataOf(id, shownOf(details, tab.keys(around))),
    blocks: [
      section(`*${escapeMrkdwn(clip(details.name, 200))}*`),
      ...tab.inputs(details, around),
      textInput({
        name: 'reason',
        label: 'Why is it changed?',
        hint: 'Needed where something that was entered is replaced.',
        optional: true,
        max: 500,
      }),
    ],
  });

const existingDetails = async ({ db }: Deps, id: string): Promise<CustomerDetails> => {
  const details = await detailsOf(db.prisma, id);
  if (!details) throw new NotFound('customer');
  return details;
};

/** The button that opens the form, and what sends it. */
export const tabInteraction = <Around>(tab: Tab<Around>): Interaction => ({
  id: tab.id,
  press: async (request: ActionRequest) => {
    await requireEarly(request, customerEditors, 'edit customers');
    const { deps, value } = request;
    const details = await existingDetails(deps, value);
    return { modal: tabForm(tab, value, details, await tab.around(deps, details)) };
  },
  submit: async ({ deps, by, data, values }) => {
    const { customerId, shown } = readData(data);
    const entered = tab.read(values);
    // A form holds what it was opened with: a field that it did not have is none of it.
    const known = Object.fromEntries(Object.entries(entered).filter(([key]) => Object.hasOwn(shown, key)));
    await editDetails(deps, by, { customerId, shown, entered: known, reason: values.text('reason') });
    return { window: customerSubject(customerId) };
  },
});

/** Addresses, one a line or with commas between them. */
export const readAddresses = (text: string | undefined): readonly string[] => [
  ...new Set((text ?? '').split(/[\s,;]+/).filter(Boolean)),
];

/** A whole number as typed. @throws FieldErrors */
export const readNumber = (text: string | undefined, name: string): number | null => {
  if (text === undefined) return null;
  if (!/^\d{1,6}$/.test(text)) throw new FieldErrors({ [name]: 'Write a whole number.' });
  return Number(text);
};

export const yesNoChoices = [
  { text: 'Yes', value: 'yes' },
  { text: 'No', value: 'no' },
];
export const yesOrNo = (isYes: boolean): string => (isYes ? 'yes' : 'no');
