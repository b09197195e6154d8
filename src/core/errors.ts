/**
 * The errors that Baton's own code throws on purpose. One handler (platform/slack) turns them into text for the person
 * at hand; every other error is a fault, gets a reference id, and its stack goes to the log.
 */

/** Stable names; logs, tests and clients may depend on them, while texts may change. */
export type ErrorCode =
  | 'user_error'
  | 'field_errors'
  | 'not_allowed'
  | 'conflict'
  | 'not_found'
  | 'gateway_error'
  | 'outcome_unknown';

/** The person asked for something that cannot be done as asked. `message` is for them, and says what to do instead. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly code: ErrorCode = 'user_error';
}

/** A form was filled in wrongly: a text for each block id, shown beneath its field. */
export class FieldErrors extends UserError {
  override readonly name: string = 'FieldErrors';
  override readonly code: ErrorCode = 'field_errors';
  readonly fields: Readonly<Record<string, string>>;

  constructor(fields: Readonly<Record<string, string>>, message?: string) {
    super(message ?? `Please correct: ${Object.values(fields).join(' ')}`);
    this.fields = fields;
  }
}

/** The person may not do this. `message` names who may. */
export class NotAllowed extends Error {
  override readonly name: string = 'NotAllowed';
  readonly code: ErrorCode = 'not_allowed';
}

/** Somebody was first: the state is no longer the one that was decided upon. `message` says what it is now. */
export class Conflict extends Error {
  override readonly name: string = 'Conflict';
  readonly code: ErrorCode = 'conflict';
}

/** What was referred to does not exist (any more). */
export class NotFound extends Error {
  override readonly name: string = 'NotFound';
  readonly code: ErrorCode = 'not_found';
  readonly what: string;

  /** @param what the noun for the person, e.g. "project" */
  constructor(what: string, message: string = `This ${what} doesn't exist any more.`) {
    super(message);
    this.what = what;
  }
}

/** What was asked for was perhaps done: the answer that would have said so got lost. */
export class OutcomeUnknown extends Error {
  override readonly name: string = 'OutcomeUnknown';
  readonly code: ErrorCode = 'outcome_unknown';

  constructor(cause?: unknown) {
    super('Nobody knows whether this was done: the answer got lost.', cause === undefined ? undefined : { cause });
  }
}

export interface GatewayErrorDetails {
  /** Which service, e.g. "stripe". */
  readonly service: string;
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** The request may have taken effect: repeat it only with its idempotency key. */
  readonly ambiguous: boolean;
  readonly cause?: unknown;
}

/** An external service failed or refused. */
export class GatewayError extends Error {
  override readonly name: string = 'GatewayError';
  readonly code: ErrorCode = 'gateway_error';
  readonly service: string;
  readonly retryable: boolean;
  readonly ambiguous: boolean;

  constructor(message: string, details: GatewayErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.service = details.service;
    this.retryable = details.retryable;
    this.ambiguous = details.ambiguous;
  }
}
