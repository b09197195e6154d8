/** What the forms of a project as a whole have in common. */
import type { KnownBlock } from '@slack/types';
import { textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';

export const reasonInput = (hint: string): KnownBlock =>
  textInput({ name: 'reason', label: 'Reason', hint, multiline: true, max: 1000 });

export const readReason = (values: FormValues): string =>
  required(values.text('reason'), 'reason', 'Write a short reason.');
