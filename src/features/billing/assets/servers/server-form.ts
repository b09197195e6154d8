import type { KnownBlock } from '@slack/types';
import { textInput } from '../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import type { ServerFields } from './server.ts';

export const serverInputs = (of?: ServerFields): readonly KnownBlock[] => [
  textInput({ name: 'name', label: 'Name', max: 100, initial: of?.name }),
  textInput({
    name: 'address',
    label: 'Address of its list',
    hint: 'JSON or CSV with id, name and site of each asset, such as https://mail-1.example.com/lists.json. Blank: the list is uploaded as a file.',
    optional: true,
    max: 2000,
    initial: of?.address,
  }),
  textInput({ name: 'comments', label: 'Comments', optional: true, multiline: true, max: 1000, initial: of?.comments }),
];

/** @throws FieldErrors */
export const readServer = (values: FormValues): ServerFields => ({
  name: required(values.text('name'), 'name', 'Name the server.'),
  address: values.text('address'),
  comments: values.text('comments') ?? '',
});
