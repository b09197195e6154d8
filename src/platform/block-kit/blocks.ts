import type {
  ActionsBlock,
  Button,
  ContextBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { clip, clipMrkdwn } from '../../core/text/text.ts';
import { classicBlocks } from './classic.ts';

/** Builders for the Block Kit that Baton uses. They clip to Slack's limits, so that no text a person entered can make a message refused. */

export const plain = (text: string, max: number) => ({
  type: 'plain_text' as const,
  text: clip(text, max),
  emoji: true,
});

/** A paragraph of mrkdwn; what people entered must come escaped (`escapeMrkdwn`). */
export const section = (text: string, accessory?: SectionBlock['accessory']): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: clipMrkdwn(text, 3000) },
  ...(accessory ? { accessory } : {}),
});

/** Up to ten short facts in two columns. */
export const fields = (facts: readonly (readonly [label: string, value: string])[]): SectionBlock => ({
  type: 'section',
  fields: facts
    .slice(0, 10)
    .map(([label, value]) => ({ type: 'mrkdwn', text: clipMrkdwn(`*${label}*\n${value}`, 2000) })),
});

export const header = (text: string): KnownBlock => ({ type: 'header', text: plain(text, 150) });

export const divider = (): KnownBlock => ({ type: 'divider' });

export const context = (...texts: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: texts.slice(0, 10).map((text) => ({ type: 'mrkdwn', text: clipMrkdwn(text, 2000) })),
});

export interface ButtonSpec {
  readonly text: string;
  readonly action: string;
  /** An opaque id. */
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string; readonly no?: string };
}

const elementsOf = (block: KnownBlock): readonly { readonly type: string }[] => {
  if (block.type === 'actions') return block.elements;
  return block.type === 'section' && block.accessory ? [block.accessory] : [];
};

const isButton = (element: { readonly type: string }): element is Button => element.type === 'button';

/** The buttons that stand in blocks, without what they ask before. */
export const buttonsIn = (blocks: readonly KnownBlock[]): readonly ButtonSpec[] =>
  blocks
    .flatMap(elementsOf)
    .filter(isButton)
    .flatMap(({ text, action_id: action, value }) => (action && value ? [{ text: text.text, action, value }] : []));

export const button = (spec: ButtonSpec): Button => ({
  type: 'button',
  text: plain(spec.text, 75),
  action_id: spec.action,
  value: spec.value,
  ...(spec.style ? { style: spec.style } : {}),
  ...(spec.confirm
    ? {
        confirm: {
          title: plain(spec.confirm.title, 100),
          text: plain(spec.confirm.text, 300),
          confirm: plain(spec.confirm.yes, 30),
          deny: plain(spec.confirm.no ?? 'Cancel', 30),
        },
      }
    : {}),
});

/** A row of buttons. The action ids within one row must differ. */
export const buttons = (blockId: string, specs: readonly ButtonSpec[]): ActionsBlock => ({
  type: 'actions',
  block_id: clip(blockId, 255),
  elements: specs.slice(0, 25).map(button),
});

export interface Choice {
  readonly text: string;
  readonly value: string;
  readonly description?: string;
}

export const option = (choice: Choice): PlainTextOption => ({
  text: plain(choice.text, 75),
  value: choice.value,
  ...(choice.description ? { description: plain(choice.description, 75) } : {}),
});

interface FieldSpec<T = string> {
  /** The field's name: its block_id, by which the submission reads it and errors are shown at it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  /** What it holds when the form opens, if anything. */
  readonly initial?: T | undefined;
}

const input = (spec: FieldSpec<unknown>, element: InputBlock['element']): InputBlock => ({
  type: 'input',
  block_id: spec.name,
  label: plain(spec.label, 2000),
  element,
  optional: spec.optional ?? false,
  ...(spec.hint ? { hint: plain(spec.hint, 2000) } : {}),
});

export const textInput = (
  spec: FieldSpec & {
    readonly multiline?: boolean;
    readonly placeholder?: string;
    readonly max?: number;
  },
): InputBlock =>
  input(spec, {
    type: 'plain_text_input',
    action_id: spec.name,
    multiline: spec.multiline ?? false,
    max_length: spec.max ?? (spec.multiline ? 2000 : 200),
    ...(spec.initial ? { initial_value: clip(spec.initial, spec.max ?? (spec.multiline ? 2000 : 200)) } : {}),
    ...(spec.placeholder ? { placeholder: plain(spec.placeholder, 150) } : {}),
  });

/** One of up to 100 choices; with an `action`, choosing one is told at once. */
export const selectInput = (
  spec: FieldSpec & { readonly choices: readonly Choice[]; readonly placeholder?: string; readonly action?: string },
): InputBlock => {
  const options = spec.choices.slice(0, 100).map(option);
  const initial = options.find((each) => each.value === spec.initial);
  const select = input(spec, {
    type: 'static_select',
    action_id: spec.action ?? spec.name,
    options,
    ...(initial ? { initial_option: initial } : {}),
    ...(spec.placeholder ? { placeholder: plain(spec.placeholder, 150) } : {}),
  });
  return spec.action === undefined ? select : { ...select, dispatch_action: true };
};

/** Any number of up to 100 choices. */
export const choicesInput = (
  spec: FieldSpec<readonly string[]> & { readonly choices: readonly Choice[] },
): InputBlock => {
  const options = spec.choices.slice(0, 100).map(option);
  const initial = options.filter((each) => spec.initial?.includes(each.value ?? ''));
  return input(spec, {
    type: 'multi_static_select',
    action_id: spec.name,
    options,
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  });
};

/** One of many, looked up while typing: `source` is the action id that answers. */
export const lookupInput = (
  spec: FieldSpec<Choice> & { readonly source: string; readonly placeholder?: string },
): InputBlock =>
  input(spec, {
    type: 'external_select',
    action_id: spec.source,
    min_query_length: 0,
    ...(spec.initial ? { initial_option: option(spec.initial) } : {}),
    ...(spec.placeholder ? { placeholder: plain(spec.placeholder, 150) } : {}),
  });

export const personInput = (spec: FieldSpec): InputBlock =>
  input(spec, { type: 'users_select', action_id: spec.name, ...(spec.initial ? { initial_user: spec.initial } : {}) });

export const peopleInput = (spec: FieldSpec<readonly string[]>): InputBlock =>
  input(spec, {
    type: 'multi_users_select',
    action_id: spec.name,
    ...(spec.initial?.length ? { initial_users: [...spec.initial] } : {}),
  });

export const channelInput = (spec: FieldSpec): InputBlock =>
  input(spec, {
    type: 'conversations_select',
    action_id: spec.name,
    filter: { include: ['public', 'private'], exclude_bot_users: true },
    ...(spec.initial ? { initial_conversation: spec.initial } : {}),
  });

/** `initial` is a calendar day, YYYY-MM-DD. */
export const dateInput = (spec: FieldSpec): InputBlock =>
  input(spec, { type: 'datepicker', action_id: spec.name, ...(spec.initial ? { initial_date: spec.initial } : {}) });

/** Up to ten ticks. */
export const ticksInput = (
  spec: FieldSpec<readonly string[]> & { readonly choices: readonly Choice[] },
): InputBlock => {
  const options = spec.choices.slice(0, 10).map(option);
  const initial = options.filter((each) => spec.initial?.includes(each.value ?? ''));
  return input(
    { ...spec, optional: spec.optional ?? true },
    {
      type: 'checkboxes',
      action_id: spec.name,
      options,
      ...(initial.length ? { initial_options: initial } : {}),
    },
  );
};

export const fileInput = (
  spec: FieldSpec<never> & { readonly types?: readonly string[]; readonly max?: number },
): InputBlock =>
  input(spec, {
    type: 'file_input',
    action_id: spec.name,
    max_files: spec.max ?? 1,
    ...(spec.types ? { filetypes: [...spec.types] } : {}),
  });

/** `data` comes back with the submission: opaque ids only. Without `submit` the modal only shows. */
export const modal = (spec: {
  readonly callback: string;
  readonly title: string;
  readonly blocks: readonly KnownBlock[];
  readonly submit?: string;
  readonly close?: string;
  readonly data?: string;
}): ModalView => ({
  type: 'modal',
  callback_id: spec.callback,
  title: plain(spec.title, 24),
  close: plain(spec.close ?? (spec.submit ? 'Cancel' : 'Close'), 24),
  ...(spec.submit ? { submit: plain(spec.submit, 24) } : {}),
  private_metadata: spec.data ?? '',
  // Slack draws tables and charts in messages only. WRK-7
  blocks: [...classicBlocks(spec.blocks.slice(0, 100))],
});
