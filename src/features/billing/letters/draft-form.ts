/** The fields of a form that sends a letter, the same for whatever it is about. BIL-3, BIL-5 */
import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { type Choice, context, selectInput, textInput, ticksInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import { readAddresses } from '../../customers/index.ts';
import type { Draft } from './draft.ts';

/** Longer ones do not fit beside a tick, and Slack draws ten. */
const longestTicked = 75;
const mostTicked = 10;

export interface DraftFields {
  readonly draft: Draft;
  /** The customer's addresses, to choose among. */
  readonly addressees: readonly string[];
  /** Where the test copy went, if there was one. */
  readonly tested?: string | undefined;
  readonly note?: string | undefined;
  /** Letters that can be chosen, and the action id that hears of it. */
  readonly templates?: { readonly action: string; readonly choices: readonly Choice[] } | undefined;
}

/** By another name a field begins anew: Slack keeps what was typed in one of the same. */
const suffixOf = ({ draft, templates }: DraftFields): string =>
  templates && draft.template ? `_${draft.template.kind.replace(/\W/g, '_')}` : '';

const addressInputs = ({ draft, addressees }: DraftFields): readonly KnownBlock[] => {
  const known = addressees.filter((address) => address.length <= longestTicked).slice(0, mostTicked);
  const others = draft.to.filter((address) => !known.includes(address));
  return [
    ...(known.length > 0
      ? [
          ticksInput({
            name: 'known',
            label: 'To',
            optional: true,
            choices: known.map((address) => ({ text: address, value: address })),
            initial: draft.to,
          }),
        ]
      : []),
    textInput({
      name: 'to',
      label: known.length > 0 ? 'To others' : 'To',
      hint: 'One address a line',
      optional: known.length > 0,
      multiline: true,
      initial: others.join('\n'),
    }),
  ];
};

/** Which letter, whether it is tried on oneself first, to whom, and what it says. */
export const draftInputs = (fields: DraftFields): readonly KnownBlock[] => {
  const { draft, tested, note, templates } = fields;
  const suffix = suffixOf(fields);
  return [
    ...(note ? [context(note)] : []),
    ...(templates
      ? [
          selectInput({
            name: 'template',
            label: 'Which letter?',
            hint: 'Another one writes subject and text anew',
            action: templates.action,
            choices: templates.choices,
            initial: draft.template?.kind,
          }),
        ]
      : []),
    selectInput({
      name: tested ? 'after_test' : 'what',
      label: 'What should go?',
      choices: [
        { text: 'First a test copy, to me', value: 'test' },
        { text: 'The letter, to the customer', value: 'letter' },
      ],
      initial: tested ? 'letter' : 'test',
    }),
    textInput({ name: 'test', label: 'Your address, for the test copy', optional: true, initial: tested }),
    ...addressInputs(fields),
    textInput({ name: 'cc', label: 'Copy to', optional: true, multiline: true, initial: draft.cc.join('\n') }),
    textInput({ name: 'bcc', label: 'Blind copy to', optional: true, multiline: true, initial: draft.bcc.join('\n') }),
    textInput({ name: `subject${suffix}`, label: 'Subject', initial: draft.subject }),
    textInput({ name: `text${suffix}`, label: 'What it says', multiline: true, max: 3000, initial: draft.text }),
  ];
};

/** As the field is called in this form: `text`, or `text_invoice_again`. */
const nameIn = (values: FormValues, name: string): string =>
  values.names.find((each) => each === name || each.startsWith(`${name}_`)) ?? name;

/** To whom, as it is filled in so far. */
export const readAddressees = (values: FormValues): Pick<Draft, 'to' | 'cc' | 'bcc'> => ({
  to: [...new Set([...values.options('known'), ...readAddresses(values.text('to'))])],
  cc: readAddresses(values.text('cc')),
  bcc: readAddresses(values.text('bcc')),
});

/** @throws FieldErrors */
export const readDraft = (values: FormValues, template: Draft['template']): Draft => {
  const [subject, text] = [nameIn(values, 'subject'), nameIn(values, 'text')];
  return {
    ...readAddressees(values),
    subject: required(values.text(subject), subject, 'Write what it is about.'),
    text: required(values.text(text), text, 'Write what the letter says.'),
    template,
  };
};

/** The address for a test copy where one is asked for first. @throws FieldErrors where there is none */
export const readTest = (values: FormValues): string | undefined =>
  (values.option('after_test') ?? values.option('what')) === 'test'
    ? required(values.text('test'), 'test', 'Write the address that the test copy should go to.')
    : undefined;

/** What is wrong with subject or text is said at the fields of this form. */
export const atDraftFields = async <T>(values: FormValues, body: () => Promise<T>): Promise<T> => {
  try {
    return await body();
  } catch (error) {
    if (!(error instanceof FieldErrors)) throw error;
    const named = (name: string) => (name === 'subject' || name === 'text' ? nameIn(values, name) : name);
    throw new FieldErrors(
      Object.fromEntries(Object.entries(error.fields).map(([name, problem]) => [named(name), problem])),
    );
  }
};

/** `invoice.bill:2`, and back. */
export const writeTemplate = ({ template }: Draft): string => (template ? `${template.kind}:${template.version}` : '-');

export const readTemplate = (written: string | undefined): Draft['template'] => {
  const [kind, version] = written?.split(':') ?? [];
  return kind && version !== undefined && Number.isInteger(Number(version))
    ? { kind, version: Number(version) }
    : undefined;
};
