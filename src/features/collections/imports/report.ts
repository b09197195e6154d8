import { UserError } from '../../../core/errors.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import type { Deps } from '../../../platform/work/work.ts';

/** One try to charge a card, as the gateway's report tells it. COL-1 */
export interface ReportRow {
  /** As spreadsheets count: the header is row 1. */
  readonly row: number;
  readonly transactionId: string;
  readonly subscription: string;
  /** What was to be paid for; with the subscription it identifies the case. */
  readonly period: string;
  /** How the gateway knows the customer. */
  readonly customer: string;
  readonly customerName: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly outcome: 'failed' | 'approved';
  // Always present, so that half a million rows have one shape.
  readonly decline: 'soft' | 'hard' | undefined;
  readonly reason: string | undefined;
  readonly cardBrand: string | undefined;
  readonly cardLast4: string | undefined;
  readonly nextAttemptOn: Day | undefined;
  /** Which attempt it was, where the report says so. */
  readonly number: number | undefined;
}

/**
 * The report cannot be read; it is refused whole and nothing of it is stored. The message names row and reason, and never
 * repeats a card number.
 */
export class ReportRefused extends UserError {
  override readonly name = 'ReportRefused';
  /** The report's columns, where a mapped one is not among them: an admin can map others. */
  readonly header: readonly string[];

  constructor(message: string, header: readonly string[] = []) {
    super(message);
    this.header = header;
  }
}

/** Which fields of a policy name columns, so that they can be chosen from a report's header. COL-1 */
export interface ColumnMapping {
  readonly policy: PolicyDefinition;
  readonly columns: readonly { readonly field: string; readonly isOptional: boolean }[];
}

/** A transaction that neither failed nor was paid (pending, refunded…). */
export interface IgnoredRow {
  readonly row: number;
  readonly transactionId: string;
  /** As the report calls it. */
  readonly status: string;
  /** Milliseconds since 1970, where the report says so. */
  readonly at: number | undefined;
}

/** What reading a report needs to know, and where it says what is to be told besides its rows. */
export interface Reading {
  readonly policy: Deps['policy'];
  /** No transaction can lie behind it. */
  readonly now: Date;
  /** A sentence for the import's answer. */
  readonly note: (text: string) => void;
  readonly ignored: (row: IgnoredRow) => void;
}

/** A gateway's report: the port that an integration fills. */
export interface ReportFormat {
  readonly gateway: string;
  readonly title: string;
  readonly policies: readonly PolicyDefinition<never>[];
  readonly mapping: ColumnMapping;
  /**
   * Reads the whole file, batch by batch, as fast as the batches are taken.
   * @throws ReportRefused
   */
  read(reading: Reading, body: AsyncIterable<Uint8Array>): AsyncIterable<readonly ReportRow[]>;
}
