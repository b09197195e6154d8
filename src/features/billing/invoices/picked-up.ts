import type { KnownBlock } from '@slack/types';
import { type Choice, selectInput } from '../../../platform/block-kit/blocks.ts';
import type { PickedUp } from './invoice.ts';

export const pickedUpNames: Readonly<Record<PickedUp, string>> = {
  check: 'a check',
  card_authorization: 'a card authorization',
  nothing: 'nothing',
};

const choices: readonly (Choice & { readonly value: PickedUp })[] = [
  { value: 'nothing', text: 'Nothing yet' },
  { value: 'check', text: 'Check' },
  { value: 'card_authorization', text: 'Card authorization form' },
];

export const pickedUpInput = (name: string, label: string, initial: PickedUp): KnownBlock =>
  selectInput({ name, label, choices, initial });

/** What a form says was picked up. */
export const pickedUpOf = (choice: string | undefined): PickedUp | undefined =>
  choices.find(({ value }) => value === choice)?.value;
