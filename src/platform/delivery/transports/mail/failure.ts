/** How far a letter got: the server was not reached, or did not take the letter's first byte yet, or may have taken all of it. */
export type Stage = 'connecting' | 'envelope' | 'letter';

type Cause = Error & Partial<Record<'code' | 'originalCode' | 'responseCode', unknown>>;

/**
 * What went wrong, and when. Before the letter's first byte it certainly was not sent; after that only the server's own answer
 * tells (nodemailer calls a line that dropped after the last byte a failed connection, too).
 */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  readonly stage: Stage;
  /** The server's answer, such as 550. */
  readonly answer: number | undefined;
  /** Nodemailer's, such as EAUTH. */
  readonly code: string | undefined;
  constructor(cause: Cause, stage: Stage) {
    super(cause.message, { cause });
    this.stage = stage;
    this.answer = typeof cause.responseCode === 'number' ? cause.responseCode : undefined;
    const code = cause.originalCode ?? cause.code;
    this.code = typeof code === 'string' ? code : undefined;
  }
}
