import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { system } from '../../../platform/work/work.ts';
import type { TemplateKind } from '../../templates/index.ts';
import type { Recipient, RecipientState } from './bearing.ts';
import type { TemplateUsed } from './draft.ts';

const stateTexts: Readonly<Record<RecipientState, string>> = {
  waiting: 'under way',
  accepted: 'taken by the mail server',
  bounced: ':warning: did not arrive',
  held: ':warning: held back for an admin',
  dropped: 'given up by an admin',
};
const headTexts = { to: '', cc: 'copy to ', bcc: 'blind copy to ' } as const;

const recipientText = ({ head, address, state, how }: Recipient): string =>
  `${headTexts[head]}${escapeMrkdwn(clip(address, 100))}: ${stateTexts[state]}${how ? ` (${escapeMrkdwn(clip(how, 150))})` : ''}`;

const wordsText = (
  template: TemplateUsed | undefined,
  kinds: readonly Pick<TemplateKind, 'key' | 'label'>[],
): string => {
  const kind = kinds.find(({ key }) => key === template?.kind);
  if (!kind || !template) return '';
  const version = template.version === 0 ? 'as they ship' : `version ${template.version}`;
  return `, words of “${escapeMrkdwn(kind.label)}”, ${version}`;
};

export interface ShownLetter {
  readonly subject: string;
  readonly sentBy: string;
  readonly sentAt: Date;
  readonly template?: TemplateUsed | undefined;
  readonly paper?: string | undefined;
  readonly recipients: readonly Recipient[];
}

/** What was mailed, with which words, and how each fared. BIL-5 @param kinds those that its words may be of */
export const letterRows = (
  letters: readonly ShownLetter[],
  kinds: readonly Pick<TemplateKind, 'key' | 'label'>[],
): readonly KnownBlock[] =>
  letters.map(({ subject, sentBy, sentAt, template, paper, recipients }) =>
    section(
      clip(
        `*${escapeMrkdwn(clip(subject, 150))}*, by ${sentBy === system.userId ? 'Baton' : person(sentBy)}, ${moment(sentAt)}${paper ? ', with its PDF' : ''}${wordsText(template, kinds)}\n${recipients.map(recipientText).join('\n')}`,
        2900,
      ),
    ),
  );

/** `ann@acme.example (550 no such mailbox)`; mrkdwn. */
export const bouncedText = (bounced: readonly { readonly to: string; readonly how: string }[]): string =>
  escapeMrkdwn(bounced.map(({ to, how }) => (how ? `${to} (${how})` : to)).join(', '));
