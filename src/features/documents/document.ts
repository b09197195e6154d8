import type { Subject } from '../../core/subject.ts';
import type { FormFile } from '../../platform/block-kit/form.ts';

/** A file of a project, invoice or customer: held by Slack, by Baton itself (`fileHash`), or kept elsewhere (`location`). */
export interface Document {
  readonly id: string;
  readonly subject: Subject;
  readonly customerId?: string;
  readonly kind: string;
  readonly name: string;
  readonly slackFileId?: string;
  readonly url?: string;
  readonly location?: string;
  readonly fileHash?: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** A file that came to Baton itself. */
export interface SentFile {
  readonly name: string;
  /** A media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface NewDocument {
  readonly subject: Subject;
  readonly customerId?: string | undefined;
  /** Whose timeline tells it as well, where that isn't the subject's: an invoice's document belongs to its project's story. */
  readonly story?: Subject | undefined;
  readonly kind: string;
  /** The file's own name when left out. */
  readonly name?: string | undefined;
  readonly file?: FormFile | undefined;
  readonly sent?: SentFile | undefined;
  /** Where it is kept, such as a shelf or a link. A file or a location is needed. */
  readonly location?: string | undefined;
}

/** What a document may be, as people choose it. */
export const documentKinds = [
  { value: 'paperwork', text: 'Signed paperwork' },
  { value: 'contract', text: 'Contract or SLA' },
  { value: 'invoice', text: 'Invoice' },
  { value: 'card_authorization', text: 'Card authorization form' },
  { value: 'purchase_agreement', text: 'Purchase agreement' },
  { value: 'other', text: 'Something else' },
] as const;
