import type { KnownBlock } from '@slack/types';

/** What a message shows. `text` is its notification and what screen readers read: never empty. */
export interface MessageContent {
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

/** A slot's message as of now. `open`: it still asks somebody for something, so a deleted one is posted anew. */
export interface SlotContent extends MessageContent {
  readonly open: boolean;
}

/** An email. `text` is for those who read no HTML. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly name: string;
  /** A media type, such as `application/pdf`. */
  readonly type: string;
  /** A kept file's: the letter needs it from then on, so that whoever wrote it may let go of it. */
  readonly hash: string;
}
