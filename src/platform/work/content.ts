import type { KnownBlock } from '@slack/types';

/** What a message shows. `text` is its notification and what screen readers read: never empty. */
export interface MessageContent {
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

/** A message that is sent once, with files that whoever may see it can open. */
export interface PostContent extends MessageContent {
  readonly attachments?: readonly Attachment[];
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
  readonly attachments?: readonly Attachment[];
  /** Whom it says that it goes to, where that is more than the one it is handed over for. */
  readonly heads?: { readonly to: readonly string[]; readonly cc?: readonly string[] };
  /** In whose name; the address is Baton's (MAIL_FROM). */
  readonly sender?: string;
  /** Where answers, and what comes back, should go instead. */
  readonly replyTo?: string;
  readonly bounceTo?: string;
  /** Of reminders: where who wants no more of them says so, `mailto:…` or `https://…`. */
  readonly unsubscribe?: string;
}

export interface Attachment {
  readonly name: string;
  /** A media type, such as `application/pdf`. */
  readonly type: string;
  /** A kept file's: what is sent needs it from then on, so that whoever wrote it may let go of it. */
  readonly hash: string;
  /** Of a picture within a mail's HTML: what `cid:` names. */
  readonly cid?: string;
}
